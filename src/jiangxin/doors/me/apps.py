"""The worker's pages as an app: what they add to the menus."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jiangxin.ui.menu import Entry, register_menu, register_tile, signed_in
from jiangxin.ui.todo import add_todos


def has_person(request: HttpRequest) -> bool:
    """Show an entry to readers who have signed in as a person of the roster."""
    return signed_in(request) and getattr(request.user, "person_id", None) is not None


class MeConfig(AppConfig):
    """One's own points, ledger, readers, file and log-in."""

    name = "jiangxin.doors.me"
    label = "me"
    verbose_name = _("我的一件事")

    def ready(self) -> None:
        """Add the pages to the phone's bottom bar, and the first of them to the top bar."""
        from jiangxin.doors.me.consents import notices  # noqa: PLC0415 -- leaf
        from jiangxin.doors.me.declare import returned, todos  # noqa: PLC0415 -- leaf

        add_todos("me.declared", todos, 30)
        register_tile("me.home", 20, "me/part/declared_back.html", returned)
        register_tile("me.home", 10, "me/part/glass.html", notices)
        register_menu("top", Entry("me", _("我的一件事"), "me:home", 90, visible=signed_in))
        register_menu("phone", Entry("home", _("一件事"), "me:home", 10, "home", signed_in))
        register_menu("phone", Entry("ledger", _("账本"), "me:ledger", 20, "ledger", has_person))
        register_menu("phone", Entry("account", _("我"), "me:account", 30, "person", signed_in))
