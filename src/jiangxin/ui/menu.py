"""What rooms add to pages that are not theirs: menu entries, tiles, tabs on a person. Closed at the first request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.functional import Promise

Place = Literal["top", "phone", "foot", "account"]
Words = str | Promise
Visible = Callable[[HttpRequest], bool]
Provider = Callable[[HttpRequest], Mapping[str, Any] | None]


def everyone(request: HttpRequest) -> bool:
    """Show an entry to every reader."""
    return True


def signed_in(request: HttpRequest) -> bool:
    """Show an entry to readers who have signed in."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def signed_out(request: HttpRequest) -> bool:
    """Show an entry to readers who have not signed in."""
    return not signed_in(request)


@dataclass(frozen=True)
class Entry:
    """One line of a menu: ``url`` is a URL name; ``icon`` a name of the sprite, used on the phone."""

    key: str
    title: Words
    url: str
    order: int = 50
    icon: str = ""
    visible: Visible = everyone


@dataclass(frozen=True)
class Tile:
    """One region's part of a page: the provider answers its context, or None where there is nothing to show."""

    template: str
    provider: Provider
    order: int


@dataclass(frozen=True)
class Tab:
    """One tab on a person's page; ``url`` is a URL name that takes the person's address."""

    key: str
    title: Words
    url: str
    order: int = 50
    visible: Visible = everyone


class Registry:
    """Everything registered, by place; the first reading closes it."""

    def __init__(self) -> None:
        self._closed = False
        self._entries: dict[tuple[Place, str], Entry] = {}
        self._tiles: dict[tuple[str, str], Tile] = {}
        self._tabs: dict[str, Tab] = {}

    def add_entry(self, place: Place, entry: Entry) -> None:
        """Add a menu entry; its key is unique within the place."""
        self._open("menu", entry.key, taken=(place, entry.key) in self._entries)
        self._entries[place, entry.key] = entry

    def add_tile(self, region: str, tile: Tile) -> None:
        """Add a tile; a template stands once in a region."""
        self._open(f"tile {region}", tile.template, taken=(region, tile.template) in self._tiles)
        self._tiles[region, tile.template] = tile

    def add_tab(self, tab: Tab) -> None:
        """Add a tab on a person; its key is unique."""
        self._open("tab", tab.key, taken=tab.key in self._tabs)
        self._tabs[tab.key] = tab

    def entries(self, place: Place) -> list[Entry]:
        """Return the entries of a place in their order."""
        self._closed = True
        found = [entry for (where, _), entry in self._entries.items() if where == place]
        return sorted(found, key=lambda entry: (entry.order, entry.key))

    def tiles(self, region: str) -> list[Tile]:
        """Return the tiles of a region in their order."""
        self._closed = True
        found = [tile for (where, _), tile in self._tiles.items() if where == region]
        return sorted(found, key=lambda tile: (tile.order, tile.template))

    def tabs(self) -> list[Tab]:
        """Return the tabs on a person in their order."""
        self._closed = True
        return sorted(self._tabs.values(), key=lambda tab: (tab.order, tab.key))

    def _open(self, what: str, key: str, *, taken: bool) -> None:
        if self._closed:
            raise ImproperlyConfigured(f"{what} {key!r} comes too late: register it in AppConfig.ready()")
        if taken:
            raise ImproperlyConfigured(f"{what} {key!r} is registered twice")


registry = Registry()


def register_menu(place: Place, entry: Entry) -> None:
    """Add an entry to the top bar, its end (account), the phone's bottom bar or the foot; in ``AppConfig.ready``."""
    registry.add_entry(place, entry)


def register_tile(region: str, order: int, template: str, provider: Provider) -> None:
    """Add a tile to a region of a page; call it in ``AppConfig.ready``."""
    registry.add_tile(region, Tile(template, provider, order))


def register_tab(tab: Tab) -> None:
    """Add a tab to the page of a person; call it in ``AppConfig.ready``."""
    registry.add_tab(tab)
