"""The forms of a change: what a clerk proposes for one entry, and what a reviewer answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jiangxin.doors.me.declare_forms import DayField, FactForm, first_values
from jiangxin.kernel.actor import Actor
from jiangxin.ledger.services import NewFact, Proposal
from jiangxin.people import queries as people
from jiangxin.people.errors import AmbiguousUnit, UnknownUnit
from jiangxin.policy.book import Book
from jiangxin.policy.facts import PROOF_RANKS

CORRECT, WITHDRAW, COMPLETE, CONFIRM = "correct", "withdraw", "complete", "confirm"
SORTS = {CORRECT: _("更正"), WITHDRAW: _("撤销"), COMPLETE: _("记结束"), CONFIRM: _("确认")}
PROOFS = {"declared": _("待核"), "confirmed": _("单位确认"), "verified": _("部门核实")}
MOST_REASON = 500
WHICH = (("wait", _("等我定")), ("mine", _("我提的")), ("all", _("都看")))
FILTERS = (("", _("都看")), ("declared", _("职工自报")), *SORTS.items())


class ReasonField(forms.CharField):
    """Why, in words."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = {
            "required": _("理由还没写；写明哪里不对、凭什么。"),
            "min_length": _("理由太短；写明哪里不对、凭什么。"),
        }
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(widget=widget, min_length=4, max_length=MOST_REASON, error_messages=wrong, **kwargs)


class ReasonForm(forms.Form):
    """A withdrawal or a confirmation: the reason is all there is to say."""

    reason = ReasonField(label=_("为什么"))

    def __init__(self, *args: Any, fact: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact

    @property
    def typed(self) -> list[forms.BoundField]:
        """Return the fields before the reason."""
        return []

    def proposal(self, action: str) -> Proposal:
        """Return what is proposed."""
        return Proposal(action=action, fact_id=self.fact.pk, proof="confirmed" if action == CONFIRM else "")


class EndForm(ReasonForm):
    """The day on which something ended."""

    ended_on = DayField(label=_("到哪一天"))
    field_order = ("ended_on", "reason")

    @property
    def typed(self) -> list[forms.BoundField]:
        """Return the fields before the reason."""
        return [self["ended_on"]]

    def proposal(self, action: str) -> Proposal:
        """Return what is proposed."""
        return Proposal(action=action, fact_id=self.fact.pk, ended_on=self.cleaned_data["ended_on"])


class CorrectForm(FactForm):
    """What the entry should have said: every field as it stands, to be put right."""

    unit = forms.CharField(label=_("记在哪个单位"), required=False, max_length=120, help_text=_("填全名或代号。"))
    proof = forms.ChoiceField(label=_("证明"))
    reason = ReasonField(label=_("为什么改"))

    def __init__(self, *args: Any, book: Book, fact: Any, actor: Actor, **kwargs: Any) -> None:
        self.fact, self.actor = fact, actor
        kind = book.kinds[fact.kind]
        self.was = people.name_on(fact.credited_to_id, fact.happened_on) if fact.credited_to_id else ""
        rank = {name: number for name, number in PROOF_RANKS.items() if 0 <= number <= fact.proof}
        proof = next((name for name, number in rank.items() if number == fact.proof), "declared")
        first = {**first_values(kind, fact), "unit": self.was, "proof": proof}
        super().__init__(*args, book=book, kind=kind, initial=first, **kwargs)
        choice = self.fields["proof"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(name, PROOFS[name]) for name in PROOFS if name in rank]

    @property
    def typed(self) -> list[forms.BoundField]:
        """Return the fields before the reason."""
        return [*super().typed, self["unit"], self["proof"]]

    def clean(self) -> dict[str, Any]:
        """Look the unit up as it was on the day."""
        data = super().clean() or {}
        text, day = str(data.get("unit", "")).strip(), data.get("happened_on")
        data["credited_to"] = None
        if day is None or not text:
            return data
        if text == self.was and day == self.fact.happened_on:
            data["credited_to"] = (self.fact.credited_to_id, self.fact.credited_path)
            return data
        try:
            unit_id = self.fact.credited_to_id if text == self.was else people.unit_on(text, day).id
        except (UnknownUnit, AmbiguousUnit) as refusal:
            raise ValidationError({"unit": refusal.message}) from refusal
        path = people.paths_on([unit_id], day).get(unit_id)
        if path is None:
            raise ValidationError({"unit": _("这个单位那天不在册；核对单位和日子。")})
        data["credited_to"] = (unit_id, path)
        return data

    def proposal(self, action: str) -> Proposal:
        """Return what is proposed; what no field asks for stays as it is."""
        fact, said = self.fact, self.said()
        if "code" not in self.fields:
            said["code"] = fact.code
        if "quantity" not in self.fields:
            said["quantity"] = fact.quantity
        new = NewFact(
            **said,
            subject_id=fact.subject_id,
            credited_to=self.cleaned_data["credited_to"],
            proof=self.cleaned_data["proof"],
            issuer_id=fact.issuer_id,
            source=fact.source,
            body=fact.body,
        )
        return Proposal(action=action, fact_id=fact.pk, fact=new)


class SettleForm(forms.Form):
    """Whether it is written; a decline needs words."""

    accept = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1")
    answer = forms.CharField(
        label=_("答复"), required=False, max_length=MOST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the words of a decline."""
        data = super().clean() or {}
        if data.get("accept") is False and len(str(data.get("answer", "")).strip()) < 4:
            raise ValidationError({"answer": _("退回要写为什么，至少4个字。")})
        return data


class BatchForm(SettleForm):
    """Several at once; the rows are checked one by one."""

    draft = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": _("还没选；先勾上要办的。")})

    def __init__(self, *args: Any, drafts: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["draft"]
        assert isinstance(choice, forms.TypedMultipleChoiceField)
        choice.choices = [(str(one), "") for one in drafts]


class InboxForm(forms.Form):
    """What the inbox is narrowed to."""

    which = forms.ChoiceField(label=_("看哪些"), choices=WHICH, required=False)
    sort = forms.ChoiceField(label=_("哪一种"), choices=FILTERS, required=False)
    settled = forms.BooleanField(label=_("连同定了的"), required=False)


def form_for(action: str, fact: Any, book: Book, actor: Actor, data: Any = None) -> ReasonForm | CorrectForm:
    """Return the form of one sort of change, filled with the entry as it stands."""
    if action == CORRECT:
        return CorrectForm(data, book=book, fact=fact, actor=actor)
    return EndForm(data, fact=fact) if action == COMPLETE else ReasonForm(data, fact=fact)
