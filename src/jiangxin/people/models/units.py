"""Units and their dated history: names, places in the tree, tags, and what became of what."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models.days import Dated, DatedQuerySet, days_in_order


class UnitKind(models.TextChoices):
    CITY = "city", _("市")
    DISTRICT = "district", _("区县")
    STREET = "street", _("镇街")
    ENTERPRISE = "enterprise", _("企业")
    WORKSHOP = "workshop", _("车间")
    TEAM = "team", _("班组")
    ACADEMY = "academy", _("工匠学院")
    STUDIO = "studio", _("工作室")
    ASSOCIATION = "association", _("协会")
    OUTSIDE = "outside", _("外单位")
    ZONE = "zone", _("功能区")


class Unit(models.Model):
    """One unit by lasting id. What may change stands in dated rows; the key never does."""

    id = models.BigIntegerField(primary_key=True)  # the ledger's subject
    key = models.SlugField(_("代号"), max_length=80, unique=True)
    kind = models.CharField(_("类别"), max_length=16, choices=UnitKind.choices)
    # A firm and its union have different unified codes: 91… and 81….
    employer_code = models.CharField(_("单位统一代码"), max_length=18, default="", blank=True)
    union_code = models.CharField(_("工会统一代码"), max_length=18, default="", blank=True)
    unionised_from = models.DateField(_("建会日"), null=True, blank=True)
    unionised_until = models.DateField(_("撤会日"), null=True, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("单位")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["kind"], name="people_unit_by_kind"),
            models.Index(fields=["employer_code"], name="people_unit_by_employer"),
            models.Index(fields=["union_code"], name="people_unit_by_union"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="people_unit_has_key")]

    def __str__(self) -> str:
        return self.key


class UnitName(Dated):
    """What a unit is called in a range of days."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("名称"), max_length=120)
    pinyin = models.CharField(max_length=400, default="", editable=False)
    initials = models.CharField(max_length=120, default="", editable=False)

    objects = DatedQuerySet["UnitName"].as_manager()

    class Meta:
        verbose_name = _("单位名称")
        ordering = ["unit", "since"]
        indexes = [
            models.Index(fields=["name"], name="people_unitname_by_name"),
            models.Index(fields=["pinyin"], name="people_unitname_by_pinyin"),
            models.Index(fields=["initials"], name="people_unitname_by_initial"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "since"], name="people_unitname_one_a_day"),
            models.UniqueConstraint(fields=["unit"], condition=Q(until=None), name="people_unitname_one_open"),
            days_in_order("people_unitname_days"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitPlace(Dated):
    """Where a unit stands in the union tree in a range of days; ``path`` names every unit from the root down."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=250)

    objects = DatedQuerySet["UnitPlace"].as_manager()

    class Meta:
        verbose_name = _("单位位置")
        ordering = ["unit", "since"]
        indexes = [
            models.Index(fields=["path", "since"], name="people_unitplace_by_path"),
            models.Index(fields=["parent", "since"], name="people_unitplace_by_parent"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "since"], name="people_unitplace_one_a_day"),
            models.UniqueConstraint(fields=["unit"], condition=Q(until=None), name="people_unitplace_one_open"),
            days_in_order("people_unitplace_days"),
        ]

    def __str__(self) -> str:
        return self.path


class UnitTag(Dated):
    """One classification of a unit in a range of days: industry, size, ownership, cluster, area."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tags")
    family = models.CharField(_("分类"), max_length=32)
    code = models.CharField(_("取值"), max_length=64)

    objects = DatedQuerySet["UnitTag"].as_manager()

    class Meta:
        verbose_name = _("单位标签")
        ordering = ["unit", "family", "since"]
        indexes = [models.Index(fields=["family", "code", "since"], name="people_unittag_by_code")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "family", "code", "since"], name="people_unittag_once"),
            days_in_order("people_unittag_days"),
        ]

    def __str__(self) -> str:
        return f"{self.family}={self.code}"


class ChangeKind(models.TextChoices):
    RENAME = "rename", _("更名")
    MOVE = "move", _("改隶")
    SPLIT = "split", _("拆分")
    MERGE = "merge", _("合并")


class UnitChange(models.Model):
    """One line of what became of what; a rename or a move has the same unit on both sides."""

    kind = models.CharField(_("变动"), max_length=8, choices=ChangeKind.choices)
    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField(_("变动日"))
    recorded_at = models.DateTimeField(_("录入时间"), editable=False)
    recorded_by = models.CharField(_("经办"), max_length=64, editable=False)
    undone_at = models.DateTimeField(_("撤回时间"), null=True, blank=True, editable=False)
    undone_by = models.CharField(_("撤回经办"), max_length=64, default="", blank=True, editable=False)

    class Meta:
        verbose_name = _("单位变动")
        ordering = ["happened_on", "id"]
        indexes = [models.Index(fields=["successor", "kind"], name="people_unitchange_by_heir")]

    def __str__(self) -> str:
        return f"{self.kind} {self.predecessor_id} → {self.successor_id}"
