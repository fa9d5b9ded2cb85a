"""How a number is printed: at the scale of its sentence, with its bound words kept (近10万人次, 350余万名)."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

ALIKE = 0.8  # words that say again what the title says
LEAST_WORDS = 3  # fewer say nothing beside a number
SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_BEFORE = "近|约|超过|不低于|不少于|不超过|最高"
_NUMBER = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<more>余|多)?(?P<scale>万|亿)?(?P<late>余|多)?"
)
_AFTER = re.compile(r"以上|左右|余|多")


@dataclass(frozen=True)
class Printed:
    """A number in print: what stands before it, the digits, what follows (scale, bound, unit), and all of it."""

    before: str
    number: str
    after: str
    text: str


@dataclass(frozen=True)
class Amount:
    """What is to be printed: a whole number of ``unit``, its bound, its sentence, the officer's wording."""

    value: int
    unit: str = ""
    bound: str = "exact"
    sentence: str = ""
    wording: str = ""


def printed(amount: Amount) -> Printed:
    """Return a number as its sentence prints it; ``text`` is the wording with its ``{value}`` filled in."""
    own = _from_sentence(amount) or _plain(amount)
    if "{value}" not in amount.wording:
        return own
    return replace(own, text=amount.wording.replace("{value}", own.text))


def caption(title: str, wording: str, words: str) -> str:
    """Return what a wording says beside the number: its beginning, or the whole where words follow the number."""
    before, value, after = wording.partition("{value}")
    if not value:
        return wording
    rest = after.strip("。…“”")
    if SequenceMatcher(None, before + rest, title).ratio() > ALIKE or (before in title and rest in title):
        return ""
    if rest:
        return words
    return "" if len(before) < LEAST_WORDS or title in before else before


def digits(value: int, scale: int = 1) -> str:
    """Return a whole number at a scale with thousands set off by commas: 50100 at 10000 is 5.01."""
    whole, dot, rest = f"{Decimal(value) / scale:,f}".partition(".")
    return whole + (dot + rest.rstrip("0")).rstrip(".")


def scale_of(value: int) -> str:
    """Return the scale a number is best said at: two decimals at most, else in full."""
    if value and value % 1_000_000 == 0 and value >= SCALES["亿"]:
        return "亿"
    return "万" if value and value % 100 == 0 and value >= SCALES["万"] else ""


def _from_sentence(amount: Amount) -> Printed | None:
    """Find the number in its sentence, before its unit if it stands so; the words around it are its bound."""
    fallback = None
    for found in _NUMBER.finditer(amount.sentence):
        scale = found["scale"] or ""
        if Decimal(found["number"].replace(",", "")) * SCALES[scale] != amount.value:
            continue
        rest = amount.sentence[found.end() :]
        unit = next((one for one in _units(amount.unit) if rest.startswith(one)), "")
        late = _AFTER.match(rest[len(unit) :])
        parts = (found["more"] or "", scale, found["late"] or "", unit or amount.unit, late[0] if late else "")
        number, after, before = digits(amount.value, SCALES[scale]), "".join(parts), found["before"] or ""
        printed_so = Printed(before, number, after, f"{before}{number}{after}")
        if unit:
            return printed_so
        fallback = fallback or printed_so
    return fallback


def _units(unit: str) -> tuple[str, ...]:
    """Return the unit and what print may say instead: a person is 人 or 名."""
    alike = {"人": ("名", "位"), "名": ("人", "位"), "家": ("个",), "个": ("家",)}
    return (unit, *alike.get(unit, ())) if unit else ()


def _plain(amount: Amount) -> Printed:
    """Print without a sentence: the bound by the house's own words."""
    scale = scale_of(amount.value)
    number = digits(amount.value, SCALES[scale])
    bounds = {"more": _("余"), "at_least": _("以上"), "about": _("左右"), "at_most": _("以内")}
    bound = bounds.get(amount.bound, "")
    after = f"{bound}{scale}{amount.unit}" if amount.bound == "more" else f"{scale}{amount.unit}{bound}"
    return Printed("", number, after, f"{number}{after}")
