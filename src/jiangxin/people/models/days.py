"""Rows that hold for a range of days: ``since`` to ``until``, both counted; an open end has no ``until``."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound="Dated")


class DatedQuerySet(models.QuerySet[Row]):
    """Filters by the day on which a row holds."""

    def on(self, day: date) -> Self:
        """Rows that hold on this day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def standing(self) -> Self:
        """Rows whose end is open."""
        return self.filter(until=None)


class Dated(models.Model):
    """A row with its first day and its last day; both belong to it."""

    since = models.DateField(_("起日"))
    until = models.DateField(_("止日"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Tell whether the row holds on this day."""
        return self.since <= day and (self.until is None or self.until >= day)


def days_in_order(name: str) -> models.CheckConstraint:
    """Return the constraint that a row does not end before it begins."""
    return models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name=name)
