"""Two records that may be one person: what speaks for it, and what people made of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models.persons import Person, PersonLink


class TwinState(models.TextChoices):
    OPEN = "open", _("待看")
    PROPOSED = "proposed", _("待合并")
    JOINED = "joined", _("已合并")
    APART = "apart", _("不是一人")


class Twin(models.Model):
    """A pair found alike. A search may only add and refresh pairs that wait; what people decided stays."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("一份"))
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("另一份"))
    likeness = models.PositiveSmallIntegerField(_("像几分"))  # of a hundred
    signs = models.JSONField(_("凭什么"))  # ids of what speaks for it
    state = models.CharField(_("状态"), max_length=8, choices=TwinState.choices, default=TwinState.OPEN)
    keep = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("保留")
    )
    reason = models.CharField(_("理由"), max_length=500, default="", blank=True)
    proposed_by = models.CharField(_("谁提的"), max_length=64, default="", blank=True)
    proposed_person = models.BigIntegerField(null=True, blank=True)
    proposed_at = models.DateTimeField(_("何时提的"), null=True, blank=True)
    settled_by = models.CharField(_("谁定的"), max_length=64, default="", blank=True)
    settled_at = models.DateTimeField(_("何时定的"), null=True, blank=True)
    link = models.ForeignKey(PersonLink, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("疑似重复")
        ordering = ["-likeness", "pk"]
        indexes = [models.Index(fields=["state", "-likeness"], name="people_twin_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_twin_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="people_twin_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"
