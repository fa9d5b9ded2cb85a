"""A change done to look at what comes of it, and not kept: what a preview shows is what the act will do."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

Made = TypeVar("Made")
Seen = TypeVar("Seen")


def rehearsed(act: Callable[[], Made], look: Callable[[Made], Seen]) -> Seen:
    """Do a change, look, and leave everything as it was; refusals of the change pass through.

    What is looked at must not be kept in any cache: its keys will mean something else later.
    """
    with transaction.atomic():
        seen = look(act())
        transaction.set_rollback(True)
    return seen
