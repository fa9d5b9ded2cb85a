"""What the lists of persons and of units are narrowed by."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Choices = Sequence[tuple[str, Any]]
ALL = ("", gettext_lazy("全部"))
SEXES: Choices = [ALL, ("male", gettext_lazy("男")), ("female", gettext_lazy("女"))]
POSTS: Choices = [
    ALL, ("worker", gettext_lazy("工人")), ("technical", gettext_lazy("专业技术")),
    ("managerial", gettext_lazy("管理")),
]  # fmt: skip
STANDINGS: Choices = [
    ALL, ("employed", gettext_lazy("在职")), ("member", gettext_lazy("会员")),
    ("unjoined", gettext_lazy("在职没入会")), ("only-member", gettext_lazy("只有会籍")),
]  # fmt: skip
UNIONISED: Choices = [ALL, ("yes", gettext_lazy("已建会")), ("no", gettext_lazy("没建会"))]
OUT_OF_RANGE = gettext_lazy("年龄在0到120之间。")
WRONG_AGE = {"invalid": gettext_lazy("年龄写整数。"), "min_value": OUT_OF_RANGE, "max_value": OUT_OF_RANGE}


def age(label: Any) -> forms.IntegerField:
    """Return a field for full years of age."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=120, error_messages=WRONG_AGE)


class ListForm(forms.Form):
    """A form of filters: what is chosen, in words."""

    def said(self) -> list[tuple[str, str]]:
        """Return the filters that are set, as (what, value)."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name) if self.is_valid() else None
            if value not in (None, "", False):
                titles: dict[Any, Any] = dict(getattr(field, "choices", ()))
                found.append((str(field.label), str(titles.get(value, value))))
        return found

    def choose(self, name: str, choices: Choices) -> None:
        """Offer these choices, and all."""
        self.fields[name].choices = [ALL, *choices]  # type: ignore[attr-defined]


class RosterForm(ListForm):
    """Text to find by, trade, grade, age, sex, class of post, standing; ``member`` is an older address's word."""

    q = forms.CharField(label=gettext_lazy("找人"), required=False, max_length=40)
    trade = forms.ChoiceField(label=gettext_lazy("工种"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("等级"), required=False)
    post = forms.ChoiceField(label=gettext_lazy("岗位"), required=False, choices=POSTS)
    standing = forms.ChoiceField(label=gettext_lazy("身份"), required=False, choices=STANDINGS)
    sex = forms.ChoiceField(label=gettext_lazy("性别"), required=False, choices=SEXES)
    age_from = age(gettext_lazy("年满"))
    age_to = age(gettext_lazy("不过"))

    def __init__(self, *args: Any, trades: Choices, levels: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("trade", trades)
        self.choose("level", levels)

    def clean(self) -> dict[str, Any]:
        """Refuse a band of age that holds nobody."""
        said = super().clean() or {}
        low, high = said.get("age_from"), said.get("age_to")
        if low is not None and high is not None and low > high:
            self.add_error("age_to", _("两头写反了：前面的年龄要小。"))
        return said


class UnitsForm(ListForm):
    """Text to find by, kind, unionised or not, and one choice for each classification of the book."""

    q = forms.CharField(label=gettext_lazy("找单位"), required=False, max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("哪类"), required=False)
    unionised = forms.ChoiceField(label=gettext_lazy("建会"), required=False, choices=UNIONISED)

    def __init__(self, *args: Any, kinds: Choices, families: Sequence[tuple[str, str, Choices]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.families = [name for name, _title, _choices in families]
        self.choose("kind", kinds)
        for name, title, choices in families:
            self.fields[f"t-{name}"] = forms.ChoiceField(label=title, required=False)
            self.choose(f"t-{name}", choices)

    def tags(self) -> dict[str, str]:
        """Return the code chosen in each family."""
        said = {name: self.cleaned_data.get(f"t-{name}", "") for name in self.families}
        return {name: code for name, code in said.items() if code}
