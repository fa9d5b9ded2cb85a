"""Snapshots of posters, which one person took and another approved; and how points are spread among peers."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def approved(self) -> Self:
        """Snapshots that were approved, the newest first."""
        return self.exclude(approved_by="").order_by("-approved_at", "-pk")


class Snapshot(models.Model):
    """An edition as it stood on a day, whole: ``view`` is all that page and files are drawn from."""

    book_id = models.CharField(_("册名"), max_length=64)
    edition = models.CharField(_("版"), max_length=64)
    year = models.PositiveSmallIntegerField(_("年份"))
    unit = models.ForeignKey("people.Unit", verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("截至"))
    book_hash = models.CharField(_("政策册摘要"), max_length=64)
    ledger_head = models.BigIntegerField(_("账目止于"))
    fonts_hash = models.CharField(_("字体摘要"), max_length=64, default="", blank=True)
    view = models.JSONField(_("内容"))
    view_hash = models.CharField(_("内容摘要"), max_length=64)
    taken_by = models.CharField(_("制版"), max_length=100)
    taken_at = models.DateTimeField(_("制版时间"))
    approved_by = models.CharField(_("批准"), max_length=100, default="", blank=True)
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("快照")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["book_id", "edition", "-approved_at"], name="insight_snapshot_newest")]
        constraints = [
            models.CheckConstraint(condition=~Q(taken_by=""), name="insight_snapshot_has_actor"),
            models.CheckConstraint(condition=~Q(approved_by=F("taken_by")), name="insight_snapshot_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.book_id} {self.edition} {self.on}"


class PeerGroup(models.Model):
    """How points are spread among those of one trade, grade and age; counted anew each time, never kept as history."""

    rule = models.CharField(_("计分规则摘要"), max_length=64)
    occupation = models.CharField(_("职业"), max_length=64)
    level = models.SmallIntegerField(_("等级"))  # rank, -1 for none
    age = models.SmallIntegerField(_("年龄段起点"))
    size = models.PositiveIntegerField(_("人数"))
    spread = models.JSONField(_("分布"))  # axis: [[points in hundredths, persons], …], highest first
    on = models.DateField(_("截至"))

    class Meta:
        verbose_name = _("同行分布")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "occupation", "level", "age"], name="insight_peergroup_once"),
        ]

    def __str__(self) -> str:
        return f"{self.occupation} {self.level} {self.age}: {self.size}"


class Recount(models.Model):
    """One proof of the board figures: all of them counted again from the ledger, and what differed."""

    made_at = models.DateTimeField(_("核对时间"))  # the machine's own instant
    made_by = models.CharField(_("经办"), max_length=100)
    on = models.DateField(_("截至"))
    ledger_head = models.BigIntegerField(_("账目止于"))
    compared = models.BigIntegerField(_("核对的数"))
    differing = models.BigIntegerField(_("不一致的数"))
    rows = models.JSONField(_("不一致之处"), default=list)  # the first ones: indicator, unit, day, stored, counted
    seconds = models.PositiveIntegerField(_("用时"))

    class Meta:
        verbose_name = _("看板数核对")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.made_at} {self.differing}/{self.compared}"
