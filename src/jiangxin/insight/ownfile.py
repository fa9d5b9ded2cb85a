"""Everything held about one person, to take away: as JSON, and set as a PDF."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import as_file, files
from typing import Any

import typst
from django.utils.translation import gettext as _

from jiangxin.files.fields import Secret
from jiangxin.insight.fonts import FontSet
from jiangxin.insight.portraits import Portrait, portrait
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.dates import day_words
from jiangxin.kernel.marks import points_words
from jiangxin.kernel.refusal import NotFound
from jiangxin.ledger import queries as ledger
from jiangxin.people import access, queries
from jiangxin.policy.book import Book
from jiangxin.policy.facts import PROOF_RANKS, FactRow
from jiangxin.ui.charts import palette

TEMPLATES = files("jiangxin.insight") / "sheets"
TITLES = ("honour.", "credentials.")


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
    rows = [*found.facts, *_unlisted(found)]
    about = _about({fact.id for fact in rows})
    content = {
        "name": person.name,
        "sex": person.sex,
        "birth_on": _iso(person.birth_on),
        "id_number": _number(person.id_number, full=full),
        "phone": _number(person.phone, full=full),
        "example": person.is_example,
        "spells": _spells(person_id),
        "points": _points(found),
        "facts": [_fact(found.book, fact, about) for fact in rows],
        "consents": _consents(person_id),
        "reads": [_read(read) for read in queries.reads_of(person_id)],
        "book": {"id": found.book.id, "hash": found.book.hash},
    }
    return OwnFile(person_id, day, clock.now(), content)


def pdf(own: OwnFile, fonts: FontSet) -> bytes:
    """Return the file set on A4, tagged, with its fonts inside."""
    with as_file(TEMPLATES) as folder:
        made = typst.compile(
            str(folder / "own.typ"),
            root=str(folder),
            font_paths=[str(fonts.folder)],
            ignore_system_fonts=True,
            sys_inputs={"sheet": json.dumps(_sheet(own, fonts), ensure_ascii=False)},
            format="pdf",
            pdf_standards="ua-1",
            timestamp=own.made_at.replace(microsecond=0),
        )
    assert isinstance(made, bytes)
    return made


def _unlisted(found: Portrait) -> list[FactRow]:
    """Return facts of days still to come, which no portrait counts."""
    known = {fact.id for fact in found.facts}
    ids = queries.linked_ids(found.person_id)
    return [fact for fact in ledger.facts_of(ids) if fact.id not in known]


def _about(ids: set[int]) -> dict[int, tuple[str, str]]:
    """Return source and recorder of each fact."""
    rows = ledger.facts_with(ids).values_list("pk", "source", "recorded_by")
    return {pk: (source, recorder) for pk, source, recorder in rows}


def _fact(book: Book, fact: FactRow, about: dict[int, tuple[str, str]]) -> dict[str, Any]:
    kind = book.kinds.get(fact.kind)
    source, recorder = about.get(fact.id, ("", ""))
    return {
        "id": fact.id,
        "kind": fact.kind,
        "title": str(kind.title) if kind else fact.kind,
        "code": fact.code,
        "code_title": book.code_title(fact.kind, fact.code, fact.happened_on) if fact.code else "",
        "level": book.level_title(fact.kind, fact.level),
        "quantity": fact.quantity,
        "unit": kind.unit if kind else "",
        "happened_on": fact.happened_on.isoformat(),
        "precision": fact.precision,
        "ended_on": _iso(fact.ended_on),
        "credited_to": _unit(fact.credited_to, fact.happened_on),
        "issuer": _unit(fact.issuer_id, fact.happened_on),
        "proof": next(name for name, rank in PROOF_RANKS.items() if rank == fact.proof),
        "source": source,
        "recorded_by": recorder,
        "recorded_at": fact.recorded_at.isoformat(),
        "entry": fact.entry,
    }


def _unit(unit_id: int | None, on: date) -> str:
    return queries.name_on(unit_id, on) if unit_id else ""


def _spells(person_id: int) -> list[dict[str, Any]]:
    rows = list(queries.spells_of(person_id).order_by("since", "pk"))
    return [
        {
            "unit": queries.name_on(row.unit_id, row.since),
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
    return [
        {
            "unit": queries.name_on(row.unit_id) if row.unit_id else "",
            "scope": row.scope,
            "given_at": row.given_at.isoformat(),
            "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        }
        for row in queries.consents_of(person_id)
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


def _sheet(own: OwnFile, fonts: FontSet) -> dict[str, Any]:
    """Return what the template prints: rows of words under their headings."""
    held = own.content
    titled = [fact for fact in held["facts"] if fact["kind"].startswith(TITLES)]
    others = [fact for fact in held["facts"] if not fact["kind"].startswith(TITLES)]
    sex = {"male": _("男"), "female": _("女")}.get(held["sex"], "")
    lines = [(_("性别"), sex), (_("出生"), held["birth_on"] or ""), (_("身份证号"), held["id_number"])]
    lines.append((_("手机"), held["phone"]))
    return {
        "title": _("我的档案"),
        "name": held["name"],
        "seal": _("匠心"),
        "example": _("示例") if held["example"] else "",
        "lines": [line for line in lines if line[1]],
        "sections": [section for section in _sections(held, titled, others) if section["rows"]],
        "foot": str(_("%(day)s 取出；政策册 %(book)s，摘要 %(hash)s")) % {
            "day": day_words(own.on), "book": held["book"]["id"], "hash": held["book"]["hash"][:16],
        },
        "serif": [*([palette.SERIF] if fonts.serif else []), palette.SANS],
        "sans": [palette.SANS],
        "colours": palette.LIGHT,
    }  # fmt: skip


def _sections(held: dict[str, Any], titled: list[Any], others: list[Any]) -> Iterable[dict[str, Any]]:
    heads, widths = [_("日期"), _("事实"), _("记在"), _("证明与来源"), _("账号")], [-66, 1.4, 1.2, 1.2, -62]
    yield _section(_("称号与证书"), heads, widths, map(_fact_row, titled))
    axes = "　".join(f"{axis['title']} {points_words(axis['points'])}" for axis in held["points"]["axes"])
    points = map(_point_row, held["points"]["items"])
    yield _section(_("得分"), [_("项目"), _("分"), _("依据"), _("来自账号")], [0.8, -34, 1.25, 1.2], points) | {
        "lead": axes
    }
    spells = (
        [_days(one), one["unit"], "，".join(part for part in (one["kind_title"], one["post"]) if part)]
        for one in held["spells"]
    )
    yield _section(_("任职与会籍"), [_("起止"), _("单位"), _("身份")], [-120, 1.4, 1], spells)
    yield _section(_("其他事实"), heads, widths, map(_fact_row, others))
    reads = (
        [_time(one["at"]), f"{one['unit']} {one['reader']}".strip(), one["purpose"], one["what"]]
        for one in held["reads"]
    )
    yield _section(_("谁看过我的档案"), [_("时间"), _("谁"), _("事由"), _("看了什么")], [-84, 1.2, 1.4, -70], reads)
    consents = (
        [_time(one["given_at"]), one["unit"] or _("所在各单位"), _time(one["withdrawn_at"] or "")]
        for one in held["consents"]
    )
    yield _section(_("我的同意"), [_("同意"), _("给谁看"), _("撤回")], [-84, 1, -84], consents)


def _section(title: str, heads: list[str], widths: list[float], rows: Iterable[list[str]]) -> dict[str, Any]:
    """Return a table; a width above zero is a part of what is left, below zero so many points."""
    return {"title": title, "heads": heads, "widths": widths, "rows": list(rows), "lead": ""}


def _fact_row(fact: dict[str, Any]) -> list[str]:
    proofs = {"reported": _("上报"), "declared": _("自报"), "confirmed": _("单位确认"), "verified": _("主管部门核实")}
    said = "，".join(part for part in (fact["title"], fact["code_title"], fact["level"], _amount(fact)) if part)
    proof = "，".join(part for part in (proofs[fact["proof"]], fact["issuer"], fact["source"]) if part)
    return [
        _days({"since": fact["happened_on"], "until": fact["ended_on"]}),
        said,
        fact["credited_to"],
        proof,
        str(fact["id"]),
    ]


def _amount(fact: dict[str, Any]) -> str:
    if fact["unit"] == "minutes":
        return str(_("%(count)s分钟")) % {"count": fact["quantity"]}
    if fact["unit"] == "fen":
        return str(_("%(count)s元")) % {"count": f"{fact['quantity'] / 100:,.2f}"}
    return "" if fact["unit"] == "count" or fact["quantity"] == 1 else str(fact["quantity"])


def _point_row(item: dict[str, Any]) -> list[str]:
    basis = item["basis"]
    said = _("平台默认") if basis["title"] == "platform-default" else f"{basis['title']} {basis['clause']}".strip()
    facts = "、".join(str(fact) for fact in item["facts"])
    return [item["title"], points_words(item["points"]), f"{said}（{basis['file']}:{basis['line']}）", facts]


def _days(span: dict[str, Any]) -> str:
    return f"{span['since']} – {span['until']}" if span["until"] else str(span["since"])


def _time(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if moment else ""
