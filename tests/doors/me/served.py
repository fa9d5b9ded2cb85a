"""Makes the shop in the data folder of the environment; run as a process of its own before serving it."""

import django

django.setup()

from jiangxin.people import access, queries, services  # noqa: E402 -- the apps must stand first
from tests.doors.me import builders  # noqa: E402


def make():
    """Make the shop, with two readings of the worker's file and a stage entered."""
    shop = builders.shop()
    clerk = access.actor_of(queries.user_named(shop.clerk))
    for what, purpose in (("portrait", "核对申报材料"), ("phone", "通知领证")):
        services.log_read(actor=clerk, person_id=shop.worker, what=what, purpose=purpose)
    builders.record(shop.worker, "ladder.entered", "2021-03-01", "three-stations/leading")


if __name__ == "__main__":
    make()
