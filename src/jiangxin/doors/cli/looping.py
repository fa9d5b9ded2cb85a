"""How a loop learns that it is to end."""

import signal
import threading
from types import FrameType


def until_stopped() -> threading.Event:
    """Return an event that TERM, INT or HUP sets; what is at work then is finished first."""
    stop = threading.Event()

    def asked(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, asked)
    return stop
