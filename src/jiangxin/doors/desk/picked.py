"""What can be done to the persons picked in a list: each act is registered by its room, and tried row by row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _ as words
from jiangxin.people.queries import sees_any_persons

MOST = 300  # persons in one go; more is narrowed first, so that the answer comes while one waits


@dataclass(frozen=True)
class Act:
    """One act: ``do`` takes the actor, a person's id and the form's clean data and answers what became of it."""

    key: str
    title: str | Promise
    lead: str | Promise  # what it does and what it does not
    form: type[forms.Form]
    do: Callable[[Actor, int, Mapping[str, Any]], str]
    may: Callable[[Actor], bool] = sees_any_persons


@dataclass(frozen=True)
class Outcome:
    """What became of one row."""

    person_id: int
    done: bool
    words: str


class TooManyPicked(Refusal):
    code = "desk-too-many-picked"
    default = words("选了%(count)s人，一次最多办%(most)s人，什么也没有改；加一个条件分几次办。")


_acts: dict[str, Act] = {}


def add_act(act: Act) -> None:
    """Offer an act on the persons of a list; call it in ``AppConfig.ready``."""
    if act.key in _acts:
        raise ImproperlyConfigured(f"act {act.key!r} is registered twice")
    _acts[act.key] = act


def acts_for(actor: Actor) -> list[Act]:
    """Return the acts this actor may try."""
    return [act for act in _acts.values() if act.may(actor)]


def do_all(actor: Actor, act: Act, person_ids: Sequence[int], said: Mapping[str, Any]) -> list[Outcome]:
    """Try an act on each person apart: one that is refused does not hold up the others."""
    if len(person_ids) > MOST:
        raise TooManyPicked(count=len(person_ids), most=MOST)
    return [_tried(actor, act, person_id, said) for person_id in person_ids]


def _tried(actor: Actor, act: Act, person_id: int, said: Mapping[str, Any]) -> Outcome:
    try:
        return Outcome(person_id, done=True, words=act.do(actor, person_id, said))
    except Refusal as refusal:
        return Outcome(person_id, done=False, words=refusal.message)


class LastDayForm(forms.Form):
    """The last day on the roster, and which sort of spell ends."""

    until = forms.DateField(
        label=gettext_lazy("最后一天"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("最后一天还没填；填上再办。")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("结束哪种"),
        required=False,
        choices=[
            ("", gettext_lazy("任职和会籍")),
            ("employment", gettext_lazy("只结束任职")),
            ("membership", gettext_lazy("只结束会籍")),
        ],
    )


class FirstDayForm(forms.Form):
    """The first day of membership."""

    since = forms.DateField(
        label=gettext_lazy("入会日"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("入会日还没填；填上再办。")},
    )

    def clean_since(self) -> Any:
        """Refuse a day that is still to come."""
        day = self.cleaned_data["since"]
        if day > clock.today():
            raise forms.ValidationError(_("入会日还没到；填今天或以前。"))
        return day
