"""A form typed by a kind of fact: its day and end, a code of its list, its level, its quantity in plain units."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jiangxin.doors.me import words
from jiangxin.kernel import clock
from jiangxin.people.services.declared import EVIDENCE_MOST
from jiangxin.policy.book import Book
from jiangxin.policy.entries.stock import Kind

MOST_CHOICES = 300  # a longer list is typed into, and matched by code, title or other name
PRECISIONS = (("day", _("知道到日")), ("month", _("只知道到月")), ("year", _("只知道到年")))
SCALES = {"minutes": 60, "fen": 100}  # what one of the unit on the page is in the kind's own unit
LABELS = {
    "minutes": _("多少小时"),
    "fen": _("多少元"),
    "rank": _("第几名"),
    "persons": _("多少人"),
    "person-times": _("多少人次"),
    "pieces": _("多少"),
}
UNCOUNTED = frozenset({"count", "any"})  # one in each, or a total that no page enters


class DayField(forms.DateField):
    """A day, typed or picked."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        wrong = {"invalid": _("日期看不懂；照2024-09-12这样写。"), "required": _("哪一天还没填。")}
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], error_messages=wrong, **kwargs)


class FactForm(forms.Form):
    """What a fact of one kind says; ``said`` gives it in the ledger's own terms."""

    no_code = _("没有写明")
    happened_on = DayField(label=_("哪一天"))
    precision = forms.ChoiceField(label=_("日子准到哪里"), choices=PRECISIONS, initial="day")

    def __init__(self, *args: Any, book: Book, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book, self.kind = book, kind
        self.fields["happened_on"].widget.attrs["max"] = clock.today().isoformat()
        if kind.span:
            self.fields["happened_on"].label = _("从哪一天")
            self.fields["ended_on"] = DayField(label=_("到哪一天"), required=False, help_text=_("还没结束就空着。"))
        if kind.codes:
            self.fields["code"] = self._codes()
        if kind.levels:
            titles = [(level, words.level_title(book, kind.id, level)) for level in kind.levels]
            self.fields["level"] = forms.ChoiceField(
                label=_("级别"), choices=[("", _("不分级别")), *titles], required=False
            )
        if kind.unit not in UNCOUNTED:
            self.fields["quantity"] = self._quantity()

    @property
    def typed(self) -> list[forms.BoundField]:
        """Return the fields of the kind in the order they are asked."""
        names = ("code", "level", "happened_on", "precision", "ended_on", "quantity")
        return [self[name] for name in names if name in self.fields]

    def clean_code(self) -> str:
        """Return the code; a long list is matched by code, title or other name."""
        text = str(self.cleaned_data["code"]).strip()
        if not text or isinstance(self.fields["code"], forms.ChoiceField):
            return text
        text = text.rpartition("（")[2].removesuffix("）") if text.endswith("）") else text
        entries = self.book.lists[self.kind.codes].entry
        found = {one.code for one in entries if text in {one.code, str(one.title), one.title.en, *one.also}}
        if len(found) != 1:
            raise ValidationError(_("“%(text)s”对不上目录里的一项；从列出的里面选。"), params={"text": text[:40]})
        return found.pop()

    def clean_quantity(self) -> int:
        """Return the quantity in the kind's own unit."""
        amount = Decimal(self.cleaned_data["quantity"]) * SCALES.get(self.kind.unit, 1)
        if amount != amount.to_integral_value():
            raise ValidationError(_("数太细了；最多到一分钟，或一分钱。"))
        return int(amount)

    def said(self) -> dict[str, Any]:
        """Return what the fields say, for a new fact of the kind."""
        data = self.cleaned_data
        return {
            "kind": self.kind.id,
            "code": data.get("code", ""),
            "level": data.get("level") or None,
            "quantity": data.get("quantity", 1),
            "happened_on": data["happened_on"],
            "precision": data["precision"],
            "ended_on": data.get("ended_on"),
        }

    def _codes(self) -> forms.Field:
        codes = self.book.lists[self.kind.codes]
        held, asked = codes.codes_on(clock.today()), str(self.initial.get("code", ""))
        shown = {one.code: words.said(one.title) for one in codes.entry if one.code in held or one.code == asked}
        label = words.said(codes.title)
        if len(shown) <= MOST_CHOICES:
            choices = sorted(shown.items(), key=lambda one: one[1])
            return forms.ChoiceField(label=label, choices=[("", self.no_code), *choices], required=False)
        said_now = f"{shown[asked]}（{asked}）" if asked in shown else asked
        return forms.CharField(
            label=label, required=False, max_length=120, initial=said_now, help_text=_("填全名或代码。")
        )

    def _quantity(self) -> forms.Field:
        label = LABELS.get(self.kind.unit, LABELS["pieces"])
        wrong = {"required": _("数量还没填。"), "invalid": _("数量要填数字。")}
        if self.kind.unit in SCALES:
            return forms.DecimalField(label=label, min_value=0, max_digits=12, decimal_places=2, error_messages=wrong)
        return forms.IntegerField(label=label, min_value=1, max_value=self.kind.max, error_messages=wrong)


def first_values(kind: Kind, fact: Any) -> Mapping[str, Any]:
    """Return what the fields of a form say at first: the fact as it stands."""
    scale = SCALES.get(kind.unit, 1)
    quantity = Decimal(fact.quantity) / scale
    return {
        "happened_on": fact.happened_on,
        "precision": fact.precision,
        "ended_on": fact.ended_on,
        "code": fact.code,
        "level": kind.levels[fact.level] if fact.level is not None and fact.level < len(kind.levels) else "",
        "quantity": quantity.normalize() if quantity != quantity.to_integral_value() else int(quantity),
    }


class DeclareForm(FactForm):
    """What a worker says of himself, a word for whoever confirms it, and a file that shows it."""

    no_code = _("选一项")
    note = forms.CharField(
        label=_("说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写给单位的：在哪里办的、谁能证明。"),
    )  # fmt: skip
    evidence = forms.FileField(
        label=_("附件"), required=False, widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
        help_text=_("证书、奖状的照片或PDF，最多10 MB。"), error_messages={"empty": _("文件是空的；换一份。")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].required = True
            self.fields["code"].error_messages["required"] = _("还没选是哪一项。")

    def clean_evidence(self) -> Any:
        """Refuse a file that is too large before it is read."""
        upload = self.cleaned_data["evidence"]
        if upload and upload.size > EVIDENCE_MOST:
            raise ValidationError(_("文件太大；最多10 MB，压缩或拆开再传。"))
        return upload
