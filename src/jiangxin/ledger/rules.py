"""What a fact must be before it is written: one fact at a time, each refusal with its reason.

The bulk door checks whole columns; a row that it declines is put through here for the words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rapidfuzz import process

from jiangxin.kernel import clock
from jiangxin.kernel.dates import first_day
from jiangxin.kernel.ids import to36
from jiangxin.kernel.numbers import id_number_problem
from jiangxin.kernel.words import _
from jiangxin.ledger import kinds
from jiangxin.ledger.errors import (
    FutureDate,
    UnknownCode,
    UnknownKind,
    UnknownLevel,
    WrongBody,
    WrongFact,
    WrongQuantity,
    WrongSpan,
    WrongSubject,
)

PROOFS: Final = {"reported": -1, "declared": 0, "confirmed": 1, "verified": 2}
PRECISIONS: Final = frozenset({"day", "month", "year"})
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:-]{0,63}", re.ASCII)
SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:-]{0,63}", re.ASCII)
KEY = re.compile(r"[!-~]{1,128}", re.ASCII)  # printable, no spaces
PATH = re.compile(r"/(?:[0-9a-z]+/)+", re.ASCII)
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A fact to be recorded: level and proof by id, ``credited_to`` as (unit id, its path that day)."""

    subject_id: int
    kind: str
    happened_on: date
    code: str = ""
    level: str | None = None
    quantity: int = 1
    precision: str = "day"
    ended_on: date | None = None
    credited_to: tuple[int, str] | None = None
    proof: str = "declared"
    issuer_id: int | None = None
    source: str = ""
    source_key: str = ""
    body: Mapping[str, Any] | None = None
    grounds: tuple[int, ...] = ()


def checked(new: NewFact) -> dict[str, Any]:
    """Return the column values of a fact, or refuse; subjects and source keys are looked up by the caller."""
    kind = kind_named(new.kind)
    check_code(kind, new.code)
    level = _rank(kind, new.level)
    _check_quantity(kind, new.quantity)
    _check_days(kind, new)
    _check_outside(new)
    return {
        "subject_id": new.subject_id,
        "kind": kind.id,
        "code": new.code,
        "level": level,
        "quantity": new.quantity,
        "happened_on": new.happened_on,
        "precision": new.precision,
        "ended_on": new.ended_on,
        "credited_to_id": new.credited_to[0] if new.credited_to else None,
        "credited_path": new.credited_to[1] if new.credited_to else "",
        "proof": PROOFS[new.proof],
        "issuer_id": new.issuer_id,
        "source": new.source,
        "source_key": new.source_key or None,
        "body": checked_body(kind, new.body or {}),
    }


def kind_named(name: str) -> kinds.Kind:
    """Return a kind; one that is not known yet is asked for once more of the books."""
    found = kinds.catalogue().get(name)
    if found is None:
        kinds.reload()
        found = kinds.catalogue().get(name)
    if found is None:
        raise UnknownKind(kind=name, near=_nearest(name, kinds.catalogue()))
    return found


def known_codes(kind: kinds.Kind, code: str) -> frozenset[str]:
    """Return the codes of a kind's list, asked for once more when this one is missing."""
    found = kinds.codes_of(kind.codes)
    if code not in found:
        kinds.reload()
        found = kinds.codes_of(kind.codes)
    return found


def checked_body(kind: kinds.Kind, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body with declared fields only, each of its declared type; dates as ISO text."""
    kept: dict[str, Any] = {}
    for name, value in body.items():
        wanted = kind.body.get(name)
        if wanted is None:
            raise WrongBody(kind=kind.id, field=name, why=str(_("事项没有声明这一项")))
        if isinstance(value, date):
            value = value.isoformat()  # noqa: PLW2901 -- as JSON keeps it
        if not _fits(wanted, value):
            raise WrongBody(kind=kind.id, field=name, why=str(_("应是 %(wanted)s")) % {"wanted": wanted})
        kept[name] = value
    return kept


def check_subject(kind: kinds.Kind, subject: int, found: str) -> None:
    """Refuse a subject of a type that the kind is not about."""
    if found not in kind.subject:
        words = str(_("它是 %(found)s，事项只记 %(wanted)s"))
        raise WrongSubject(
            kind=kind.id, subject=subject, why=words % {"found": found, "wanted": "、".join(sorted(kind.subject))}
        )


def check_code(kind: kinds.Kind, code: str) -> None:
    """Refuse a code that the kind's list lacks; without a list, what is no code at all."""
    if not code:
        return
    if not kind.codes:
        if not CODE.fullmatch(code):
            raise WrongFact(_("类别“%(value)s”不是代码；代码只用字母、数字和 - _ . / :"), value=code)
        return
    codes = known_codes(kind, code)
    if code not in codes:
        raise UnknownCode(kind=kind.id, value=code, list=kind.codes, near=_nearest(code, codes))


def _rank(kind: kinds.Kind, level: str | None) -> int | None:
    if level is None:
        return None
    if level not in kind.levels:
        raise UnknownLevel(kind=kind.id, value=level, levels="、".join(kind.levels) or str(_("（这个事项不分级别）")))
    return kind.levels.index(level)


def _check_quantity(kind: kinds.Kind, quantity: Any) -> None:
    if type(quantity) is not int:
        why = str(_("不是整数"))
    elif quantity < kind.least:
        why = str(_("至少是 %(least)s")) % {"least": kind.least}
    elif quantity > kind.most:
        why = str(_("最多是 %(most)s")) % {"most": kind.most}
    else:
        return
    raise WrongQuantity(kind=kind.id, value=quantity, why=why)


def _check_days(kind: kinds.Kind, new: NewFact) -> None:
    if new.precision not in PRECISIONS:
        raise WrongFact(_("日期精度“%(value)s”不对；可用 day、month、year。"), value=new.precision)
    for day in (new.happened_on, new.ended_on):
        if day is not None and type(day) is not date:
            raise WrongFact(_("“%(day)s”不是日期；请填年月日。"), day=day)
    today = clock.today()
    if first_day(new.happened_on, new.precision) > today:
        raise FutureDate(day=new.happened_on, today=today)
    if new.happened_on < EARLIEST:
        raise WrongFact(_("发生日期 %(day)s 太早；请核对年份。"), day=new.happened_on)
    check_end(kind, new.happened_on, new.ended_on)


def check_end(kind: kinds.Kind, happened_on: date, ended_on: date | None) -> None:
    """Refuse an end where the kind has none, before the beginning, or in the future."""
    if ended_on is None:
        return
    if not kind.span:
        raise WrongSpan(kind=kind.id, value=ended_on, why=str(_("这个事项没有结束日期；请去掉")))
    if ended_on < happened_on:
        why = str(_("早于发生日期 %(day)s；请核对两个日期")) % {"day": happened_on}
        raise WrongSpan(kind=kind.id, value=ended_on, why=why)
    if ended_on > clock.today():
        raise FutureDate(day=ended_on, today=clock.today())


def _check_outside(new: NewFact) -> None:
    if new.proof not in PROOFS:
        raise WrongFact(_("证明程度“%(value)s”不对；可用 %(known)s。"), value=new.proof, known="、".join(PROOFS))
    if new.credited_to is not None:
        check_credit(*new.credited_to)
    if new.source and not SOURCE.fullmatch(new.source):
        raise WrongFact(_("来源“%(value)s”不对；只用字母、数字和 - _ . / :"), value=new.source)
    if not new.source_key:
        return
    if not new.source:
        raise WrongFact(_("有来源编号“%(value)s”却没有来源；请写明来源。"), value=new.source_key)
    if not KEY.fullmatch(new.source_key):
        raise WrongFact(_("来源编号“%(value)s”不对；最多 128 个可见字符，不含空格和汉字。"), value=new.source_key)
    if looks_personal(new.source_key):
        raise WrongFact(_("来源编号像是证件号码；请改用它的密钥摘要，账上不留号码。"))


def check_credit(unit: int, path: str) -> None:
    """Refuse a path that is none, or another unit's."""
    if not PATH.fullmatch(path) or len(path) > 250 or not path.endswith(f"/{to36(max(unit, 0))}/"):
        raise WrongFact(_("计入单位 %(unit)s 的路径“%(path)s”不对；请取它当日的路径。"), unit=unit, path=path)


def looks_personal(key: str) -> bool:
    """Tell whether a source key is a citizen's number in clear."""
    return len(key) == 18 and key[:17].isdigit() and id_number_problem(key) is None


def _fits(wanted: str, value: Any) -> bool:
    if wanted == "int":
        return type(value) is int and abs(value) < 2**53
    if not isinstance(value, str):
        return False
    if wanted == "date":
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return CODE.fullmatch(value) is not None


def _nearest(word: str, known: Any) -> str:
    near = process.extractOne(word, list(known), score_cutoff=60) if word else None
    return str(_("（最接近的是“%(near)s”）")) % {"near": near[0]} if near else ""
