"""Changing keys while everybody reads on: a new key, every row turned to it, the old one taken out.

The ring itself says how far it is: more than one key in it is a change not ended. Rows
under the current key are passed over. So work that was killed anywhere is simply run
again, and two that run at once are kept apart by a lock on a file, which a killed
process leaves by itself.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.audit import kinds
from jiangxin.audit import services as audit
from jiangxin.files import keyring
from jiangxin.files.errors import RotationRunning
from jiangxin.files.holdings import Holding, holdings
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor

SIZE = 500  # rows of one transaction
PAUSE = 0.005  # seconds between two, so that others come in
SETTLE = 60  # seconds after which nothing is still written with a key that was current before
ADDED = kinds.act("files.add_key", gettext_lazy("加了新密钥"))
RETIRED = kinds.act("files.retire_key", gettext_lazy("旧密钥退役"))

Tell = Callable[[int, int, str], None]


def uses() -> dict[str, dict[int, int]]:
    """Return how many texts lie where under which key."""
    return {one.name: one.uses() for one in holdings()}


def rotate(*, actor: Actor, tell: Tell, settle: float = SETTLE) -> int:
    """Bring everything under a new key, or end a change that was broken off; returns the current key's number."""
    with _alone():
        if not keyring.ring().older:
            number = keyring.add_key()
            audit.write(actor=actor, what=ADDED, on=("key", number))
        ring = keyring.ring()
        total = sum(_old(one) for one in holdings())
        done = 0
        while True:
            for holding in holdings():
                done = _turn_all(holding, done, total, tell)
            if not any(_old(one) for one in holdings()) and _settled(settle, done, total, tell):
                break
        for number in ring.older:
            keyring.retire(number)
            audit.write(actor=actor, what=RETIRED, on=("key", number))
        return ring.current


def _old(holding: Holding) -> int:
    current = keyring.ring().current
    return sum(count for number, count in holding.uses().items() if number != current)


def _turn_all(holding: Holding, done: int, total: int, tell: Tell) -> int:
    after: int | None = -1
    while after is not None:
        turned = holding.turn(after, SIZE)
        after, done = turned.last, done + turned.count
        tell(done, max(total, done), holding.name)
        time.sleep(PAUSE)
    return done


def _settled(settle: float, done: int, total: int, tell: Tell) -> bool:
    """Wait until whoever began before the new key has ended; False after a wait, so that rows are looked at again."""
    waited = False
    while (left := timedelta(seconds=settle) - (clock.real_now() - keyring.changed_at())) > timedelta(0):
        waited = True
        tell(done, max(total, done), _("等在途的写入落定"))
        time.sleep(min(left.total_seconds(), 1))
    return not waited


@contextmanager
def _alone() -> Iterator[None]:
    place = keyring.path().with_name("rotate.lock")
    handle = os.open(place, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RotationRunning() from error
        yield
    finally:
        os.close(handle)
