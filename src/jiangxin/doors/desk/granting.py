"""The forms of rights: who may see what, duties given and lent, files opened out of turn, numbers shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiangxin.people.queries import rules
from jiangxin.people.queries.duties import DUTIES
from jiangxin.people.queries.opened import GROUNDS

TYPED_OFTEN = {"required": _("这一项还没填。")}


def text(label: Any, most: int, *, hint: Any = "", required: bool = True) -> forms.CharField:
    """Return a line of text."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        error_messages=TYPED_OFTEN,
        widget=forms.TextInput(attrs={"placeholder": hint, "autocomplete": "off"}),
    )


def day(label: Any, *, required: bool = True) -> forms.DateField:
    """Return a day."""
    return forms.DateField(
        label=label,
        required=required,
        error_messages={"required": _("日子还没选。"), "invalid": _("日子看不懂；照 2024-09-12 这样写。")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class RightsForm(forms.Form):
    """Whom and what it is asked about; everything may be left out."""

    q = text(_("谁的"), 40, hint=_("姓名、编号、手机后四位"), required=False)
    thing = forms.ChoiceField(label=_("哪一样"), required=False, choices=rules.Thing.choices)
    user = text(_("或按登录名，看他看得到什么"), 64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["type"] = "search"

    @property
    def thing_asked(self) -> rules.Thing:
        """Return the thing, the name if none or no such thing is asked for."""
        said = self.cleaned_data.get("thing") if self.is_valid() else ""
        return rules.Thing(said) if said else rules.Thing.NAME


class DutiesForm(forms.Form):
    """What the list of duties is narrowed to."""

    user = text(_("登录名"), 64, required=False)
    duty = forms.ChoiceField(label=_("职责"), required=False)
    over = forms.BooleanField(label=_("连同已结束的"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = [("", _("全部")), *DUTIES]  # type: ignore[attr-defined]


class GiveForm(forms.Form):
    """A duty for a log-in over the unit in the scope bar."""

    username = text(_("给谁（登录名）"), 64)
    name = forms.ChoiceField(label=_("职责"), choices=DUTIES)
    since = day(_("从哪天"))
    until = day(_("到哪天"), required=False)
    purpose = text(_("限用于"), 64, hint=_("不限就空着"), required=False)


class LendForm(forms.Form):
    """To whom one's own duty is lent, over which unit, until when."""

    username = text(_("给谁（登录名）"), 64)
    unit = text(_("哪一级（单位代号）"), 80)
    until = day(_("到哪天"))


class EndForm(forms.Form):
    """The last day of a duty."""

    until = day(_("最后一天"))


class GlassForm(forms.Form):
    """Whose file is opened out of turn, on what ground, why."""

    who = text(_("看谁"), 64, hint=_("身份证全号、手机全号，或编号"))
    ground = forms.ChoiceField(label=_("什么情形"), choices=GROUNDS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("事由"),
        min_length=10,
        max_length=200,
        error_messages={
            **TYPED_OFTEN,
            "min_length": _("事由太短，至少10个字；写明出了什么事、要看什么、用来做什么。"),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewForm(forms.Form):
    """What is found when an opening is looked at again."""

    verdict = forms.ChoiceField(
        label=_("复核"), choices=[("proper", _("用得对")), ("improper", _("不该看"))], widget=forms.RadioSelect
    )
    remark = text(_("意见"), 200, required=False)


class NumberForm(forms.Form):
    """Which number is shown in full, and why."""

    what = forms.ChoiceField(choices=[("phone", ""), ("id_number", "")], widget=forms.HiddenInput)
    purpose = forms.CharField(
        label=_("为什么看全号"),
        min_length=2,
        max_length=120,
        error_messages={
            "required": _("事由还没写；写明用在哪件事上。"),
            "min_length": _("事由太短；写明用在哪件事上。"),
        },
        widget=forms.TextInput(attrs={"placeholder": _("例如：通知领证"), "autocomplete": "off"}),
    )
