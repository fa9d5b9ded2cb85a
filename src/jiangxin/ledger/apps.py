from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Facts, drafts and seals."""

    name = "jiangxin.ledger"
    label = "ledger"
    verbose_name = "账目"

    def ready(self) -> None:
        """Watch the guards: Django's own signal, for SQLite drops triggers whenever a table is rebuilt."""
        from jiangxin.ledger import guards  # noqa: PLC0415 -- leaf

        guards.watch(self)
