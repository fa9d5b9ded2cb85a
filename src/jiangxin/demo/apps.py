from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The synthetic city and how far its making has come."""

    name = "jiangxin.demo"
    label = "demo"
    verbose_name = "演示"
