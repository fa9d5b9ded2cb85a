"""The changes of a unit that a form can ask for: what each does, in what words, and what it weighs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.doors.desk import keep_forms as forms
from jiangxin.doors.desk.keeping import Balance, Scales, common_unit, parent_path, scales_of
from jiangxin.doors.desk.reach import Reach
from jiangxin.doors.desk.subject import tag_words
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.ids import from36
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from jiangxin.people import services
from jiangxin.people.queries import UnitOn
from jiangxin.people.services import NewUnit
from jiangxin.ui.format import day, number

Data = dict[str, Any]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Preview:
    """What a change will do: in words, in entries written, in sums; ``seen`` is what it was decided on."""

    lines: Pairs
    entries: int
    balance: Balance | None
    seen: str


@dataclass(frozen=True)
class Act:
    """One sort of change; ``others`` are the units it touches beside its own."""

    title: str
    lead: str
    form: type[forms.KeepForm]
    do: Callable[[Actor, UnitOn, Data, str], Any]
    lines: Callable[[Reach, Data], Pairs]
    others: Callable[[Data], list[UnitOn]] = lambda data: []
    weighed: bool = False


def act_named(name: str) -> Act | None:
    """Return a sort of change by its name in the address."""
    made = {"register": _register, "rename": _rename, "move": _move, "merge": _merge, "tag": _tag, "union": _union}
    return made[name]() if name in made else None


def touched(act: Act, unit: UnitOn, data: Data) -> list[int]:
    """Return the units whose state a change is decided on, its own first."""
    return [unit.id, *(one.id for one in act.others(data))]


def day_of(data: Data) -> date:
    """Return the day of a change."""
    found: date = data.get("on") or data["since"]
    return found


def preview_of(act: Act, reach: Reach, data: Data) -> Preview:
    """Rehearse a change and return what comes of it; refusals of the change pass through."""
    seen = people.unit_stamp(touched(act, reach.unit, data))
    lines = act.lines(reach, data)
    scales, ids, whole = scales_of(reach, day_of(data)), [], None
    if act.weighed:
        paths = [reach.unit.path, *(one.path for one in act.others(data))]
        whole = common_unit([parent_path(path) for path in paths], reach.paths)
        ids = _weighed_ids(reach, act, data)
    return rehearse(scales, ids, whole, lambda: act.do(reach.request.actor, reach.unit, data, ""), (lines, seen))


def rehearse(
    scales: Scales, ids: list[int], whole: int | None, do: Callable[[], Any], told: tuple[Pairs, str]
) -> Preview:
    """Weigh units before and after a change that is not kept; what it makes anew is weighed after it."""
    weighed = [*ids, *([whole] if whole else [])]
    before = scales.weigh(weighed) if whole else {}
    head = ledger.head()

    def look(made: Any) -> Preview:
        fresh = [one.pk for one in made] if isinstance(made, list) else []
        after = scales.weigh([*ids, *fresh, *weighed]) if whole else {}
        balance = scales.balance(before, after, whole) if whole else None
        return Preview(told[0], ledger.head() - head, balance, told[1])

    return services.rehearsed(do, look)


def _weighed_ids(reach: Reach, act: Act, data: Data) -> list[int]:
    """Return the units whose numbers change: of a move the two above, of a merge the two themselves."""
    others = [one.id for one in act.others(data)]
    if act.form is forms.MoveForm:
        return [one for one in (reach.unit.parent_id, *others) if one]
    return [reach.unit.id, *others]


def _register() -> Act:
    def do(actor: Actor, unit: UnitOn, data: Data, seen: str) -> Any:
        key = data["key"] or free_key(data["name"])
        new = NewUnit(
            key, data["kind"], data["name"].strip(), data["since"], unit.id,
            employer_code=data["employer_code"], union_code=data["union_code"],
        )  # fmt: skip
        return services.register_unit(actor=actor, new=new)

    def lines(reach: Reach, data: Data) -> Pairs:
        kinds = {str(code): str(words) for code, words in forms.UNIT_KINDS}
        return (
            (_("新单位"), f"{data['name']}（{data['key'] or free_key(data['name'])}）"),
            (_("类别"), kinds[data["kind"]]),
            (_("上级"), reach.unit.name),
            (_("从哪天起"), day(data["since"])),
        )

    return Act(_("登记下级单位"), _("新单位从那天起在它下面。"), forms.RegisterUnitForm, do, lines)


def _rename() -> Act:
    def do(actor: Actor, unit: UnitOn, data: Data, seen: str) -> Any:
        return services.rename_unit(actor=actor, unit_id=unit.id, name=data["name"], on=data["on"], seen=seen)

    def lines(reach: Reach, data: Data) -> Pairs:
        return (
            (_("到前一天叫"), people.name_on(reach.unit.id, data["on"])),
            (_("从%(day)s起叫") % {"day": day(data["on"])}, data["name"].strip()),
        )

    return Act(_("更名"), _("那天以前的报表仍用原名。"), forms.RenameForm, do, lines)


def _move() -> Act:
    def do(actor: Actor, unit: UnitOn, data: Data, seen: str) -> Any:
        goal: UnitOn = data["parent"]
        return services.move_unit(actor=actor, unit_id=unit.id, parent_id=goal.id, on=data["on"], seen=seen)

    def lines(reach: Reach, data: Data) -> Pairs:
        above = people.name_on(reach.unit.parent_id, data["on"]) if reach.unit.parent_id else "–"
        return (
            (_("现在的上级"), above),
            (_("从%(day)s起归") % {"day": day(data["on"])}, data["parent"].label),
            *_goes_along(reach, data),
        )

    return Act(
        _("改隶"), _("它和下面的都一起走；那天以前的报表不变。"), forms.MoveForm, do, lines,
        lambda data: [data["parent"]], weighed=True,
    )  # fmt: skip


def _merge() -> Act:
    def do(actor: Actor, unit: UnitOn, data: Data, seen: str) -> Any:
        goal: UnitOn = data["into"]
        return services.merge_units(actor=actor, unit_ids=[unit.id], into_id=goal.id, on=data["on"], seen=seen)

    def lines(reach: Reach, data: Data) -> Pairs:
        return (
            (_("到前一天为止"), reach.unit.name),
            (_("从%(day)s起都归") % {"day": day(data["on"])}, data["into"].label),
            *_goes_along(reach, data),
            *duty_line(reach),
        )

    return Act(
        _("并入别家"), _("人、下级和那天以后的账都归过去；办了不能撤。"), forms.MergeForm, do, lines,
        lambda data: [data["into"]], weighed=True,
    )  # fmt: skip


def _tag() -> Act:
    def do(actor: Actor, unit: UnitOn, data: Data, seen: str) -> Any:
        words = {"family": data["family"], "code": data["code"], "on": data["on"]}
        return services.tag_unit(actor=actor, unit_id=unit.id, seen=seen, **words)

    def lines(reach: Reach, data: Data) -> Pairs:
        families = {code: str(words) for code, words in forms.FAMILIES}
        book, family, on = reach.book, data["family"], data["on"]
        now = [tag_words(book, family, code, on) for code in people.tags_on(reach.unit.id, on).get(family, ())]
        return (
            (_("分类"), families[data["family"]]),
            (_("到前一天"), "、".join(now) or "–"),
            (_("从%(day)s起") % {"day": day(on)}, tag_words(book, family, data["code"], on) or "–"),
        )

    return Act(_("改标签"), _("同一组数能按标签分开看；以前的日子不变。"), forms.TagForm, do, lines)


def _union() -> Act:
    def do(actor: Actor, unit: UnitOn, data: Data, seen: str) -> Any:
        if data["act"] == "until":
            return services.end_union(actor=actor, unit_id=unit.id, until=data["on"], seen=seen)
        code = data["union_code"]
        return services.set_unionised(actor=actor, unit_id=unit.id, since=data["on"], union_code=code, seen=seen)

    def lines(reach: Reach, data: Data) -> Pairs:
        word = _("撤会，最后一天") if data["act"] == "until" else _("建会，第一天")
        return ((_("单位"), reach.unit.name), (word, day(data["on"])))

    return Act(_("建会、撤会"), _("建会、撤会都记进账本。"), forms.UnionForm, do, lines)


def _goes_along(reach: Reach, data: Data) -> Pairs:
    path = people.path_on(reach.unit.id, data["on"])
    heads = people.heads_at(path, data["on"])
    return (
        (_("一起走的下级"), _("%(count)s家") % {"count": number(people.units_at(path, data["on"]))}),
        (_("在册的人"), _("%(count)s人") % {"count": number(heads)}),
    )


def duty_line(reach: Reach) -> Pairs:
    """Return who answers for a unit that will end, for their duties end with it."""
    held = people.charges_of(reach.unit.id, reach.on)
    who = "、".join(f"{one.who}（{one.duty}）" for one in held[:6])
    return ((_("职责要另给"), who),) if who else ()


def free_key(name: str, beside: tuple[str, ...] = ()) -> str:
    """Return a key that nobody has, from a name's readings."""
    return people.free_key(name, beside)


def whole_of(reach: Reach) -> int | None:
    """Return the unit above, where it is in sight."""
    above = parent_path(reach.unit.path)
    return from36(above.strip("/").rsplit("/", 1)[-1]) if above.startswith(reach.paths) else None
