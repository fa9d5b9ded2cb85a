"""Both evaluators over the same facts, and where they differ."""

import tempfile
from collections import defaultdict
from pathlib import Path

import ibis
import pyarrow as pa

from jiangxin.insight.compile import Asked
from jiangxin.insight.compile.links import moved, unmoved
from jiangxin.insight.engines.duckdb import engine
from jiangxin.insight.engines.ranges import in_ranges
from jiangxin.insight.lake import shape
from jiangxin.kernel.dates import first_day
from jiangxin.policy import evaluate

SUBJECTS = pa.schema(
    [
        ("id", pa.int64()),
        ("birth_on", pa.date32()),
        ("sex", pa.string()),
        ("occupation", pa.string()),
        ("post_class", pa.string()),
        ("party_member", pa.bool_()),
        ("ownership", pa.string()),
        ("unit_level", pa.string()),
        ("tags", pa.list_(pa.string())),
    ]
)
LINKS = pa.schema([("id", pa.int64()), ("leader_id", pa.int64())])


def fact_columns(facts):
    """Return FactRows as the lake has them, and the numbers of their kinds."""
    kinds = {kind: number for number, kind in enumerate(dict.fromkeys(fact.kind for fact in facts))}
    rows = [
        {
            "kind": kinds[fact.kind],
            "subject_id": fact.subject_id,
            "id": fact.id,
            "code": fact.code,
            "level": fact.level,
            "quantity": fact.quantity,
            "day": first_day(fact.happened_on, fact.precision),
            "precision": shape.DAYS[fact.precision],
            "ended_on": fact.ended_on,
            "proof": fact.proof,
            "recorded_at": fact.recorded_at,
            "superseded_at": fact.recorded_at if fact.entry == "withdrawn" else fact.superseded_at,
            "credited_to": fact.credited_to,
            "credited_path": "",
            "issuer_id": fact.issuer_id,
        }
        for fact in sorted(facts, key=lambda fact: (kinds[fact.kind], fact.subject_id, fact.id))
    ]
    return pa.Table.from_pylist(rows, shape.FACTS), kinds


def subject_columns(people):
    """Return PersonViews (or bare ids of units and works) as the columns that rules may ask about."""
    rows = [
        {"id": one}
        if isinstance(one, int)
        else {
            "id": one.id,
            "birth_on": one.birth_on,
            "sex": one.sex,
            "occupation": one.occupations[0] if one.occupations else "",
            "post_class": one.post_class,
            "party_member": one.party_member,
            "ownership": one.unit_attributes.get("ownership"),
            "unit_level": one.unit_attributes.get("level"),
            "tags": sorted(one.tags),
        }
        for one in people
    ]
    return pa.Table.from_pylist(rows, SUBJECTS)


def compiled(book, people, facts, on, *, known_at=None, occupation="", leaders=None, at_once=1_000_000):
    """Return what the compiled book gives each subject, by id."""
    columns, kinds = fact_columns(facts)
    persons = not people or not isinstance(people[0], int)
    asked = Asked(book=book, on=on, known_at=known_at, occupation=occupation, persons=persons, kinds=kinds)
    with tempfile.TemporaryDirectory() as scratch, engine(Path(scratch), threads=2) as run:
        table, subjects = run.columns(columns), run.columns(subject_columns(people))
        if leaders:
            links = run.columns(pa.Table.from_pylist(
                [{"id": one, "leader_id": leader} for one, leader in leaders.items()], LINKS
            ))  # fmt: skip
            table = ibis.union(unmoved(table, links), run.kept(moved(table, links)))
        found = [run.answer(query) for query in in_ranges(run, asked, table, subjects, at_once)]
        return {row["id"]: row for part in found for row in part.to_pylist()}


def told(book, person, facts, on, *, known_at=None, occupation=None):
    """Return what the plain evaluator says, under the compiled names."""
    found = evaluate(person, facts, book, on, known_at, occupation=occupation or None)
    mine = person is not None
    row = {f"m.{name}": one.value for name, one in found.measures.items()}
    for name, score in found.scores.items():
        row |= {f"s.{name}.{axis}": points for axis, points in score.axes.items()} | {f"s.{name}": score.total}
    for name, scheme in found.schemes.items():
        row[f"e.{name}"] = scheme.eligible
        row |= {f"e.{name}.{line.id}": line.met for line in scheme.lines}
    for name, amount in found.amounts.items():
        row[f"p.{name}"] = amount.fen
        row |= {f"p.{name}.{line.id}": line.fen for line in amount.lines}
    for ladder in book.ladders.values():
        if not ladder.switched_on or (ladder.subject == "person") != mine:
            continue
        stage = found.stages.get(ladder.id, ("", 0))[0]
        places = [one.id for one in ladder.stage]
        row[f"l.{ladder.id}"] = places.index(stage) + 1 if stage in places else 0
        for one in ladder.stage:
            row[f"d.{ladder.id}.{one.id}.enter"] = False
            if one.leave:
                row[f"d.{ladder.id}.{one.id}.leave"] = False
    row |= {f"d.{due.ladder}.{due.stage}.{due.move}": due.met for due in found.due}
    return row


def differences(book, people, facts, on, *, known_at=None, occupation="", leaders=None, at_once=1_000_000):
    """Return every name under which the two evaluators say something else: (id, name, plain, compiled)."""
    leaders = leaders or {}
    mine = defaultdict(list)
    for fact in facts:
        mine[leaders.get(fact.subject_id, fact.subject_id)].append(fact)
    rows = compiled(
        book, people, facts, on, known_at=known_at, occupation=occupation, leaders=leaders, at_once=at_once
    )  # fmt: skip
    found = []
    for person in people:
        one = person if isinstance(person, int) else person.id
        view = None if isinstance(person, int) else person
        plain = told(book, view, mine[one], on, known_at=known_at, occupation=occupation)
        row = {name: value for name, value in rows[one].items() if name != "id"}
        names = plain.keys() | row.keys()
        found += [(one, name, plain.get(name, "?"), row.get(name, "?")) for name in sorted(names)
                  if plain.get(name, "?") != row.get(name, "?")]  # fmt: skip
    return found
