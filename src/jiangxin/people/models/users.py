"""Who signs in, and what each may do where, since when."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models.days import Dated, DatedQuerySet, days_in_order
from jiangxin.people.models.persons import Person
from jiangxin.people.models.units import Unit


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user for signing in; user names do not tell A from a."""
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A log-in. What it may do stands in its duties; there is no superuser."""

    username = models.CharField(_("用户名"), max_length=64, unique=True)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("本人")
    )
    email = models.EmailField(_("邮箱"), default="", blank=True)
    is_active = models.BooleanField(_("可用"), default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("用户")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.username


class DutyName(models.TextChoices):
    CLERK = "union.clerk", _("工会经办")
    REVIEWER = "union.reviewer", _("工会审核")
    LEADER = "union.leader", _("工会负责人")
    HR = "hr", _("企业人事")
    ACADEMY = "academy", _("学院教务")
    EXAMINER = "examiner", _("考评")
    JUDGE = "judge", _("裁判")
    EXPERT = "expert", _("专家")
    WORKER = "worker", _("职工")
    AUDITOR = "auditor", _("审计")
    POLICY_MAKER = "policy.maker", _("政策拟稿")
    POLICY_CONFIRMER = "policy.confirmer", _("政策确认")
    SNAPSHOT_MAKER = "snapshot.maker", _("快照制作")
    SNAPSHOT_APPROVER = "snapshot.approver", _("快照批准")


class DutyQuerySet(DatedQuerySet["Duty"]):
    def on(self, day: date) -> Self:
        """Duties that hold on this day; one lent holds only while the lender's own does, and he may sign in."""
        lent = Q(delegated_from__since__lte=day, delegated_from__user__is_active=True)
        lasting = Q(delegated_from__until=None) | Q(delegated_from__until__gte=day)
        return super().on(day).filter(Q(delegated_from=None) | (lent & lasting))


class Duty(Dated):
    """What a user may do, for which subtree, for what purpose, from when to when."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="duties")
    name = models.CharField(_("职责"), max_length=24, choices=DutyName.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("范围"))
    purpose = models.CharField(_("用途"), max_length=64, default="", blank=True)
    given_by = models.CharField(_("谁给的"), max_length=64, editable=False)
    delegated_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="delegations", verbose_name=_("委托自")
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("职责")
        verbose_name_plural = _("职责")
        ordering = ["user", "since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name", "unit", "purpose", "since"], name="people_duty_once"),
            days_in_order("people_duty_days"),
            models.CheckConstraint(
                condition=Q(delegated_from=None) | Q(until__isnull=False), name="people_duty_lent_ends"
            ),
        ]
        indexes = [models.Index(fields=["unit", "name"], name="people_duty_by_unit")]

    def __str__(self) -> str:
        return f"{self.name} @ {self.unit_id}"


class DutyActKind(models.TextChoices):
    GIVEN = "given", _("给了")
    DELEGATED = "delegated", _("委托了")
    ENDED = "ended", _("收回了")


class DutyAct(models.Model):
    """One act upon a duty: who did what, when, and the last day it then had. Only added to."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(_("做了什么"), max_length=10, choices=DutyActKind.choices)
    by = models.CharField(_("谁"), max_length=64, editable=False)
    at = models.DateTimeField(_("何时"), editable=False)
    until = models.DateField(_("止日"), null=True, blank=True)

    class Meta:
        verbose_name = _("职责变动")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at"], name="people_dutyact_by_time")]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.act}"
