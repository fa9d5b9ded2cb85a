from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Indicators, portraits, posters and their snapshots."""

    name = "jiangxin.insight"
    label = "insight"
    verbose_name = "画像与看板"
