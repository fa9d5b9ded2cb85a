"""Splitting a unit: name the new ones, give each child and person a place, look at the sums, do it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jiangxin.doors.desk.acts import Preview, duty_line, free_key, rehearse, whole_of
from jiangxin.doors.desk.keep_forms import KeepForm, day_field
from jiangxin.doors.desk.keeping import kept_unit, scales_of
from jiangxin.doors.desk.reach import Reach, for_staff
from jiangxin.doors.desk.views.keeping_units import kept_frame, sent
from jiangxin.kernel.refusal import NotAllowed, Refusal
from jiangxin.people import queries as people
from jiangxin.people import services
from jiangxin.people.access.middleware import Request
from jiangxin.people.services import Part
from jiangxin.ui.format import day

MOST_PARTS = 5
FEWEST = 2


class SplitForm(KeepForm):
    """The day, and the names of two to five new units."""

    on = day_field(gettext_lazy("从哪天起"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, MOST_PARTS + 1):
            label = gettext_lazy("第%(n)s家的名称")
            self.fields[f"name{n}"] = forms.CharField(
                label=str(label) % {"n": n}, max_length=120, required=n <= FEWEST,
                error_messages={"required": str(gettext_lazy("名称还没填；至少拆成两家。"))},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse two of the same name."""
        data = super().clean() or {}
        names = [name for n in range(1, MOST_PARTS + 1) if (name := str(data.get(f"name{n}") or "").strip())]
        if len(set(names)) < len(names):
            raise ValidationError(_("新单位的名称重了；各写各的名称。"))
        return data | {"names": names}


@dataclass(frozen=True)
class Placing:
    """One child unit or spell to be placed: its field's name, what it is, and the part chosen (from 1; 0 none)."""

    field: str
    id: int
    title: str
    sub: str
    chosen: int


@dataclass(frozen=True)
class Plan:
    """Everything that a split must place."""

    on: date
    names: tuple[str, ...]
    children: tuple[Placing, ...]
    spells: tuple[Placing, ...]

    def parts(self) -> list[Part]:
        """Return the parts with what was given to each; what was given to none stays out and is refused."""
        keys: list[str] = []
        for name in self.names:
            keys.append(free_key(name, tuple(keys)))
        return [
            Part(
                key,
                name,
                tuple(one.id for one in self.children if one.chosen == n),
                tuple(one.id for one in self.spells if one.chosen == n),
            )
            for n, (key, name) in enumerate(zip(keys, self.names, strict=True), 1)
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def split_unit(request: Request, unit_id: int) -> HttpResponse:
    """Split a unit, step by step; every child and every person must be placed."""
    reach = kept_unit(request, unit_id)
    step = request.POST.get("step", "")
    form = SplitForm(request.POST or None, reach=reach)
    context: dict[str, Any] = {**kept_frame(reach), "form": form, "sent": sent(request)}
    if request.method != "POST" or step == "edit" or not form.is_valid():
        if step == "edit":
            form.errors.clear()
        status = 422 if request.method == "POST" and step != "edit" else 200
        return render(request, "desk/keep_split.html", context, status=status)
    status, seen = 200, request.POST.get("seen", "")
    try:
        plan = plan_of(request, reach, form.cleaned_data)
        named = [(name, value) for name, value in sent(request) if name == "on" or name.startswith("name")]
        context |= {"plan": plan, "parts": list(enumerate(plan.names, 1)), "named": named}
        if step == "do" and seen:
            made = services.split_unit(
                actor=request.actor, unit_id=unit_id, parts=plan.parts(), on=plan.on, seen=seen
            )  # fmt: skip
            words = {"count": len(made), "day": day(plan.on)}
            messages.success(request, _("已办：从%(day)s起拆成%(count)s家。") % words)
            return redirect("desk:unit", unit_id=made[0].pk)
        if step == "look":
            context["preview"] = _preview(reach, plan)
            return render(request, "desk/keep_look.html", context | {"act": _heading(), "back": "place"})
    except NotAllowed:
        form.add_error(None, _("拆分要由上级来办，没有拆。请找管上级的人。"))
        status = NotAllowed.status
    except Refusal as refusal:
        form.refuse(refusal)
        status = refusal.status
    page = "desk/keep_place.html" if "plan" in context else "desk/keep_split.html"
    return render(request, page, context, status=status)


def plan_of(request: Request, reach: Reach, data: dict[str, Any]) -> Plan:
    """Return what a split on this day must place, with what was chosen for each."""
    on, names = data["on"], tuple(data["names"])
    people.path_on(reach.unit.id, on)
    rest = _number(request, "rest", len(names))

    def placing(field: str, one: int, title: str, sub: str) -> Placing:
        return Placing(field, one, title, sub, _number(request, field, len(names)) or rest)

    children = people.children_from(reach.unit.id, on)
    spells = people.spells_from(reach.unit.id, on)
    return Plan(
        on=on,
        names=names,
        children=tuple(placing(f"unit-{one}", one, name, "") for one, name in children.items()),
        spells=tuple(
            placing(f"spell-{one.pk}", one.pk, one.person.name, str(one.get_kind_display())) for one in spells
        ),
    )


def _preview(reach: Reach, plan: Plan) -> Preview:
    seen = people.unit_stamp([reach.unit.id])
    lines = [(_("到前一天为止"), reach.unit.name)]
    for n, name in enumerate(plan.names, 1):
        units = [one.title for one in plan.children if one.chosen == n]
        words = {"units": len(units), "spells": sum(one.chosen == n for one in plan.spells)}
        lines.append((name, _("下级%(units)s家，本级在册%(spells)s段") % words))
    told = ((*lines, *duty_line(reach)), seen)
    scales = scales_of(reach, plan.on)
    actor = reach.request.actor
    return rehearse(
        scales,
        [reach.unit.id],
        whole_of(reach),
        lambda: services.split_unit(actor=actor, unit_id=reach.unit.id, parts=plan.parts(), on=plan.on),
        told,
    )


def _heading() -> dict[str, str]:
    return {"title": _("拆分"), "lead": _("原单位到前一天为止；办了不能撤。")}


def _number(request: Request, field: str, most: int) -> int:
    text = request.POST.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < FEWEST and int(text) <= most else 0
