"""What the desk's lists are narrowed by."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FactsForm(forms.Form):
    """One code, one month."""

    code = forms.ChoiceField(label=_("类别"), required=False)
    month = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$",
        label=_("哪个月"),
        required=False,
        error_messages={"invalid": _("月份看不懂；照 2024-09 这样写。")},
        widget=forms.TextInput(attrs={"placeholder": "2024-09", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, codes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", _("全部")), *codes]  # type: ignore[attr-defined]

    def clean_month(self) -> date | None:
        """Return the first day of the month."""
        text = self.cleaned_data["month"]
        return date.fromisoformat(f"{text}-01") if text else None


class PurposeForm(forms.Form):
    """What somebody's file is read for."""

    purpose = forms.CharField(
        label=_("为什么看"),
        min_length=2,
        max_length=120,
        error_messages={
            "required": _("事由还没写；写明用在哪件事上。"),
            "min_length": _("事由太短；写明用在哪件事上。"),
        },
        widget=forms.TextInput(attrs={"placeholder": _("例如：核对申报材料")}),
    )
