"""How far the making of the city has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.Model):
    """One step of the making, written when it is done; the parameters are the same in all."""

    name = models.SlugField(_("步骤"), max_length=32, unique=True)
    parameters = models.JSONField(_("参数"), default=dict)
    done_at = models.DateTimeField(_("完成时间"))

    class Meta:
        verbose_name = _("演示步骤")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
