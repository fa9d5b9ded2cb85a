"""The forms by which persons and units are kept: typed words become ids and codes, or say what to do."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from rapidfuzz import process

from jiangxin.doors.desk.keeping import named_unit
from jiangxin.doors.desk.reach import Reach
from jiangxin.doors.me.words import TRADES, said
from jiangxin.kernel import clock, numbers
from jiangxin.kernel.refusal import Refusal
from jiangxin.people.queries import UnitOn
from jiangxin.policy.book import Book
from jiangxin.policy.entries.stock import ListEntry

KEY = r"^[a-z0-9][a-z0-9-]{1,63}$"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:-]{0,63}", re.ASCII)
UNIT_KINDS = [
    ("district", _("区县")), ("zone", _("功能区")), ("street", _("镇街")), ("enterprise", _("企业")),
    ("workshop", _("车间")), ("team", _("班组")), ("academy", _("工匠学院")), ("studio", _("工作室")),
    ("association", _("协会")), ("outside", _("外单位")),
]  # fmt: skip
FAMILIES = [
    ("industry", _("行业")), ("size", _("规模")), ("ownership", _("经济类型")), ("cluster", _("集群")),
    ("area", _("地域")),
]  # fmt: skip
POSTS = [("", _("未填")), ("worker", _("工人")), ("technical", _("专业技术")), ("managerial", _("管理"))]
SEXES = [("", _("按身份证号")), ("male", _("男")), ("female", _("女"))]
JOINS = [("employment", _("受雇")), ("membership", _("入会，不在这里受雇"))]
NEAR_ENOUGH = 55
SHOWN = 400  # trades offered while typing


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a civil date; a day that has not come is refused here already."""
    words = {"required": _("日期还没填。"), "invalid": _("日期看不懂；照 2024-07-01 这样写。")}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, error_messages=words, widget=widget, **more)


class KeepForm(forms.Form):
    """A form read from a unit: ``reach`` is where the keeper stands."""

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        for name, field in self.fields.items():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = str(_("这一项还没填。"))
            if isinstance(field, UnitField):
                field.reach = reach
                field.widget.attrs["list"] = f"{name}-near"
            elif isinstance(field, forms.DateField) and field.required:
                field.initial = field.initial or clock.today()

    def refuse(self, refusal: Refusal) -> None:
        """Say a refusal of the service above the form; what was typed stays."""
        self.add_error(None, refusal.message)


class UnitField(forms.CharField):
    """One unit in sight, by name, key or "name（key）"."""

    reach: Reach

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=160, **kwargs)
        self.error_messages["required"] = str(_("单位还没填。"))

    def clean(self, value: Any) -> UnitOn | None:
        """Return the unit as it stands today."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return named_unit(text, self.reach.paths, clock.today())
        except Refusal as refusal:
            raise ValidationError(refusal.message) from refusal


class RegisterUnitForm(KeepForm):
    """A new unit below this one."""

    name = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=UNIT_KINDS)
    since = day_field(_("从哪天起"))
    key = forms.RegexField(
        KEY, label=_("代号"), required=False, help_text=_("小写字母、数字和短横；不填就按名称的拼音定。"),
        error_messages={"invalid": _("代号只用小写字母、数字和短横，至少两位。")},
    )  # fmt: skip
    employer_code = forms.CharField(label=_("单位统一代码"), required=False, max_length=24)
    union_code = forms.CharField(label=_("工会统一代码"), required=False, max_length=24)


class RenameForm(KeepForm):
    """A new name from a day on."""

    name = forms.CharField(label=_("新名称"), max_length=120)
    on = day_field(_("从哪天起"))


class MoveForm(KeepForm):
    """Another unit above from a day on."""

    parent = UnitField(label=_("归到哪家"), help_text=_("写名称、代号或拼音首字母。"))
    on = day_field(_("从哪天起"))


class MergeForm(KeepForm):
    """Into which unit, from a day on."""

    into = UnitField(label=_("并入哪家"), help_text=_("它留下；这一家到前一天为止。"))
    on = day_field(_("从哪天起"))


class TagForm(KeepForm):
    """One classification from a day on; a blank code ends it."""

    family = forms.ChoiceField(label=_("分类"), choices=FAMILIES)
    code = forms.CharField(
        label=_("取值"), required=False, max_length=64, help_text=_("写名称或代码；不填就是从那天起不再归入。")
    )
    on = day_field(_("从哪天起"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["list"] = "code-near"

    @property
    def near(self) -> list[str]:
        """Return the titles that the book lists for tags of any family."""
        lists = [self._listed(family) for family, _title in FAMILIES]
        return [said(one.title) for held in lists for one in held][:SHOWN]

    def _listed(self, family: str) -> list[ListEntry]:
        listed = self.reach.book.lists.get(f"unit-{family}") if self.reach.book else None
        return [one for one in listed.entry if one.holds_on(clock.today())] if listed else []

    def clean_code(self) -> str:
        """Return the code of a title or a code that was written, or blank."""
        text = str(self.cleaned_data["code"]).strip()
        listed = {said(one.title): one.code for one in self._listed(self.cleaned_data.get("family", ""))}
        text = listed.get(text, text)
        if text and not CODE.fullmatch(text):
            raise ValidationError(_("取值是代码，只用字母、数字和 - _ . / :；从已有的里选一个。"))
        return text


class UnionForm(KeepForm):
    """A union set up, or ended."""

    act = forms.ChoiceField(label=_("办什么"), choices=[("since", _("建会")), ("until", _("撤会"))])
    on = day_field(_("哪一天"), help_text=_("建会填第一天，撤会填最后一天。"))
    union_code = forms.CharField(label=_("工会统一代码"), required=False, max_length=24)


class SpellForm(KeepForm):
    """One spell: where, as what, since when."""

    unit = UnitField(label=_("单位"), help_text=_("没有雇主的，写镇街或协会，从那里入会。"))
    kind = forms.ChoiceField(label=_("怎么在册"), choices=JOINS)
    occupation = forms.CharField(label=_("职业"), required=False, max_length=64)
    post_class = forms.ChoiceField(label=_("岗位类别"), choices=POSTS, required=False)
    post = forms.CharField(label=_("岗位"), required=False, max_length=64)
    since = day_field(_("从哪天起"))
    main = forms.BooleanField(label=_("主要的一段"), required=False)

    def __init__(self, *args: Any, book: Book | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book = book
        self.fields["occupation"].widget.attrs["list"] = "occupation-near"

    def clean_occupation(self) -> str:
        """Return the code of the trade that was named; one that is in no list is answered with the nearest."""
        return trade_code(self.book, str(self.cleaned_data["occupation"]).strip())

    @property
    def trades(self) -> list[str]:
        """Return the titles offered while typing."""
        codes = self.book.lists.get(TRADES) if self.book else None
        held = [one for one in codes.entry if one.holds_on(clock.today())] if codes else []
        return [said(one.title) for one in held[:SHOWN]]


class EnrolForm(SpellForm):
    """A person nobody knows yet and his first spell."""

    name = forms.CharField(label=_("姓名"), max_length=64)
    id_number = forms.CharField(
        label=_("身份证号"), required=False, max_length=24, help_text=_("有号就不用填出生日期和性别。")
    )
    birth_on = day_field(_("出生日期"), required=False)
    sex = forms.ChoiceField(label=_("性别"), choices=SEXES, required=False)
    phone = forms.CharField(label=_("手机"), required=False, max_length=24)
    other = forms.BooleanField(label=_("不是同一个人"), required=False)
    field_order = ("name", "id_number", "birth_on", "sex", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("id_number", "phone"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "inputmode": "tel"}

    def clean_id_number(self) -> str:
        """Return the number, checked."""
        number = str(self.cleaned_data["id_number"])
        wrong = numbers.id_number_problem(number) if number else None
        if wrong:
            raise ValidationError(str(wrong))
        return number

    def clean_phone(self) -> str:
        """Return the phone, checked."""
        phone = str(self.cleaned_data["phone"])
        wrong = numbers.phone_problem(phone) if phone else None
        if wrong:
            raise ValidationError(str(wrong))
        return phone

    def clean(self) -> dict[str, Any]:
        """Refuse a birth or sex that the number denies."""
        data = super().clean() or {}
        full = numbers.full_id_number(data["id_number"]) if data.get("id_number") else ""
        born = numbers.birth_date(full) if full else None
        if born and data.get("birth_on") and data["birth_on"] != born:
            self.add_error("birth_on", _("和身份证号里的出生日期不一致；核对证件。"))
        if full and data.get("sex") and data["sex"] != ("male" if int(full[16]) % 2 else "female"):
            self.add_error("sex", _("和身份证号不一致；核对证件。"))
        if data.get("birth_on") and data["birth_on"] > clock.today():
            self.add_error("birth_on", _("出生日期还没到；核对证件。"))
        if not full and not data.get("birth_on"):
            self.add_error("id_number", _("身份证号和出生日期至少填一项，好认出同名的人。"))
        return data


class EndForm(KeepForm):
    """The last day of a spell."""

    until = day_field(_("最后一天"))


class CorrectForm(SpellForm):
    """What a spell should have said, and why."""

    until = day_field(_("到哪天"), required=False)
    why = forms.CharField(
        label=_("为什么改"), min_length=2, max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("原因还没写；写明哪里错了、凭什么改。"), "min_length": _("原因太短；写明凭什么改。"),
        },
    )  # fmt: skip
    field_order = ("unit", "kind", "occupation", "post_class", "post", "since", "until", "main", "why")


def trade_code(book: Book | None, text: str) -> str:
    """Return the code of a trade by code, title, other name or the one title that holds these words."""
    codes = book.lists.get(TRADES) if book else None
    if not text or codes is None:
        return ""
    today = clock.today()
    held = [one for one in codes.entry if one.holds_on(today)]
    names = {one.code: {one.code, said(one.title), one.title.in_language("zh-hans"), *one.also} for one in held}
    exact = [code for code, words in names.items() if text in words]
    partly = exact or [code for code, words in names.items() if any(text in word for word in words)]
    if len(partly) == 1 or exact:
        return partly[0]
    titles = {one.code: said(one.title) for one in held}
    near = [titles[code] for code in partly[:5]] or [
        title for title, _score, _at in process.extract(text, list(titles.values()), limit=4, score_cutoff=NEAR_ENOUGH)
    ]
    offered = {"text": text[:20], "near": "、".join(near)}
    if near:
        raise ValidationError(_("职业表里没有“%(text)s”；最接近的是：%(near)s。") % offered)
    raise ValidationError(_("职业表里没有“%(text)s”；请换个叫法再找。") % offered)


def day_text(day: date | None) -> str:
    """Return a day as a date field takes it."""
    return day.isoformat() if day else ""
