from django.apps import AppConfig

from jiangxin.kernel.actor import Actor


class AuditConfig(AppConfig):
    """Lines of who did what, and the chain over them."""

    name = "jiangxin.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        """Watch the guards (Django's own signal: SQLite drops triggers when a table is rebuilt); seal each minute."""
        from jiangxin.audit import guards, services, tasks  # noqa: PLC0415 -- leaf
        from jiangxin.jobs import kinds as jobs  # noqa: PLC0415 -- leaf

        guards.watch(self)
        jobs.every(60, "audit.seal", lambda: services.seal(actor=Actor.machine("clock")))
        jobs.work(tasks.VERIFY, tasks.verify)
