from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from template_partials.apps import wrap_loaders  # type: ignore[import-untyped]


class UiConfig(AppConfig):
    """Templates, elements and charts that every room with pages leans on."""

    name = "jiangxin.ui"
    label = "ui"
    verbose_name = _("界面")

    def ready(self) -> None:
        """Let templates be asked for one part: ``page.html#part``."""
        wrap_loaders("django")
