"""What the ledger page is asked for."""

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from jiangxin.doors.me.lines import Line
from jiangxin.policy.facts import CONFIRMED, DECLARED, VERIFIED

PROOFS = (
    ("", _("都看")),
    ("verified", _("部门核实")),
    ("confirmed", _("单位确认")),
    ("declared", _("待核")),
)
RANKS = {"verified": VERIFIED, "confirmed": CONFIRMED, "declared": DECLARED}


class LedgerForm(forms.Form):
    """Lines by axis, proof and words; with ``all`` also what was superseded or withdrawn."""

    axis = forms.ChoiceField(label=_("维度"), required=False)
    proof = forms.ChoiceField(label=_("证明"), required=False, choices=PROOFS)
    q = forms.CharField(label=_("找一条"), required=False, max_length=40)
    all = forms.BooleanField(label=_("连同更正和撤销的"), required=False)

    def __init__(self, *args: object, axes: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choice = self.fields["axis"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("都看")), *axes, ("-", _("别的"))]

    @property
    def everything(self) -> bool:
        """Tell whether superseded and withdrawn entries are asked for, too."""
        return self.is_valid() and bool(self.cleaned_data["all"])

    def kept(self, lines: Iterable[Line]) -> list[Line]:
        """Return the lines asked for; a field that is wrong asks for nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        axis, proof, text = asked.get("axis", ""), asked.get("proof", ""), asked.get("q", "").strip().lower()
        return [
            line
            for line in lines
            if (not axis or line.axis == ("" if axis == "-" else axis))
            and (not proof or line.proof == RANKS[proof])
            and (not text or text in f"{line.title} {line.sub} {line.day.isoformat()}".lower())
        ]
