"""A file opened out of turn: by whom, on what ground, until when, and what was found when it was looked at again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models.persons import Person
from jiangxin.people.models.units import Unit
from jiangxin.people.models.users import DutyName, User


class GlassGround(models.TextChoices):
    ACCIDENT = "accident", _("工伤、突发事故")
    AID = "aid", _("紧急帮扶、慰问")
    COMPLAINT = "complaint", _("来信来访、投诉核查")
    APPLICATION = "application", _("申报、评选核对，归属单位还没理清")
    SYSTEM = "system", _("登记有误，须先看后改")


class GlassVerdict(models.TextChoices):
    WAITING = "", _("待复核")
    PROPER = "proper", _("用得对")
    IMPROPER = "improper", _("不该看")


class Glass(models.Model):
    """One break-glass: a person's file opened for a short time to one user; the person is told, a leader looks."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("谁"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("本人"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    duty = models.CharField(_("职责"), max_length=24, choices=DutyName.choices)
    ground = models.CharField(_("情形"), max_length=16, choices=GlassGround.choices)
    reason = models.CharField(_("事由"), max_length=200)
    opened_at = models.DateTimeField(_("何时"), editable=False)  # by the clock of the records
    started_at = models.DateTimeField(editable=False)  # by the real clock, as every time limit
    until = models.DateTimeField(_("到何时"), editable=False)
    seen_at = models.DateTimeField(_("本人知悉"), null=True, blank=True)
    verdict = models.CharField(_("复核"), max_length=8, choices=GlassVerdict.choices, default="", blank=True)
    remark = models.CharField(_("复核意见"), max_length=200, default="", blank=True)
    reviewed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复核人")
    )

    class Meta:
        verbose_name = _("破例查看")
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["user", "until"], name="people_glass_by_user"),
            models.Index(fields=["person", "-opened_at"], name="people_glass_by_person"),
            models.Index(fields=["verdict", "opened_at"], name="people_glass_by_verdict"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("started_at")), name="people_glass_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.person_id}"
