from importlib import import_module

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Indicators, portraits, posters and their snapshots."""

    name = "jiangxin.insight"
    label = "insight"
    verbose_name = "画像与看板"

    def ready(self) -> None:
        """Tell the worker how fonts are made, peers and boards counted, the lake kept; services declare their acts."""
        from jiangxin.insight import tasks  # noqa: PLC0415 -- leaf
        from jiangxin.insight.lake import tasks as lake  # noqa: PLC0415 -- leaf
        from jiangxin.jobs import kinds  # noqa: PLC0415 -- leaf

        import_module("jiangxin.insight.services")
        kinds.work(tasks.FONTS, tasks.make_fonts)
        kinds.work(tasks.PEERS, tasks.count_peers)
        kinds.every(600, tasks.PEERS, tasks.peers_due)
        kinds.work(tasks.BOARDS, tasks.count_boards)
        kinds.work(tasks.RECOUNT, tasks.prove_boards)
        kinds.every(60, tasks.BOARDS, tasks.boards_due)
        kinds.work(lake.SYNC, lake.keep)
        kinds.every(lake.EVERY, lake.SYNC, lake.due)
