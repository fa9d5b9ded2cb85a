from django.apps import AppConfig

from jiangxin.kernel.actor import Actor


class LedgerConfig(AppConfig):
    """Facts, drafts and seals."""

    name = "jiangxin.ledger"
    label = "ledger"
    verbose_name = "账目"

    def ready(self) -> None:
        """Watch the guards (Django's own signal: SQLite drops triggers when a table is rebuilt); seal each minute."""
        from jiangxin.jobs import kinds as jobs  # noqa: PLC0415 -- leaf
        from jiangxin.ledger import guards, services  # noqa: PLC0415 -- leaf

        guards.watch(self)
        jobs.every(60, "ledger.seal", lambda: services.seal(actor=Actor.machine("clock")))
