"""Lines, and the links of the chain over them. Both only grow: in the model, in the queryset and by trigger."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.audit.errors import AuditSealed


class GrowingQuerySet(models.QuerySet[Any]):
    """Adds rows and reads them; nothing else."""

    def update(self, **kwargs: object) -> NoReturn:
        raise AuditSealed()

    def bulk_update(self, *args: object, **kwargs: object) -> NoReturn:
        raise AuditSealed()

    def delete(self) -> NoReturn:
        raise AuditSealed()


class Growing(models.Model):
    """A row that is written once."""

    objects = GrowingQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditSealed()
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditSealed()


class Line(Growing):
    """One act: who, when, what, on which object, from which session. Ids and code words only, never a name."""

    at = models.DateTimeField(_("何时"))
    who = models.CharField(_("谁"), max_length=100)
    session = models.CharField(
        _("登录处"), max_length=32, default="", blank=True
    )  # a digest, the same all session long
    what = models.CharField(_("办了什么"), max_length=64)
    object_type = models.CharField(_("对象类别"), max_length=32, default="", blank=True)
    object_id = models.BigIntegerField(_("对象"), null=True, blank=True)
    detail = models.JSONField(_("细目"), default=dict, blank=True)

    class Meta:
        verbose_name = _("审计")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["who", "-id"], name="audit_line_by_who"),
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_line_by_object"),
            models.Index(fields=["what", "-id"], name="audit_line_by_what"),
            models.Index(fields=["at"], name="audit_line_by_time"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(who="") & ~models.Q(what=""), name="audit_line_has_actor")
        ]

    def __str__(self) -> str:
        return f"{self.who} · {self.what}"


class Link(Growing):
    """Rows of one table, chained and signed: the root goes on from the link before, whatever table that was of.

    ``runs`` are the ids as [first, count]; ``leaves`` eight bytes of each row's digest in
    the order of ids, by which a changed row is named. Both are part of the root.
    """

    number = models.BigIntegerField(_("编号"), primary_key=True)
    source = models.CharField(_("哪张表"), max_length=64)
    first_id = models.BigIntegerField(_("从"))
    last_id = models.BigIntegerField(_("到"))
    count = models.BigIntegerField(_("行数"))
    runs = models.JSONField(_("编号段"))
    leaves = models.BinaryField(_("每行摘要"))
    previous = models.CharField(_("上一封的根"), max_length=64, blank=True)
    root = models.CharField(_("根"), max_length=64)
    signature = models.CharField(_("签名"), max_length=128)
    key_id = models.CharField(_("钥匙"), max_length=16)
    sealed_at = models.DateTimeField(_("封签时间"))
    sealed_by = models.CharField(_("封签"), max_length=100)

    class Meta:
        verbose_name = _("审计封签")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["source", "-number"], name="audit_link_by_source"),
            models.Index(fields=["sealed_at"], name="audit_link_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.number)
