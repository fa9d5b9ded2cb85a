"""The public front's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jiangxin.ui.menu import Entry, register_menu, signed_in, signed_out


class FrontConfig(AppConfig):
    """Public pages: no sign-in, no personal data beyond what was consented to."""

    name = "jiangxin.doors.front"
    label = "front"

    def ready(self) -> None:
        """Add the public pages to the menus."""
        register_menu("top", Entry("poster", _("一图读懂"), "front:posters", 10))
        register_menu("top", Entry("honours", _("荣誉墙"), "front:honours", 20))
        register_menu("top", Entry("notices", _("公告"), "front:notices", 30))
        register_menu("account", Entry("sign-in", _("登录"), "account_login", 10, visible=signed_out))
        register_menu("account", Entry("mine", _("我的一件事"), "me:home", 10, visible=signed_in))
