from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    WAITING = "waiting", _("排队")
    RUNNING = "running", _("进行中")
    DONE = "done", _("完成")
    FAILED = "failed", _("失败")
    CANCELLED = "cancelled", _("已取消")


class Job(models.Model):
    """One piece of work in the background. Its instants are the machine's own, whatever day the demo stands on."""

    name = models.CharField(_("任务"), max_length=64)
    payload = models.JSONField(_("内容"), default=dict, blank=True)
    key = models.CharField(_("去重编号"), max_length=128, null=True, blank=True, unique=True)
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.WAITING)
    done = models.BigIntegerField(_("已办"), default=0)
    total = models.BigIntegerField(_("总数"), default=0)
    message = models.CharField(_("说明"), max_length=500, default="", blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    attempts_most = models.PositiveSmallIntegerField(_("最多次数"), default=3)
    cancel = models.BooleanField(_("要求取消"), default=False)
    asked_by = models.CharField(_("提出"), max_length=100)
    asked_at = models.DateTimeField(_("提出时间"))
    not_before = models.DateTimeField(_("不早于"))
    worker = models.CharField(_("执行"), max_length=100, default="", blank=True)
    heartbeat = models.DateTimeField(_("心跳"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("后台任务")
        indexes = [models.Index(fields=["state", "not_before", "id"], name="jobs_job_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="jobs_job_state"),
            models.CheckConstraint(condition=~Q(asked_by=""), name="jobs_job_has_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"

    @property
    def ended(self) -> bool:
        """Tell whether nothing more will come of it."""
        return self.state in {State.DONE, State.FAILED, State.CANCELLED}
