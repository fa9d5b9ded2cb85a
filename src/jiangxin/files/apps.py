from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class FilesConfig(AppConfig):
    """Stored content and the key ring."""

    name = "jiangxin.files"
    label = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        """Make the key ring with the database, so that a ring that is lost later is never made anew in silence."""
        from jiangxin.files import keyring, tasks  # noqa: PLC0415 -- leaf
        from jiangxin.jobs import kinds as jobs  # noqa: PLC0415 -- leaf

        jobs.work(tasks.ROTATE, tasks.rotate)
        register(keyring.check_ring, Tags.database)
        post_migrate.connect(_after_migrate, sender=self, dispatch_uid="jiangxin.files.keyring")


def _after_migrate(using: str, **kwargs: Any) -> None:
    from django.db import connections  # noqa: PLC0415 -- leaf

    from jiangxin.files import keyring  # noqa: PLC0415 -- leaf

    with connections[using].cursor() as cursor:
        if "files_keycheck" in connections[using].introspection.table_names(cursor):
            keyring.prepare()
