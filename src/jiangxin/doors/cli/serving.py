"""Runs web, worker and clock as one group that starts and stops together."""

import contextlib
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from django.conf import settings

from jiangxin.kernel.processes import end_with_parent
from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _

GRACE = 4.0  # seconds between asking and killing
SHAPES = {"embedded": 1, "city": os.cpu_count() or 1}  # web processes


class PortTaken(Refusal):
    """Somebody listens there already, or the address is not ours."""

    code = "port-taken"
    default = _("%(host)s:%(port)s 用不了（%(reason)s）；换一个端口，例如 --port %(next)s。")


@dataclass
class Group:
    """The running processes by name, and whether they are to stop."""

    commands: dict[str, list[str]]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    stopping: bool = False

    def start(self, name: str) -> None:
        """Start one of them in this process group; it dies with this process."""
        self.running[name] = subprocess.Popen(self.commands[name], preexec_fn=end_with_parent)  # noqa: S603, PLW1509

    def stop(self) -> None:
        """Ask all to end and end those that do not."""
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + GRACE
        for process in self.running.values():
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def check_port(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            taken = getattr(error, "errno", None) == errno.EADDRINUSE
            reason = str(_("已被占用")) if taken else str(error)
            raise PortTaken(host=host, port=port, reason=reason, next=port % 60000 + 1) from error


def commands(host: str, port: int, shape: str) -> dict[str, list[str]]:
    """Return the group's command lines."""
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(SHAPES[shape]), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
        *("--workers-kill-timeout", "2", "--respawn-failed-workers", "jiangxin.doors.wsgi:application"),
    ]
    loops = {name: [sys.executable, "-m", "jiangxin", name] for name in ("worker", "clock")}
    return {"web": web, **loops}


def serve(*, host: str, port: int, shape: str = "embedded", ready: Callable[[str], None]) -> int:
    """Serve until TERM or INT; ``ready(url)`` is called once the first page can be had.

    A worker or clock that ends is started again; when the web process ends, all end.
    """
    check_port(host, port)
    group = Group(commands(host, port, shape))

    def asked(number: int, frame: FrameType | None) -> None:
        group.stopping = True

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, asked)
    try:
        for name in group.commands:
            group.start(name)
        told = False
        while not group.stopping and group.running["web"].poll() is None:
            if not told and _answers(host, port):
                told = True
                shown = f"[{host}]" if ":" in host else host
                ready(f"http://{shown}:{port}")
            time.sleep(0.5 if told else 0.1)
            _restart_fallen(group)
    finally:
        group.stop()
    return 0 if group.stopping else 1


def _restart_fallen(group: Group) -> None:
    for name, process in group.running.copy().items():
        if name != "web" and process.poll() is not None and not group.stopping:
            time.sleep(1)
            group.start(name)


def _answers(host: str, port: int) -> bool:
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- read, not bound
    connection = http.client.HTTPConnection(reach, port, timeout=2)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/alive", headers={"Host": settings.ALLOWED_HOSTS[0].lstrip(".*") or reach})
        return connection.getresponse().status < 500
    return False
