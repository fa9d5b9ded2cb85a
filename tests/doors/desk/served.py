"""Makes the town with its desk in the data folder of the environment; run as a process of its own before serving it."""

import django

django.setup()

from tests.doors.desk import builders  # noqa: E402 -- the apps must stand first

if __name__ == "__main__":
    builders.desk()
