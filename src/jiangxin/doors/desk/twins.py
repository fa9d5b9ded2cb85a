"""A pair in words: what speaks for it, each side, the acts open to a reader."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from jiangxin.people.queries.likeness import WORDS
from jiangxin.people.queries.sight import grants
from jiangxin.people.queries.twins import DECIDES, FINDS, twins_waiting
from jiangxin.people.services import twins
from jiangxin.ui.todo import Todo

REQUIRED = {"required": gettext_lazy("这一项还没填。")}


class TwinsForm(forms.Form):
    """Which pairs to list."""

    OPEN: ClassVar[str] = "open"
    state = forms.ChoiceField(
        label=gettext_lazy("看哪些"),
        required=False,
        choices=[
            ("open", gettext_lazy("待看")),
            ("proposed", gettext_lazy("待合并")),
            ("joined", gettext_lazy("已合并")),
            ("apart", gettext_lazy("不是一人")),
        ],
    )


class TwinForm(forms.Form):
    """What to make of a pair."""

    act = forms.ChoiceField(choices=[(name, name) for name in ("propose", "join", "apart", "part")])
    keep = forms.ChoiceField(label=gettext_lazy("保留哪一份"), required=False, error_messages=REQUIRED)
    reason = forms.CharField(label=gettext_lazy("凭什么说是一个人"), max_length=500, required=False)

    def __init__(self, *args: Any, twin: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = (twin.first, twin.second)
        self.fields["keep"].choices = [(one.pk, f"{one.name}（{one.pk}）") for one in sides]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Side:
    """One record of a pair; numbers are masked."""

    id: int
    name: str
    sex: str
    birth_on: date | None
    id_number: str
    phone: str
    units: tuple[str, ...]
    facts: int


def side_of(person: Any) -> Side:
    """Return one record with where it stands today and how much the ledger holds of it."""
    today = clock.today()
    spells = people.spells_of(person.pk, today)
    names = people.names_on({row.unit_id for row in spells}, today)
    return Side(
        id=person.pk,
        name=person.name,
        sex=person.get_sex_display(),
        birth_on=person.birth_on,
        id_number=person.id_number.masked if person.id_number else "",
        phone=person.phone.masked if person.phone else "",
        units=tuple(dict.fromkeys(names.values())),
        facts=len(ledger.facts_of([person.pk])),
    )


def signs_words(signs: Iterable[str]) -> list[str]:
    """Say what speaks for and against a pair."""
    return [str(WORDS.get(sign, sign)) for sign in signs]


def acts_for(actor: Actor, twin: Any) -> set[str]:
    """Return the acts that an actor has at this step; the services ask again."""
    finds, decides = bool(grants(actor, FINDS)), bool(grants(actor, DECIDES))
    mine = twin.proposed_by == actor.key
    open_to = {
        "open": {"propose", "apart"} if finds else set(),
        "apart": {"propose"} if finds else set(),
        "proposed": ({"join", "apart"} if decides and not mine else set()) | ({"apart"} if mine else set()),
        "joined": {"part"} if decides else set(),
    }
    return open_to[twin.state]


def todos(request: HttpRequest) -> Iterable[Todo]:
    """Say how many pairs wait for the reader; nothing where none does."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    count = twins_waiting(actor).count()
    if count:
        yield Todo("twins", gettext_lazy("疑似重复的名册"), reverse("desk:twins"), count)


def _propose(actor: Actor, twin: Any, said: dict[str, Any]) -> str:
    keep = int(said["keep"] or twin.first_id)
    twins.propose_join(actor=actor, twin_id=twin.pk, keep_id=keep, reason=said["reason"])
    return _("提了，等另一位来合并。")


def _join(actor: Actor, twin: Any, said: dict[str, Any]) -> str:
    twins.join_twins(actor=actor, twin_id=twin.pk)
    return _("合并了。两份的账都在，可以拆回来。")


def _apart(actor: Actor, twin: Any, said: dict[str, Any]) -> str:
    twins.keep_apart(actor=actor, twin_id=twin.pk)
    return _("记下了：不是一个人，以后不再列出。")


def _part(actor: Actor, twin: Any, said: dict[str, Any]) -> str:
    twins.part_twins(actor=actor, twin_id=twin.pk)
    return _("拆开了，各归各的账。")


ACTS: dict[str, Callable[[Actor, Any, dict[str, Any]], str]] = {
    "propose": _propose,
    "join": _join,
    "apart": _apart,
    "part": _part,
}
