"""How a fact, a quantity, a rule and a proof are said; the words themselves stand in the policy book."""

from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jiangxin.doors.me.kinds import ENTERED, HONOUR
from jiangxin.policy.book import Book
from jiangxin.policy.entries.common import Basis, Wording
from jiangxin.policy.entries.rules import Item
from jiangxin.policy.facts import CONFIRMED, DECLARED, REPORTED, VERIFIED
from jiangxin.ui import format as written

TRADES = "occupations"  # the list of trades: a level of one is said before the trade


def said(wording: Wording | None) -> str:
    """Return words in the reader's language."""
    return wording.in_language(get_language() or "zh-hans") if wording else ""


def kind_words(book: Book, kind: str) -> str:
    """Return the title of a kind, its id if this book has none."""
    return said(book.kinds[kind].title) if kind in book.kinds else kind


def code_words(book: Book, kind: str, code: str, day: date) -> str:
    """Return the title a code had on a day; of a stage that of its ladder's stage."""
    if not code:
        return ""
    if kind == ENTERED:
        ladder, _slash, stage = code.partition("/")
        found = book.ladders[ladder].stage_of(stage) if ladder in book.ladders else None
        return said(found.title) if found else code
    codes = book.lists.get(book.kinds[kind].codes) if kind in book.kinds else None
    entry = codes.find(code, day) if codes else None
    return said(entry.title) if entry else code


def trade_words(book: Book, code: str, day: date) -> str:
    """Return the title a trade had on a day, the code itself if it is in no list, blank for none."""
    codes = book.lists.get(TRADES)
    entry = codes.find(code, day) if codes and code else None
    return said(entry.title) if entry else code


def level_words(book: Book, kind: str, level: int | None) -> str:
    """Return the title of a level's rank in a kind, blank for none."""
    levels = book.kinds[kind].levels if kind in book.kinds else ()
    if level is None or not 0 <= level < len(levels):
        return ""
    return level_title(book, kind, levels[level])


def level_title(book: Book, kind: str, level: str) -> str:
    """Return the title of a level id; where its kind has none, that of a kind with the same levels, its room first."""
    own = book.kinds[kind]
    alike = [one for one in book.kinds.values() if one.levels == own.levels and level in one.level_titles]
    room = kind.partition(".")[0]
    alike.sort(key=lambda one: (one.id != kind, one.id.partition(".")[0] != room, one.id != HONOUR))
    found = alike[0].level_titles[level] if alike else None
    return said(found) if found else level


def issuer_of(book: Book, kind: str, code: str, day: date) -> str:
    """Return who grants what this code stands for, where its list says so."""
    codes = book.lists.get(book.kinds[kind].codes) if kind in book.kinds else None
    entry = codes.find(code, day) if codes else None
    return entry.issuer if entry else ""


def quantity_words(unit: str, quantity: int) -> str:
    """Return a quantity with its unit; blank where it is just one."""
    if unit in {"count", "any"} or (unit not in {"minutes", "rank", "fen"} and quantity == 1):
        return ""
    if unit == "minutes":
        return _("%(hours)s小时") % {"hours": hours(quantity)}
    if unit == "rank":
        return _("第%(rank)s名") % {"rank": quantity}
    if unit == "fen":
        return _("%(sum)s元") % {"sum": written.money(quantity)}
    return _UNITS.get(unit, _pieces)(quantity)


def hours(minutes: int) -> str:
    """Return minutes as hours with one decimal at most."""
    return written.number(round(Decimal(minutes) / 60, 1))


def _pieces(count: int) -> str:
    return ngettext("%(count)s件", "%(count)s件", count) % {"count": written.number(count)}


def _persons(count: int) -> str:
    return ngettext("%(count)s人", "%(count)s人", count) % {"count": written.number(count)}


def _times(count: int) -> str:
    return ngettext("%(count)s人次", "%(count)s人次", count) % {"count": written.number(count)}


_UNITS = {"pieces": _pieces, "persons": _persons, "person-times": _times}


def source_words(source: str) -> str:
    """Say where a fact came from; a source without words is named as it is kept."""
    return {"people": _("人员名册"), "demo": _("演示数据")}.get(source, source)


def proof_words(proof: int) -> str:
    """Say how sure a fact is."""
    return {
        REPORTED: _("上报"),
        DECLARED: _("待核"),
        CONFIRMED: _("单位确认"),
        VERIFIED: _("部门核实"),
    }[proof]


def proof_name(proof: int) -> str:
    """Return the name by which the pages' marks know a grade of proof."""
    return {CONFIRMED: "confirmed", VERIFIED: "verified"}.get(proof, "declared")


def basis_words(book: Book, basis: Basis | None) -> str:
    """Say what a rule rests on: the document, its clause, and the source where it is printed."""
    if basis is None or basis.platform_default:
        return ""
    source = book.sources.get(basis.source)
    parts = [basis.title, basis.clause, said(source.title) if source and said(source.title) != basis.title else ""]
    return "·".join(part for part in parts if part)


def value_words(book: Book, measure_id: str, value: int | None) -> str:
    """Return a measure's result as one says it: a level by its title, years, hours, or how many."""
    measure = book.measures[measure_id]
    if value is None:
        return ""
    if measure.gives_level:
        return level_words(book, measure.of[0], value)
    return counted(book, measure_id, value)


def counted(book: Book, measure_id: str, value: int) -> str:
    """Return a number of what a measure counts."""
    measure = book.measures[measure_id]
    if measure.take.startswith("years"):
        return ngettext("%(count)s年", "%(count)s年", value) % {"count": value}
    if measure.take == "distinct-code":
        return ngettext("%(count)s种", "%(count)s种", value) % {"count": value}
    unit = book.kinds[measure.of[0]].unit if measure.take == "sum" else ""
    if unit in {"minutes", "fen"}:
        return quantity_words(unit, value)
    return ngettext("%(count)s项", "%(count)s项", value) % {"count": written.number(value)}


def rule_words(book: Book, item: Item, value: int | None) -> str:
    """Say how an item gives its points, and for a result the line of it that applied."""
    if item.table:
        return _table(book, item, value)
    if item.each is not None:
        words = _("每%(what)s记%(points)s分") % {
            "what": counted(book, item.measure, item.per),
            "points": written.points(item.each),
        }
    else:
        reached = [band for band in item.bands if value is not None and band.at_least <= value]
        shown = [max(reached, key=lambda band: band.at_least)] if reached else item.bands[:1]
        words = "；".join(
            _("满%(what)s记%(points)s分")
            % {"what": counted(book, item.measure, band.at_least), "points": written.points(band.points)}
            for band in shown
        )
    return words + (_("，最多%(points)s分") % {"points": written.points(item.cap)} if item.cap else "")


def _table(book: Book, item: Item, value: int | None) -> str:
    kind = book.kinds[book.measures[item.measure].of[0]]
    if value is not None and 0 <= value < len(kind.levels) and kind.levels[value] in item.table:
        level = kind.levels[value]
        return _("“%(level)s”记%(points)s分") % {
            "level": level_title(book, kind.id, level),
            "points": written.points(item.table[level]),
        }
    lowest = next((level for level in kind.levels if level in item.table), None)
    if lowest is None:
        return ""
    return _("“%(level)s”起记%(points)s分") % {
        "level": level_title(book, kind.id, lowest),
        "points": written.points(item.table[lowest]),
    }
