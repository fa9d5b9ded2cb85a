"""Persons as rules ask about them on a day, from the lake's dimensions: the same reading as ``people.person_view``."""

from collections.abc import Mapping
from datetime import date

import ibis

from jiangxin.insight.compile.inputs import NO, Expr
from jiangxin.insight.compile.links import keyed
from jiangxin.people import kinds

Dimensions = Mapping[str, Expr]


def persons_on(dimensions: Dimensions, facts: Expr, numbers: Mapping[str, int], links: Expr | None, on: date) -> Expr:
    """Return one row for each person (of linked records their leader) with the attributes held on a day.

    The lake knows the month of birth alone: its first day stands for it.
    """
    persons = dimensions["persons"]
    if links is not None:
        joined = links.filter(links.id != links.leader_id)
        persons = persons.anti_join(joined, persons.id == joined.id)
    found = persons.select("id", "sex", birth_on=persons.birth_month)
    spells = _held(dimensions["spells"], links, on)
    main = _first(spells, [spells.employment.desc(), spells.main.desc(), spells.since.desc(), spells.id.desc()])
    main = main.select(main_key=main.key, unit_id=main.unit_id, post_class=main.post_class)
    trades = spells.filter(spells.employment, spells.occupation != "")
    trade = _first(trades, [trades.main.desc(), trades.since, trades.person_id, trades.id])
    trade = trade.select(trade_key=trade.key, occupation=trade.occupation)
    units = _units(dimensions, on)
    found = found.left_join(main, [("id", "main_key")]).left_join(trade, [("id", "trade_key")])
    found = found.left_join(units, [("unit_id", "unit_key")])
    party = _party(facts, numbers, links, on)
    if party is not None:
        found = found.left_join(party, [("id", "party_key")])
    member = ibis.literal(NO) if party is None else found.party_key.notnull()
    return found.select(
        "id", "birth_on", "sex", "occupation", "ownership", "unit_level", "tags",
        post_class=found.post_class.fill_null(""), party_member=member,
    )  # fmt: skip


def _held(spells: Expr, links: Expr | None, on: date) -> Expr:
    """Return the spells of a day under ``key``, the person or his leader."""
    day = ibis.literal(on)
    spells = spells.filter(spells.since <= day, spells.until.isnull() | (spells.until >= day))
    return keyed(spells, "person_id", links)


def _first(rows: Expr, order: list[Expr]) -> Expr:
    """Return for each key the row that comes first."""
    numbered = rows.mutate(place=ibis.row_number().over(ibis.window(group_by=rows.key, order_by=order)))
    return numbered.filter(numbered.place == 0)


def _units(dimensions: Dimensions, on: date) -> Expr:
    day = ibis.literal(on)
    tags, places = dimensions["tags"], dimensions["places"]
    tags = tags.filter(tags.since <= day, tags.until.isnull() | (tags.until >= day))
    held = tags.group_by("unit_id").agg(
        tags=(tags.family + ":" + tags.code).collect(),
        ownership=tags.code.min(where=tags.family == "ownership"),
    )
    held = held.select(tagged=held.unit_id, tags=held.tags, ownership=held.ownership)
    units = places.group_by(unit_key=places.unit_id).agg(unit_level=places.kind.max())
    return units.left_join(held, units.unit_key == held.tagged).drop("tagged")


def _party(facts: Expr, numbers: Mapping[str, int], links: Expr | None, on: date) -> Expr | None:
    """Return those who have joined the Party by a day, by all that is recorded."""
    number = numbers.get(kinds.PARTY_JOINED)
    if number is None:
        return None
    rows = facts.filter(facts.kind == number, facts.day <= ibis.literal(on), facts.superseded_at.isnull())
    rows = keyed(rows.select("subject_id"), "subject_id", links)
    return rows.select(party_key=rows.key).distinct()
