from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, elements and charts that every room with pages leans on."""

    name = "jiangxin.ui"
    label = "ui"
    verbose_name = "界面"
