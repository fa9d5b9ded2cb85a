from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The table of jobs, the worker and the clock."""

    name = "jiangxin.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        """Take up, each half minute, jobs whose worker is gone."""
        from jiangxin.jobs import kinds, services  # noqa: PLC0415 -- leaf

        kinds.every(30, "jobs.reap", services.reap)
