"""The desk as an app: its entry in the menus of staff."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jiangxin.ui.menu import Entry, register_menu, signed_in

WORKER = "worker"  # the one duty that is no office


def for_staff(request: HttpRequest) -> bool:
    """Show an entry to readers who have signed in and hold a duty."""
    actor = getattr(request, "actor", None)
    return signed_in(request) and actor is not None and any(one.name != WORKER for one in actor.duties)


class DeskConfig(AppConfig):
    """Pages for those who hold a duty: figures, people, units."""

    name = "jiangxin.doors.desk"
    label = "desk"
    verbose_name = _("工作台")

    def ready(self) -> None:
        """Add the desk to the menus, its tables to those that can be made again, its acts to those on a list."""
        register_menu("account", Entry("desk", _("工作台"), "desk:home", 5, visible=for_staff))
        from jiangxin.doors.desk import (  # noqa: PLC0415 -- leaf  # noqa: PLC0415 -- leaf
            audit_table,
            bulk_acts,
            code_table,
            figures,
            picked,
            progress,
            roster_table,
            twins,
            unit_table,
            waiting,
        )
        from jiangxin.doors.desk.changes import todos  # noqa: PLC0415 -- leaf
        from jiangxin.ui.tables import add_table  # noqa: PLC0415 -- leaf
        from jiangxin.ui.todo import add_todos  # noqa: PLC0415 -- leaf

        add_todos("desk.changes", todos, 10)
        add_todos("glass", waiting.opened_files, 30)
        add_todos("twins", twins.todos, 40)
        add_table(roster_table.NAME, roster_table.roster_table)
        add_table(unit_table.NAME, unit_table.units_table)
        add_table(code_table.NAME, code_table.codes_of)
        add_table(audit_table.ACTS, audit_table.acts_of)
        add_table(audit_table.READS, audit_table.reads_of)
        add_table("progress", progress.progress_table)
        add_table("indicators", figures.indicators_table)
        add_table("parts", figures.line_parts)
        add_table("facts", figures.line_facts)
        for act in (bulk_acts.JOIN_UNION, bulk_acts.END_SPELLS):
            picked.add_act(act)
