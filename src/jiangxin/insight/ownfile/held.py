"""Everything held about one person, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiangxin.files.fields import Secret
from jiangxin.insight.ownfile.facts import facts_told
from jiangxin.insight.portraits import Portrait, portrait
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotFound
from jiangxin.people import access, queries


@dataclass(frozen=True)
class OwnFile:
    """What is held about a person, as plain values under the names that the JSON has."""

    person_id: int
    on: date
    made_at: datetime
    content: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return all of it; dates as ISO text, points in hundredths, quantities in each kind's smallest unit."""
        return {
            "person": self.person_id,
            "on": self.on.isoformat(),
            "made_at": self.made_at.isoformat(),
            **self.content,
        }


def own_file(actor: Actor, person_id: int, on: date | None = None) -> OwnFile:
    """Return everything held about a person; the numbers in full for himself alone, NotFound for who may not see."""
    day = on or clock.today()
    person = access.visible_persons(actor).filter(pk=person_id).first()
    if person is None:
        raise NotFound
    full = access.is_self(actor, person_id)
    found = portrait(person_id, day)
    told = facts_told(found.book, queries.linked_ids(person_id))
    content = {
        "name": person.name,
        "sex": person.sex,
        "birth_on": _iso(person.birth_on),
        "id_number": _number(person.id_number, full=full),
        "phone": _number(person.phone, full=full),
        "example": person.is_example,
        "spells": _spells(person_id),
        "points": _points(found),
        "facts": told.standing,
        "past": told.past,
        "consents": _consents(person_id),
        "reads": [_read(read) for read in queries.reads_of(person_id)],
        "book": {"id": found.book.id, "hash": found.book.hash},
    }
    return OwnFile(person_id, day, clock.now(), content)


def _spells(person_id: int) -> list[dict[str, Any]]:
    rows = list(queries.spells_of(person_id).order_by("since", "pk"))
    names = queries.names_then((row.unit_id, row.since) for row in rows)
    return [
        {
            "unit": names[row.unit_id, row.since],
            "kind": row.kind,
            "kind_title": str(row.get_kind_display()),
            "post": row.post,
            "post_class": row.post_class,
            "occupation": row.occupation,
            "since": row.since.isoformat(),
            "until": _iso(row.until),
            "main": row.main,
        }
        for row in rows
    ]


def _points(found: Portrait) -> dict[str, Any]:
    measures = found.book.measures
    return {
        "total": found.total,
        "axes": [{"axis": axis.id, "title": axis.title, "points": axis.points, "cap": axis.cap} for axis in found.axes],
        "items": [
            item | {"title": str(measures[item["measure"]].title)}
            for item in found.as_json()["items"]
            if item["points"]
        ],
        "due": found.as_json()["due"],
    }


def _consents(person_id: int) -> list[dict[str, Any]]:
    rows = list(queries.consents_of(person_id))
    names = queries.names_on([row.unit_id for row in rows if row.unit_id])
    return [
        {
            "unit": names.get(row.unit_id or 0, ""),
            "scope": row.scope,
            "given_at": row.given_at.isoformat(),
            "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        }
        for row in rows
    ]


def _read(read: queries.Read) -> dict[str, Any]:
    said = {"reader": read.reader, "unit": read.unit, "purpose": read.purpose, "what": read.what}
    return {"at": read.at.isoformat(), **said}


def _number(number: Secret | None, *, full: bool) -> str:
    if number is None:
        return ""
    return number.reveal() if full else number.masked


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
