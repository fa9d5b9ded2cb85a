"""`jx bench NAME`: runs one of the measurements in `bench/`."""

import argparse
import inspect
import sys
from importlib import import_module
from types import ModuleType

from jiangxin.doors.cli import output
from jiangxin.doors.cli.checkout import ROOT, need_checkout
from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _

NAME = "bench"
HELP = _("测速度（bench/ 里的一项），结果和 docs/performance.md 对照")


class UnknownBench(Refusal):
    """A name that no measurement has."""

    code = "unknown-bench"
    default = _("没有“%(name)s”这项测量；可用的有：%(known)s。")


class NoSuchSize(Refusal):
    """A size that the measurement does not know."""

    code = "no-such-size"
    default = _("“%(name)s”这项测量没有 --%(size)s；去掉它再运行。")


SIZES = {"persons": _("多少人"), "facts": _("多少笔账"), "rounds": _("测几轮，取中位数")}


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help=str(_("测哪一项：%(known)s")) % {"known": "、".join(known())})
    for size, told in SIZES.items():
        parser.add_argument(f"--{size}", type=int, metavar="N", help=str(told))
    output.add_json(parser)


def known() -> list[str]:
    """Return the names of the measurements: modules that say how to run them."""
    found = (ROOT / "bench").glob("[a-z]*.py")
    return sorted(file.stem for file in found if "\ndef run(" in file.read_text(encoding="utf-8"))


def run(args: argparse.Namespace) -> int:
    """Measure, and print what was found."""
    need_checkout()
    if args.name not in known():
        raise UnknownBench(name=args.name, known="、".join(known()))
    sys.path.insert(0, str(ROOT))
    measurement = import_module(f"bench.{args.name}")
    found = {"name": args.name} | measurement.run(**_sizes(args, measurement))
    if args.json:
        output.answer(found)
    else:
        for name, value in found.items():
            print(f"{name:<18}{value}")
    return 0


def _sizes(args: argparse.Namespace, measurement: ModuleType) -> dict[str, int]:
    """Return the sizes asked for; refuses one that the measurement does not know."""
    asked = {size: value for size in SIZES if (value := getattr(args, size)) is not None}
    for size in asked.keys() - inspect.signature(measurement.run).parameters.keys():
        raise NoSuchSize(name=args.name, size=size)
    return asked
