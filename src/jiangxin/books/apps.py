from importlib import import_module

from django.apps import AppConfig


class BooksConfig(AppConfig):
    """Adopted policy books."""

    name = "jiangxin.books"
    label = "books"
    verbose_name = "政策册"

    def ready(self) -> None:
        """Let the ledger ask for the kinds and codes that adopted books add; services declare their acts."""
        from jiangxin.books import queries  # noqa: PLC0415 -- leaf
        from jiangxin.ledger import kinds  # noqa: PLC0415 -- leaf

        import_module("jiangxin.books.services")
        kinds.reload_with(queries.declare_kinds)
