"""What every page's frame needs: demo day, the reader's switches, menus, the other languages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language

from jiangxin.kernel import clock
from jiangxin.ui.menu import Entry, Place, registry

THEMES = ("auto", "light", "dark")
SIZES = ("normal", "large")
THEME_COOKIE = "jx-theme"
SIZE_COOKIE = "jx-size"


@dataclass(frozen=True)
class Line:
    """A menu entry with its address on this page."""

    key: str
    title: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Language:
    """One language the reader can switch to; ``label`` is short."""

    code: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Shell:
    """The frame of a page; without a request (a broken page) it is plain and has no menus."""

    demo_day: date | None
    theme: str = "auto"
    size: str = "normal"
    path: str = "/"
    request: HttpRequest | None = None

    @property
    def data_theme(self) -> str:
        """Return the theme to force, or nothing to follow the reader's system."""
        return "" if self.theme == "auto" else self.theme

    @property
    def next_theme(self) -> str:
        """Return the theme that the switch turns to."""
        return THEMES[(THEMES.index(self.theme) + 1) % len(THEMES)]

    @property
    def home(self) -> str:
        """Return the address of the first page in this language."""
        return translate_url("/", get_language() or settings.LANGUAGE_CODE)

    @property
    def top(self) -> Sequence[Line]:
        """Return the top bar's entries that this reader may see."""
        return self._lines("top")

    @property
    def phone(self) -> Sequence[Line]:
        """Return the phone's bottom entries, at most five."""
        return self._lines("phone")[:5]

    @property
    def foot(self) -> Sequence[Line]:
        """Return the entries of the foot."""
        return self._lines("foot")

    @property
    def account(self) -> Sequence[Line]:
        """Return the entries for signing in and out."""
        return self._lines("account")

    @property
    def languages(self) -> Sequence[Language]:
        """Return every language with the address of this same page in it."""
        here = get_language()
        return [
            Language(code, _short(code, str(name)), translate_url(self.path, code), code == here)
            for code, name in settings.LANGUAGES
        ]

    def _lines(self, place: Place) -> list[Line]:
        if self.request is None:
            return []
        lines = (_line(entry) for entry in registry.entries(place) if entry.visible(self.request))
        return marked([line for line in lines if line is not None], self.path.partition("?")[0])


def shell(request: HttpRequest | None) -> Shell:
    """Return the frame for this request; cookies with unknown values are passed over."""
    if request is None:
        return Shell(clock.demo_day())
    return Shell(
        demo_day=clock.demo_day(),
        theme=_one_of(THEMES, request.COOKIES.get(THEME_COOKIE)),
        size=_one_of(SIZES, request.COOKIES.get(SIZE_COOKIE)),
        path=request.get_full_path(),
        request=request,
    )


def tiles(request: HttpRequest, region: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the region's tiles that have something to show, each as (template, context)."""
    shown = ((tile.template, tile.provider(request)) for tile in registry.tiles(region))
    return [(template, dict(context)) for template, context in shown if context is not None]


def _line(entry: Entry) -> Line | None:
    """Return the entry with its address; one whose room has no such page is left out."""
    try:
        url = reverse(entry.url)
    except NoReverseMatch:
        return None
    return Line(entry.key, str(entry.title), url, entry.icon, current=False)


def marked(lines: Sequence[Line], here: str) -> list[Line]:
    """Return the lines, the one marked whose page this is or lies below: of several the nearest."""
    at = max((line.url for line in lines if _covers(line.url, here)), key=len, default="")
    return [replace(line, current=bool(at) and line.url == at) for line in lines]


def _covers(url: str, here: str) -> bool:
    """Tell whether a page is the entry's own or lies below it; nothing lies below a home page."""
    home = url in {"/", f"/{get_language()}/"}
    return here == url or (not home and here.startswith(url))


def _one_of(known: Sequence[str], value: str | None) -> str:
    return value if value and value in known else known[0]


def _short(code: str, name: str) -> str:
    return {"zh-hans": "中", "en": "EN"}.get(code, name)
