"""Spells: a person in a unit for a range of days."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models.days import Dated, DatedQuerySet, days_in_order
from jiangxin.people.models.persons import Person
from jiangxin.people.models.units import Unit


class SpellKind(models.TextChoices):
    EMPLOYMENT = "employment", _("受雇")
    MEMBERSHIP = "membership", _("会员")


class PostClass(models.TextChoices):
    WORKER = "worker", _("工人")
    TECHNICAL = "technical", _("专业技术")
    MANAGERIAL = "managerial", _("管理")
    UNKNOWN = "", _("未填")


class SpellQuerySet(DatedQuerySet["Spell"]):
    """Spells, by the day on which they hold."""


_Spells = models.Manager.from_queryset(SpellQuerySet)


class SpellManager(_Spells["Spell"]):
    """Spells that are true; one that was corrected away stands in ``Spell.every`` alone."""

    def get_queryset(self) -> SpellQuerySet:
        """Return the spells that were not taken back."""
        return SpellQuerySet(self.model, using=self._db).filter(taken_back_at=None)


class Spell(Dated):
    """Employment or union membership; several at once, of the employments one is the main one.

    A wrong one is never overwritten: it is taken back, with a reason, and what is right may ``replace`` it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="spells")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="spells")
    kind = models.CharField(_("类别"), max_length=12, choices=SpellKind.choices)
    post = models.CharField(_("岗位"), max_length=64, default="", blank=True)
    post_class = models.CharField(_("岗位类别"), max_length=12, choices=PostClass.choices, default="", blank=True)
    occupation = models.CharField(_("职业"), max_length=64, default="", blank=True)
    main = models.BooleanField(_("主要"), default=False)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("更正自")
    )
    taken_back_at = models.DateTimeField(_("更正时间"), null=True, blank=True, editable=False)
    taken_back_by = models.CharField(_("更正经办"), max_length=64, default="", blank=True, editable=False)
    why = models.CharField(_("更正原因"), max_length=200, default="", blank=True)

    objects = SpellManager()
    every = _Spells()

    class Meta:
        verbose_name = _("在册时段")
        ordering = ["person", "since", "id"]
        indexes = [
            models.Index(fields=["person", "since"], name="people_spell_by_person"),
            models.Index(fields=["unit", "since"], name="people_spell_by_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "kind", "since"], condition=Q(taken_back_at=None), name="people_spell_once"
            ),
            days_in_order("people_spell_days"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.unit_id} {self.since}"
