"""Works on the source tree: where it is, and how its tools are run."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _

ROOT = Path(__file__).resolve().parents[4]


class NoCheckout(Refusal):
    """Installed from a wheel: there is no source tree to check."""

    code = "no-checkout"
    default = _("这里没有源码，查不了；请在源码目录里用 ./jx 运行。")


@dataclass(frozen=True)
class Outcome:
    """What one tool said, whether it passed and how long it took."""

    name: str
    passed: bool
    said: str
    seconds: float


def need_checkout() -> None:
    """Refuse when there is no source tree around this package."""
    if not (ROOT / "pyproject.toml").is_file():
        raise NoCheckout()


def tool(name: str) -> str:
    """Return the path of a program installed beside this Python."""
    return str(Path(sys.executable).parent / name)


def outcome(name: str, command: list[str]) -> Outcome:
    """Run one tool from the root, on a data folder of its own, and return what it said."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="jiangxin-check-") as data:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("JIANGXIN_")}
        env = kept | {"JIANGXIN_DATA": data, "PYTHONUNBUFFERED": "1"}
        done = subprocess.run(  # noqa: S603 -- our own list of tools
            command, cwd=ROOT, env=env, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    return Outcome(name, done.returncode == 0, done.stdout.strip(), time.monotonic() - begun)
