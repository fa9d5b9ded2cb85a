"""`jx test`: the checks, then the whole suite on SQLite and on PostgreSQL, browser journeys included."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from jiangxin.doors.cli.checkout import ROOT, need_checkout
from jiangxin.doors.cli.commands import check
from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _

NAME = "test"
HELP = _("跑全部测试：先检查，再在 SQLite 和 PostgreSQL 上各跑一遍")
REST = True  # what is not ours goes to pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
)
NOTHING_FOUND = 5  # pytest's exit code for "no tests"


class MissingPackages(Refusal):
    """The browser or the fonts are not there and cannot be had from here."""

    code = "missing-packages"
    default = _("浏览器测试还缺 %(packages)s；请由管理员安装（Debian：apt-get install %(packages)s）后再运行。")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments; all others go to pytest."""
    parser.add_argument("--on", choices=["both", "sqlite", "postgres"], default="both", help=str(_("只跑一种数据库")))
    parser.add_argument("--no-check", action="store_true", help=str(_("不先检查代码")))


def run(args: argparse.Namespace) -> int:
    """Install what the browser needs, check, run both suites side by side and close with their summaries."""
    need_checkout()
    if args.on != "postgres":
        ready_browser()
    failed = not args.no_check and check.run(args) != 0
    words = ["-m", "pytest", *args.rest]
    suites: dict[str, list[str]] = {}
    if args.on != "postgres":
        suites["SQLite"] = [sys.executable, *words]
    if args.on != "sqlite":
        suites["PostgreSQL"] = [sys.executable, "tests/postgres.py", *words, *without_browser(args.rest)]
    broken = run_suites(suites)
    if failed:
        print(str(_("代码检查未通过，见上")), file=sys.stderr)
    return 1 if broken or failed else 0


def without_browser(rest: list[str]) -> list[str]:
    """Return the words that leave the browser journeys to SQLite: one run of them is enough."""
    return [] if any(word.startswith("-m") for word in rest) else ["-m", "not browser"]


def run_suites(suites: dict[str, list[str]]) -> bool:
    """Run the suites at the same time, show the first as it goes and the others after; tell whether any failed."""
    summaries: dict[str, tuple[int, str]] = {}

    def follow(name: str, *, show: bool, said: list[str]) -> None:
        with subprocess.Popen(  # noqa: S603 -- our own test runner
            suites[name], cwd=ROOT, env=environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process:
            for line in process.stdout or ():
                said.append(line)
                if show:
                    print(line, end="", flush=True)
        last = next((line.strip() for line in reversed(said) if line.strip()), "")
        summaries[name] = (process.returncode, last)

    said: dict[str, list[str]] = {name: [] for name in suites}
    threads = [
        threading.Thread(target=follow, args=(name,), kwargs={"show": order == 0, "said": said[name]})
        for order, name in enumerate(suites)
    ]
    for thread in threads:
        thread.start()
    for order, (name, thread) in enumerate(zip(suites, threads, strict=True)):
        thread.join()
        if order:
            print(f"\n--- {name}\n{''.join(said[name])}", end="", flush=True)
    print()
    for name in suites:
        print(f"--- {name}\n{summaries[name][1]}", flush=True)
    return any(code not in {0, NOTHING_FOUND} for code, last in summaries.values())


def environment() -> dict[str, str]:
    """Return the environment of the suites: none of this installation's settings."""
    return {key: value for key, value in os.environ.items() if not key.startswith("JIANGXIN_")}


def ready_browser() -> None:
    """Install Chromium and Chinese fonts from Debian when they are missing and this user may."""
    missing = [] if any(map(shutil.which, BROWSERS)) else ["chromium"]
    missing += [] if any(Path(font).exists() for font in FONTS) else ["fonts-noto-cjk"]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise MissingPackages(packages=" ".join(missing))
    print(str(_("正在安装 %(packages)s …")) % {"packages": " ".join(missing)}, flush=True)
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing]
    with tempfile.TemporaryFile() as log:
        for command in (install, ["apt-get", "update", "-q"], install):
            env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            done = subprocess.run(command, env=env, stdout=log, stderr=log, check=False)  # noqa: S603 -- fixed words
            if command is install and done.returncode == 0:
                return
        log.seek(0)
        print(log.read().decode(errors="replace")[-2000:], file=sys.stderr)
    raise MissingPackages(packages=" ".join(missing))
