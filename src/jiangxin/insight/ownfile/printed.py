"""The own file set on A4 as a PDF."""

import json
from collections.abc import Iterable
from datetime import datetime
from importlib.resources import as_file, files
from typing import Any

import typst
from django.utils.translation import gettext as _

from jiangxin.insight.fonts import FontSet
from jiangxin.insight.ownfile.held import OwnFile
from jiangxin.kernel import clock
from jiangxin.kernel.dates import day_words
from jiangxin.kernel.marks import points_words
from jiangxin.people.queries.reading import words_for
from jiangxin.ui.charts import palette

TEMPLATES = files("jiangxin.insight") / "sheets"
TITLES = ("honour.", "credentials.")


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
    heads = [_("日期"), _("事实"), _("后来"), _("为什么"), _("账号")]
    yield _section(_("更正和撤销过的"), heads, [-66, 1.4, 1, 1.4, -62], map(_past_row, held["past"]))
    reads = (
        [_time(one["at"]), f"{one['unit']} {one['reader']}".strip(), one["purpose"], words_for(one["what"])]
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


def _past_row(fact: dict[str, Any]) -> list[str]:
    became = fact["became"]
    words = {"completed": _("结束"), "confirmed": _("确认"), "corrected": _("更正"), "withdrawn": _("撤销")}
    later = f"{_time(became['at'])} {words[became['entry']]}" if became else words[fact["entry"]]
    why = became["why"] if became else fact["why"]
    return [_days({"since": fact["happened_on"], "until": fact["ended_on"]}), _said(fact), later, why, str(fact["id"])]


def _said(fact: dict[str, Any]) -> str:
    return "，".join(part for part in (fact["title"], fact["code_title"], fact["level"], _amount(fact)) if part)


def _fact_row(fact: dict[str, Any]) -> list[str]:
    proofs = {"reported": _("上报"), "declared": _("自报"), "confirmed": _("单位确认"), "verified": _("主管部门核实")}
    proof = "，".join(part for part in (proofs[fact["proof"]], fact["issuer"], fact["source"]) if part)
    return [
        _days({"since": fact["happened_on"], "until": fact["ended_on"]}),
        _said(fact),
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
