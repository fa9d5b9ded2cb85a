"""One process at a time on one data folder; the lock goes with the process, however it ends."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _


class AlreadyRunning(Refusal):
    """Another process does the same on this data folder."""

    code = "already-running"
    status = 409
    default = _("同一个数据目录上已有一个在运行（进程 %(process)s）；请等它结束，或先停掉它。")


@contextmanager
def alone(name: str, *, wait: bool = False) -> Iterator[None]:
    """Hold the data folder's lock of this name; when another holds it, wait for it or refuse."""
    path = Path(settings.DATA) / f"{name}.lock"
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            process = file.read().strip() or "?"
            if not wait:
                raise AlreadyRunning(process=process) from None
            print(str(_("等待另一个进程（%(process)s）…")) % {"process": process}, file=sys.stderr, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield
