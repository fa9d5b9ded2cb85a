"""A seeded city: superseded and withdrawn entries and merges, seen on several days by what was known when."""

from datetime import UTC, date, datetime
from functools import cache

import pytest

from jiangxin.demo.city.city import make_city
from jiangxin.policy import FactRow, PersonView, parents_in, policies_folder, read_folder, resolve
from tests.parity.both import differences

NINGBO = resolve(read_folder(policies_folder() / "ningbo"), parents_in())
EVERY = 10  # of the 20,000; the plain evaluator takes them one by one
ASKED = [
    (date(2024, 9, 12), None),
    (date(2024, 2, 29), datetime(2024, 3, 1, tzinfo=UTC)),
    (date(2019, 12, 31), datetime(2022, 6, 30, 16, tzinfo=UTC)),
]


@cache
def city():
    """Return persons and every entry about them, superseded ones with their instant."""
    _tree, parts = make_city(20240912, 20_000)
    part = next(parts)
    spells = {}
    for row in part.spells.to_pylist():
        if row["kind"] == "employment" and row["main"] and row["until"] is None:
            spells[row["person"]] = row
    people = [
        PersonView(
            id=row["number"],
            birth_on=row["birth_on"],
            sex=row["sex"],
            occupations=tuple(filter(None, (spells.get(row["number"], {}).get("occupation", ""),))),
            post_class=spells.get(row["number"], {}).get("post_class", ""),
            tags=frozenset({"cluster:2070"} if row["number"] % 3 == 0 else ()),
            party_member=row["number"] % 4 == 0,
        )
        for row in part.people.slice(0).to_pylist()
        if row["number"] % EVERY in (0, 1) and row["number"] // EVERY % 2 == 0
    ]
    return people, tuple(entries(part, {person.id for person in people}))


def entries(part, wanted):
    """Yield every entry about the wanted persons, numbered as it would be recorded."""
    rows = [row | {"entry": "original"} for row in part.facts.to_pylist() if row["person"] in wanted]
    rows += [row for row in part.later.to_pylist() if row["person"] in wanted]
    since = {row["superseded"]: row["recorded_at"] for row in rows if row["entry"] != "original"}
    for number, row in enumerate(rows, start=1):
        yield FactRow(
            id=number,
            subject_id=row["person"],
            kind=row["kind"],
            code=row["code"],
            level=row["level"],
            quantity=row["quantity"],
            happened_on=row["happened_on"],
            ended_on=row["ended_on"],
            precision=row["precision"],
            proof=row["proof"],
            entry=row["entry"],
            recorded_at=row["recorded_at"],
            superseded_at=since.get(row["source_key"]),
            credited_to=None,
            issuer_id=None,
        )


@pytest.mark.parametrize(("on", "known_at"), ASKED, ids=lambda one: str(one)[:10])
def test_a_city_gets_the_same_twice(on, known_at):
    people, facts = city()
    leaders = {one.id: people[0].id if place < 3 else people[place - place % 2].id
               for place, one in enumerate(people[:200])}  # fmt: skip
    leaders |= {people[place].id: people[0].id for place in range(4)}
    heads = [person for person in people if leaders.get(person.id, person.id) == person.id]

    assert len(facts) > 20_000
    assert any(fact.superseded_at for fact in facts)
    assert differences(NINGBO, heads, facts, on, known_at=known_at, leaders=leaders) == []
