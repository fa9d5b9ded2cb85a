"""`python -m jiangxin` and the `jiangxin` command."""

import os
import sys


def main() -> int:
    """Run one command and answer its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
    from jiangxin.doors.cli.main import run  # noqa: PLC0415 -- leaf

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
