from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One name for stored content; the content lies in the data folder under its digest."""

    hash = models.CharField(_("摘要"), max_length=64)
    type = models.CharField(_("类型"), max_length=100)
    size = models.BigIntegerField(_("字节"))
    name = models.CharField(_("文件名"), max_length=200)
    at = models.DateTimeField(_("存入时间"))
    by = models.CharField(_("存入"), max_length=100)
    scanned = models.BooleanField(_("查过病毒"), default=False)

    class Meta:
        verbose_name = _("文件")
        indexes = [models.Index(fields=["hash"], name="files_storedfile_by_hash")]
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="files_storedfile_size")]

    def __str__(self) -> str:
        return self.name


class KeyCheck(models.Model):
    """What tells a key of the ring from any other, without telling the key."""

    key_id = models.PositiveSmallIntegerField(primary_key=True)  # 0 is the key of the blind indexes
    value = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("密钥校验")

    def __str__(self) -> str:
        return str(self.key_id)
