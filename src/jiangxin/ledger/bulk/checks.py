"""The rules of single facts, applied to whole columns.

Each different pair (kind and code, kind and level, unit and path, kind and body) is put
to the row rule once and the answer taken for all its rows; numbers and days are compared
as columns. A declined row is then put through the row rules alone, for the words.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow.compute as pc

from jiangxin.kernel import clock
from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _
from jiangxin.ledger import canonical, kinds, rules
from jiangxin.ledger.bulk.columns import NONE, Coded, Columns, Ints, Mask
from jiangxin.ledger.errors import UnknownKind, UnknownSubject, WrongBody, WrongFact
from jiangxin.ledger.models import Entry, Subject

EPOCH = date(1970, 1, 1)
SLICE = 10_000  # ids asked about at once
_PROOF_NAMES = {rank: name for name, rank in rules.PROOFS.items()}
_TYPES = ("person", "unit", "work")
_ENTRIES = frozenset(Entry.values)


def known_kinds(column: Coded) -> list[kinds.Kind | None]:
    """Return the kind of each different text of a column, None where there is none."""
    found: list[kinds.Kind | None] = []
    for name in column.texts:
        try:
            found.append(rules.kind_named(name))
        except UnknownKind:
            found.append(None)
    return found


def shape_problems(rows: Columns) -> Mask:
    """Tell which rows break a rule that needs no look into the database."""
    known = known_kinds(rows.texts["kind"])
    bad: Mask = _by_kind(rows, [kind is None for kind in known])
    for problem in (_quantities, _codes, _levels, _days, _credits, _bodies):
        bad |= problem(rows, known)
    bad |= _closed(rows) | _keys(rows)
    return bad


def _by_kind(rows: Columns, values: Iterable[Any], kind: type = bool) -> Any:
    return np.array(list(values), kind)[rows.texts["kind"].places]


def _quantities(rows: Columns, known: list[kinds.Kind | None]) -> Mask:
    quantity = rows.numbers["quantity"]
    least = _by_kind(rows, (kind.least if kind else 0 for kind in known), np.int64)
    most = _by_kind(rows, (kind.most if kind else 0 for kind in known), np.int64)
    found: Mask = (quantity < least) | (quantity > most)
    return found


def _pairs(kind: Ints, other: Ints, fits: Callable[[int, int], bool]) -> Mask:
    """Ask about each different pair once, and tell the rows whose pair does not fit."""
    values, inverse = np.unique(other, return_inverse=True)
    pairs, rows = np.unique(kind * len(values) + inverse, return_inverse=True)
    answers = [not fits(int(pair) // len(values), int(values[int(pair) % len(values)])) for pair in pairs]
    found: Mask = np.array(answers, bool)[rows]
    return found


def _passes(rule: Callable[..., Any], *args: Any) -> bool:
    try:
        rule(*args)
    except Refusal:
        return False
    return True


def _codes(rows: Columns, known: list[kinds.Kind | None]) -> Mask:
    column = rows.texts["code"]

    def fits(kind: int, code: int) -> bool:
        found = known[kind]
        return found is not None and _passes(rules.check_code, found, column.texts[code])

    return _pairs(rows.texts["kind"].places, column.places, fits)


def _levels(rows: Columns, known: list[kinds.Kind | None]) -> Mask:
    def fits(kind: int, level: int) -> bool:
        found = known[kind]
        return level == NONE or (found is not None and 0 <= level < len(found.levels))

    return _pairs(rows.texts["kind"].places, rows.numbers["level"], fits)


def _days(rows: Columns, known: list[kinds.Kind | None]) -> Mask:
    happened, ended, precision = rows.numbers["happened_on"], rows.numbers["ended_on"], rows.texts["precision"]
    today = clock.today()
    # A month or year counts from its first day, so its last day may still lie ahead.
    last = {
        "day": today,
        "month": (today.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1),
        "year": today.replace(month=12, day=31),
    }
    limits = [ordinal(last[text]) if text in last else NONE for text in precision.texts]
    span = _by_kind(rows, (kind.span if kind else False for kind in known))
    bad = (happened > np.array(limits, np.int64)[precision.places]) | (happened < ordinal(rules.EARLIEST))
    wrong_end = ~span | (ended < happened) | (ended > ordinal(today))
    found: Mask = bad | ((ended != NONE) & wrong_end)
    return found


def _credits(rows: Columns, known: list[kinds.Kind | None]) -> Mask:
    path = rows.texts["credited_path"]

    def fits(place: int, unit: int) -> bool:
        text = path.texts[place]
        return _passes(rules.check_credit, unit, text) if unit != NONE else text == ""

    return _pairs(path.places, rows.numbers["credited_to"], fits)


def _bodies(rows: Columns, known: list[kinds.Kind | None]) -> Mask:
    body = rows.texts["body"]
    if body.texts == ["{}"]:
        return np.zeros(len(rows), bool)

    def fits(kind: int, place: int) -> bool:
        found, text = known[kind], body.texts[place]
        return found is not None and (text in {"", "{}"} or _passes(_parsed_body, found, text))

    return _pairs(rows.texts["kind"].places, body.places, fits)


def _parsed_body(kind: kinds.Kind, text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise WrongBody(kind=kind.id, field=text[:40], why=str(_("不是 JSON"))) from error
    if not isinstance(body, dict):
        raise WrongBody(kind=kind.id, field=text[:40], why=str(_("不是 JSON 对象")))
    return rules.checked_body(kind, body)


def canonical_bodies(column: Coded) -> Coded:
    """Return a body column as canonical JSON; only for rows that passed."""
    texts = ["{}" if text in {"", "{}"} else _canonical(text) for text in column.texts]
    return Coded(column.places, texts)


def _canonical(text: str) -> str:
    try:
        return canonical.body_text(json.loads(text))
    except ValueError:
        return text  # of a row that was declined


def _closed(rows: Columns) -> Mask:
    """Tell which rows have a proof or an entry nobody knows, or supersede without saying what."""
    proof, supersedes, entry = rows.numbers["proof"], rows.numbers["supersedes"], rows.texts["entry"]
    unknown = np.array([text not in _ENTRIES for text in entry.texts], bool)[entry.places]
    original = np.array([text == Entry.ORIGINAL for text in entry.texts], bool)[entry.places]
    found: Mask = unknown | (original != (supersedes == NONE)) | (proof < -1) | (proof > 2)
    return found


def _keys(rows: Columns) -> Mask:
    column = rows.texts["source_key"]
    texts = column.arrow()
    fits = pc.match_substring_regex(texts, r"\A[!-~]{1,128}\z")
    bad: Mask = ~np.asarray(fits.to_numpy(zero_copy_only=False), dtype=bool)
    personal = pc.match_substring_regex(texts, r"\A[0-9]{17}[0-9Xx]\z").to_numpy(zero_copy_only=False)
    for row in np.flatnonzero(personal):
        bad[row] |= rules.looks_personal(column.texts[column.places[row]])
    return bad


class Subjects:
    """The types of subject ids that were asked about, kept over a load."""

    def __init__(self) -> None:
        self._types: dict[int, str] = {}

    def problems(self, rows: Columns) -> Mask:
        """Tell which rows name ids that are no subjects, or subjects of the wrong type."""
        wanted = ("subject_id", "credited_to", "issuer_id")
        self._learn(np.unique(np.concatenate([rows.numbers[name] for name in wanted])))
        subject = self._typed(rows.numbers["subject_id"])
        known = known_kinds(rows.texts["kind"])
        allowed = np.array([[kind is not None and one in kind.subject for one in _TYPES] + [False] for kind in known])
        bad: Mask = ~allowed[rows.texts["kind"].places, subject]
        for name in wanted[1:]:
            values = rows.numbers[name]
            bad |= (values != NONE) & (self._typed(values) != _TYPES.index("unit"))
        return bad

    def type_of(self, one: int) -> str | None:
        """Return the type of an id that was asked about."""
        return self._types.get(one)

    def _learn(self, ids: Ints) -> None:
        new = [one for one in ids.tolist() if one not in self._types and one != NONE]
        for start in range(0, len(new), SLICE):
            part = new[start : start + SLICE]
            self._types |= dict(Subject.objects.filter(pk__in=part).values_list("pk", "type"))

    def _typed(self, values: Ints) -> Ints:
        ids, inverse = np.unique(values, return_inverse=True)
        places = {name: place for place, name in enumerate(_TYPES)}
        types = [places.get(self._types.get(one, ""), len(_TYPES)) for one in ids.tolist()]
        found: Ints = np.array(types, np.int64)[inverse]
        return found


def why(rows: Columns, row: int, source: str, subjects: Subjects) -> str:
    """Return in words why a row is declined."""
    try:
        new = new_fact(rows, row, source)
        rules.checked(new)
        kind = rules.kind_named(new.kind)
        units = [new.credited_to[0] if new.credited_to else None, new.issuer_id]
        for one in (new.subject_id, *units):
            if one is not None and subjects.type_of(one) is None:
                raise UnknownSubject(subject=one)
        rules.check_subject(kind, new.subject_id, subjects.type_of(new.subject_id) or "")
        for unit in units:
            if unit is not None and subjects.type_of(unit) != "unit":
                raise WrongFact(_("编号 %(unit)s 不是单位，不能计入或出具；请核对单位。"), unit=unit)
    except Refusal as refusal:
        return refusal.message
    return str(_("这一行自相矛盾：原记不写取代哪一笔，其余的要写。"))


def new_fact(rows: Columns, row: int, source: str) -> rules.NewFact:
    """Return one row as the single door takes it; refuses what it has no place for."""
    number = {name: int(values[row]) for name, values in rows.numbers.items()}
    text = {name: column.texts[column.places[row]] for name, column in rows.texts.items()}
    kind = rules.kind_named(text["kind"])
    if not text["source_key"]:
        raise WrongFact(_("没有来源编号；成批记账每行都要有，才能重来。"))
    if text["entry"] not in _ENTRIES:
        raise WrongFact(_("记法“%(value)s”不对；可用 %(known)s。"), value=text["entry"], known="、".join(Entry.values))
    if number["happened_on"] == NONE:
        raise WrongFact(_("没有发生日期；请填年月日。"))
    if number["credited_to"] == NONE and text["credited_path"]:
        raise WrongFact(_("有路径“%(path)s”却没有计入单位；请两样都写。"), path=text["credited_path"])
    level = number["level"]
    return rules.NewFact(
        subject_id=number["subject_id"],
        kind=kind.id,
        code=text["code"],
        level=None if level == NONE else _level_id(kind, level),
        quantity=number["quantity"],
        happened_on=day(number["happened_on"]),
        precision=text["precision"],
        ended_on=None if number["ended_on"] == NONE else day(number["ended_on"]),
        credited_to=None if number["credited_to"] == NONE else (number["credited_to"], text["credited_path"]),
        proof=_PROOF_NAMES.get(number["proof"], str(number["proof"])),
        issuer_id=None if number["issuer_id"] == NONE else number["issuer_id"],
        source=source,
        source_key=text["source_key"],
        body=_parsed_body(kind, text["body"] or "{}"),
    )


def _level_id(kind: kinds.Kind, level: int) -> str:
    return kind.levels[level] if 0 <= level < len(kind.levels) else str(level)


def ordinal(value: date) -> int:
    """Return a day as days since 1970."""
    return (value - EPOCH).days


def day(value: int) -> date:
    """Return the day of days since 1970; refuses one beyond the calendar."""
    try:
        return EPOCH + timedelta(days=value)
    except OverflowError as error:
        raise WrongFact(_("日期超出了历法；请填年月日。")) from error
