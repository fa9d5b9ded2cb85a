"""Persons, the links between their records, their consents and who read them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.files.fields import EncryptedTextField, HashField


class Sex(models.TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")
    UNKNOWN = "", _("未填")


class Person(models.Model):
    """One person by lasting id. Numbers are encrypted; keyed hashes find them."""

    id = models.BigIntegerField(primary_key=True)  # the ledger's subject
    key = models.CharField(_("外部编号"), max_length=64, null=True, blank=True, unique=True)
    name = models.CharField(_("姓名"), max_length=64)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex.choices, default="", blank=True)
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    id_number = EncryptedTextField(_("身份证号"), null=True, blank=True)
    id_hash = HashField(max_length=64, null=True, unique=True, editable=False)
    phone = EncryptedTextField(_("手机号"), null=True, blank=True)
    phone_hash = HashField(max_length=64, default="", editable=False)
    tail_hash = HashField(max_length=64, default="", editable=False)  # of the phone's last four digits
    pinyin = models.CharField(max_length=160, default="", editable=False)
    initials = models.CharField(max_length=64, default="", editable=False)
    # A surname read otherwise than the character alone (单 shan, dan): the second reading, else blank.
    pinyin_also = models.CharField(max_length=160, default="", editable=False)
    initials_also = models.CharField(max_length=64, default="", editable=False)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("人员")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["name"], name="people_person_by_name"),
            models.Index(fields=["phone_hash"], name="people_person_by_phone"),
            models.Index(fields=["tail_hash"], name="people_person_by_tail"),
            models.Index(fields=["pinyin"], name="people_person_by_pinyin"),
            models.Index(fields=["initials"], name="people_person_by_initials"),
            models.Index(fields=["pinyin_also"], name="people_person_by_pinyin2"),
            models.Index(fields=["initials_also"], name="people_person_by_initials2"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="people_person_has_name")]

    def __str__(self) -> str:
        return self.name


class PersonLink(models.Model):
    """Two records found to be one person; undone by date, never deleted. Facts keep their old subject."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("保留"))
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("并入"))
    linked_at = models.DateTimeField(_("合并时间"), editable=False)
    linked_by = models.CharField(_("合并经办"), max_length=64, editable=False)
    undone_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    undone_by = models.CharField(_("撤回经办"), max_length=64, default="", blank=True)

    class Meta:
        verbose_name = _("人员合并")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=models.F("other")), name="people_personlink_two"),
            models.UniqueConstraint(
                fields=["person", "other"], condition=Q(undone_at=None), name="people_personlink_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} = {self.other_id}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> Self:
        """Consents that have not been withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """A person lets a unit (or, without one, every unit he is in) see his older facts."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("本人"))
    unit = models.ForeignKey(
        "people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("给谁看")
    )
    scope = models.CharField(_("范围"), max_length=32, default="history")
    purpose = models.CharField(_("用途"), max_length=64, default="", blank=True)
    given_at = models.DateTimeField(_("同意时间"), editable=False)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("同意")
        ordering = ["-given_at", "-id"]
        indexes = [models.Index(fields=["person", "withdrawn_at"], name="people_consent_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.scope}"


class ReadLog(models.Model):
    """Who read what of a person, when and for what purpose; the person sees it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("本人"))
    reader = models.CharField(_("谁"), max_length=64)
    reader_user = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("用户")
    )
    reader_unit = models.ForeignKey(
        "people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位")
    )
    purpose = models.CharField(_("事由"), max_length=120)
    what = models.CharField(_("看了什么"), max_length=64)
    at = models.DateTimeField(_("何时"))

    class Meta:
        verbose_name = _("查阅记录")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["person", "-at"], name="people_readlog_by_person"),
            models.Index(fields=["reader_user", "-at"], name="people_readlog_by_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.reader} · {self.what}"
