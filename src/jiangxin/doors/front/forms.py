"""What a reader may ask of the honour wall."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class WallForm(forms.Form):
    """A year, a title, a name: all may be left out; an unknown choice is told, not guessed."""

    year = forms.TypedChoiceField(label=_("年份"), required=False, coerce=int, empty_value=None)
    title = forms.ChoiceField(label=_("称号"), required=False)
    name = forms.CharField(label=_("姓名或单位"), required=False, max_length=40)

    def __init__(self, *args: Any, years: Sequence[int], titles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("全部")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["title"].choices = [("", _("全部")), *titles]  # type: ignore[attr-defined]
