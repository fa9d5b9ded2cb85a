"""Keeping persons: register one with his first spell; begin, move, end and set right his spells."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiangxin.doors.desk.keep_forms import CorrectForm, EndForm, EnrolForm, KeepForm, SpellForm
from jiangxin.doors.desk.keeping import units_near
from jiangxin.doors.desk.reach import Reach, for_staff, reached
from jiangxin.doors.desk.views.boards import frame
from jiangxin.doors.me import who, words
from jiangxin.doors.me.stand import Stand
from jiangxin.kernel import clock
from jiangxin.kernel.actor import require
from jiangxin.kernel.refusal import NotAllowed, Refusal
from jiangxin.people import access, services
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.errors import PersonThere, TwiceThere
from jiangxin.people.queries import SpellLine
from jiangxin.people.services import NewPerson, NewSpell
from jiangxin.ui.format import day

KEPT = "desk:spells"
WIDE = frozenset({"city", "district", "zone"})
Data = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A spell as its line says it: the trade in words, the mark of its proof, who entered and who took it back."""

    line: SpellLine
    trade: str
    proof: str
    proof_name: str
    by: str
    back_by: str


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_person(request: Request) -> HttpResponse:
    """Register one person; whoever is known already is led to, or joined without being shown."""
    require(access.can_register_persons, request.actor)
    reach = _reach(request)
    form = EnrolForm(request.POST or None, reach=reach, book=reach.book, initial=_first(request, reach))
    if request.method != "POST":
        form.fields.pop("other")
        return render(request, "desk/keep_person.html", _context(reach, form))
    more: Data = {}
    status = 422
    if form.is_valid():
        try:
            person_id = _enrol(request, form.cleaned_data)
        except PersonThere as refusal:
            more, status = {"known": refusal.details["candidate"] or 0, "elsewhere": True}, refusal.status
        except TwiceThere as refusal:
            form.refuse(refusal)
            more, status = {"twins": people.persons_named(request.actor, refusal.details["candidates"])}, refusal.status
        except NotAllowed as refusal:
            form.add_error("unit", _("这家不归你登记人；换一家，或请那边登记。"))
            status = refusal.status
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(request, _("已登记：%(name)s。") % {"name": form.cleaned_data["name"].strip()})
            seen = access.can_read(request.actor, person_id)
            return redirect(KEPT, person_id=person_id) if seen else redirect("desk:person_new")
    if "twins" not in more and not form.data.get("other"):
        form.fields.pop("other")
    return render(request, "desk/keep_person.html", _context(reach, form) | more, status=status)


@require_http_methods(["GET", "HEAD"])
@for_staff
def spells(request: Request, person_id: int) -> HttpResponse:
    """A person's spells as far as the keeper may see them, those taken back beside what is right."""
    reach, name = _kept(request, person_id)
    keeps = {
        unit_id
        for unit_id, path in people.units_of_spells(person_id).items()
        if access.can_keep_persons(request.actor, path)
    }
    lines, more = people.spell_lines(request.actor, person_id, keeps)
    services.log_read(actor=request.actor, person_id=person_id, what="spells", purpose=_("办理在册时段"))
    context = _context(reach, None) | {"person_id": person_id, "name": name, "lines": _told(reach, lines), "more": more}
    return render(request, "desk/spells.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def spell_new(request: Request, person_id: int) -> HttpResponse:
    """Begin another spell of a person in sight."""
    reach, name = _kept(request, person_id)
    form = SpellForm(request.POST or None, reach=reach, book=reach.book, initial=_first(request, reach))

    def act(data: Data) -> str:
        services.start_spell(actor=request.actor, new=_spell(person_id, data))
        return _("已记：从%(day)s起在“%(unit)s”。") % {"day": day(data["since"]), "unit": data["unit"].name}

    title = _("加一段")
    return _answer(request, form, act, _context(reach, form) | {"person_id": person_id, "name": name, "title": title})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def spell_change(request: Request, person_id: int, spell_id: int, act: str) -> HttpResponse:
    """Move to another unit, end, or set right one spell."""
    reach, name = _kept(request, person_id)
    spell = people.one_spell(request.actor, person_id, spell_id)
    if spell is None or act not in {"move", "end", "correct"}:
        raise Http404
    actor, typed = request.actor, request.POST or None
    context = {"person_id": person_id, "name": name, "spell": spell, "unit_was": people.name_on(spell.unit_id)}
    if act == "end":
        form: KeepForm = EndForm(typed, reach=reach)

        def ended(data: Data) -> str:
            services.end_spell(actor=actor, spell_id=spell_id, until=data["until"])
            return _("已记：到%(day)s为止。") % {"day": day(data["until"])}

        return _answer(request, form, ended, _context(reach, form) | context | {"title": _("办离开")})
    book = reach.book
    said = _said(reach, spell, whole=act == "correct")
    if act == "move":
        form = SpellForm(typed, reach=reach, book=book, initial=said)

        def moved(data: Data) -> str:
            services.move_spell(actor=actor, spell_id=spell_id, new=_spell(spell.person_id, data))
            return _("已办：从%(day)s起转到“%(unit)s”。") % {"day": day(data["since"]), "unit": data["unit"].name}

        return _answer(request, form, moved, _context(reach, form) | context | {"title": _("转到别的单位")})
    form = CorrectForm(typed, reach=reach, book=book, initial=said)
    if request.POST.get("step") == "gone":
        return _gone(request, form, spell_id, _context(reach, form) | context)

    def set_right(data: Data) -> str:
        new = _spell(spell.person_id, data, until=data["until"])
        services.correct_spell(actor=actor, spell_id=spell_id, new=new, why=data["why"])
        return _("已更正；原来的一段留着，写明谁改的、为什么。")

    return _answer(request, form, set_right, _context(reach, form) | context | {"title": _("更正这一段"), "gone": True})


def _gone(request: Request, form: KeepForm, spell_id: int, context: Data) -> HttpResponse:
    """Take a spell back that never was; only the reason is asked."""
    why = request.POST.get("why", "")
    try:
        services.take_back_spell(actor=request.actor, spell_id=spell_id, why=why)
    except Refusal as refusal:
        form.errors.clear()
        form.refuse(refusal)
        context |= {"title": _("更正这一段"), "gone": True}
        return render(request, "desk/spell_form.html", context, status=refusal.status)
    messages.success(request, _("已撤下这一段；账上的几笔也撤销了。"))
    return redirect(KEPT, person_id=context["person_id"])


def _answer(request: Request, form: KeepForm, act: Any, context: Data) -> HttpResponse:
    """Show a form, or do what it asks and go back to the person's spells; a refusal stands above the form."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                told = act(form.cleaned_data)
            except NotAllowed as refusal:
                form.add_error(None, _("这家或那家的人不归你管，没有办。请找两家都归他管的人。"))
                status = refusal.status
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, told)
                seen = access.can_read(request.actor, context["person_id"])
                return redirect(KEPT, person_id=context["person_id"]) if seen else redirect("desk:people")
    return render(request, "desk/spell_form.html", context, status=status)


def _enrol(request: Request, data: Data) -> int:
    """Register, or, asked for on the page, begin a spell of somebody outside sight; answer the person's id."""
    spell = _spell(0, data)
    if request.POST.get("step") == "join":
        joined = services.join_known(
            actor=request.actor, id_number=data["id_number"], name=data["name"], spell=spell
        )  # fmt: skip
        return joined.person_id
    new = NewPerson(data["name"], data["sex"], data["birth_on"], data["id_number"], data["phone"])
    return services.enrol_person(actor=request.actor, new=new, spell=spell, other=bool(data.get("other"))).pk


def _spell(person_id: int, data: Data, **more: Any) -> NewSpell:
    employed = data["kind"] == "employment"
    return NewSpell(
        person_id, data["unit"].id, data["since"], kind=data["kind"], post=data["post"].strip(),
        post_class=data["post_class"], occupation=data["occupation"], main=data["main"] and employed, **more,
    )  # fmt: skip


def _kept(request: Request, person_id: int) -> tuple[Reach, str]:
    """Return where the keeper stands and the person's name: not found out of sight, refused to whoever keeps nobody."""
    if not access.can_read(request.actor, person_id):
        raise Http404
    require(access.can_register_persons, request.actor)
    return _reach(request), people.persons_named(request.actor, [person_id]).get(person_id, "")


def _reach(request: Request) -> Reach:
    today = clock.today()
    paths = people.paths_reached(request.actor)
    key = request.GET.get("unit", "").strip()
    found = people.unit_reached(paths, today, key=key) if key else people.widest_unit(request.actor, today)
    if found is None:
        raise Http404
    return reached(request, found, Stand(today, None), paths)


def _first(request: Request, reach: Reach) -> Data:
    """Return what a form begins with: the unit the page was opened from, or the keeper's own if it is a firm."""
    own = reach.unit.label if reach.unit.kind not in WIDE else ""
    return {"unit": own, "main": True, "kind": "employment"}


def _context(reach: Reach, form: Any) -> Data:
    near = units_near(reach) if form is not None else []
    return {**frame(reach, "people"), "reach": None, "form": form, "near": near}


def _told(reach: Reach, lines: list[SpellLine]) -> list[Shown]:
    by = who.recorders({key for one in lines for key in (one.by, one.taken_back_by) if key})
    book, today = reach.book, clock.today()
    return [
        Shown(
            one,
            words.trade_words(book, one.occupation, today) if book else one.occupation,
            words.proof_words(one.proof) if one.proof is not None else "",
            words.proof_name(one.proof) if one.proof is not None else "",
            by.get(one.by, ""),
            by.get(one.taken_back_by, ""),
        )
        for one in lines
    ]


def _said(reach: Reach, spell: Any, *, whole: bool) -> Data:
    """Return what a form about a spell begins with: all it says, or only what goes along to another unit."""
    there = whole and bool(people.paths_on([spell.unit_id], clock.today()))
    book = reach.book
    trade = words.trade_words(book, spell.occupation, clock.today()) if book else spell.occupation
    said = {"kind": spell.kind, "post_class": spell.post_class, "occupation": trade, "main": spell.main}
    if not whole:
        return said | {"since": clock.today()}
    unit = people.unit_by_id(spell.unit_id).label if there else ""
    return said | {"unit": unit, "post": spell.post, "since": spell.since, "until": spell.until}
