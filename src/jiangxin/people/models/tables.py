"""What readers keep of tables: sets of conditions and columns they come back to, files they had written."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models.units import Unit
from jiangxin.people.models.users import User


class SavedSet(models.Model):
    """Conditions, columns and order of a table under a name; shared with a unit or its owner's alone."""

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("谁的"))
    table = models.CharField(_("哪张表"), max_length=32)
    name = models.CharField(_("名称"), max_length=40)
    query = models.TextField(_("条件与列"), default="", blank=True)  # as in the page's address; never a number
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("给谁用")
    )
    saved_at = models.DateTimeField(_("存下时间"), editable=False)
    dropped_at = models.DateTimeField(_("删除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("常用条件")
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["table", "unit"], name="people_savedset_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "table", "name"], condition=Q(dropped_at=None), name="people_savedset_one_name"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="people_savedset_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Export(models.Model):
    """A large table on its way into a file; only its asker may fetch it, and only while what allowed it holds."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("谁要的"))
    table = models.CharField(_("哪张表"), max_length=32)
    title = models.CharField(_("标题"), max_length=200)
    query = models.TextField(_("条件与列"), default="", blank=True)
    secret = models.JSONField(_("按号码的哈希找"), default=dict, blank=True)
    format = models.CharField(_("格式"), max_length=4)
    purpose = models.CharField(_("事由"), max_length=120, default="", blank=True)
    language = models.CharField(_("语言"), max_length=12, default="zh-hans")
    grants = models.JSONField(_("当时的职责"), default=list, blank=True)
    begun_at = models.DateTimeField(_("提出时间"), editable=False)
    job_id = models.BigIntegerField(_("后台任务"), null=True, blank=True)
    file_id = models.BigIntegerField(_("文件"), null=True, blank=True)
    rows = models.BigIntegerField(_("行数"), null=True, blank=True)
    erased_at = models.DateTimeField(_("删除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("导出")
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "-id"], name="people_export_by_user")]

    def __str__(self) -> str:
        return f"{self.title} · {self.format}"
