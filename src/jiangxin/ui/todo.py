"""What waits for a reader: each room registers how many of its things he has to decide, and where."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from jiangxin.ui.menu import Words


@dataclass(frozen=True)
class Todo:
    """One line of the list: what waits, the page where it is done, how many, and since when the oldest does."""

    key: str
    title: Words
    url: str
    count: int
    oldest: date | None = None


Provider = Callable[[HttpRequest], Iterable[Todo]]


class Todos:
    """The providers by key; the first reading closes them."""

    def __init__(self) -> None:
        self._closed = False
        self._providers: dict[str, tuple[int, Provider]] = {}

    def add(self, key: str, provider: Provider, order: int) -> None:
        """Add what answers the waiting things of one room; its key is unique."""
        if self._closed:
            raise ImproperlyConfigured(f"to-do {key!r} comes too late: add it in AppConfig.ready()")
        if key in self._providers:
            raise ImproperlyConfigured(f"to-do {key!r} is added twice")
        self._providers[key] = (order, provider)

    def waiting(self, request: HttpRequest) -> list[Todo]:
        """Return what waits for this reader in the order of the rooms; what counts none is left out."""
        self._closed = True
        ordered = sorted(self._providers.items(), key=lambda one: (one[1][0], one[0]))
        return [todo for _key, (_order, provider) in ordered for todo in provider(request) if todo.count]


registry = Todos()


def add_todos(key: str, provider: Provider, order: int = 50) -> None:
    """Add what answers the waiting things of one room; call it in ``AppConfig.ready``."""
    registry.add(key, provider, order)


def todos(request: HttpRequest) -> list[Todo]:
    """Return what waits for whoever asks, only lines that count something."""
    return registry.waiting(request)
