"""Elements of pages, and how numbers, days and names are written in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from jiangxin.ui import context as frame
from jiangxin.ui import format as written
from jiangxin.ui.charts.seal import seal as draw_seal

register = template.Library()

register.filter("n", written.number)
register.filter("scaled", written.scaled)
register.filter("points", written.points)
register.filter("money", written.money)
register.filter("day", written.day)
register.filter("inwords", written.in_words)
register.filter("mask_name", written.mask_name)
register.filter("mask_phone", written.mask_phone)
register.filter("mask_id", written.mask_id)
register.filter("mask_serial", written.mask_serial)

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")

STATES = ("todo", "doing", "now", "ok", "bad", "warn", "off")
NOTES = {"": "clock", "ok": "check", "warn": "warn", "bad": "stop"}
PROVED = ("verified", "confirmed")


@dataclass(frozen=True)
class Fig:
    """One of two to five numbers side by side: what, the number as printed, its unit, a line of reference."""

    what: str
    number: str
    unit: str = ""
    beside: str = ""


@register.filter
def zh(text: object) -> str | SafeString:
    """Mark data that stands in Chinese, on a page of another language, as Chinese."""
    said = str(text)
    if (get_language() or "zh").startswith("zh") or not HAN.search(said):
        return said
    return format_html('<bdi lang="zh-Hans">{}</bdi>', text)  # no span: pages dress those


@register.simple_tag(takes_context=True)
def shell(context: Mapping[str, Any]) -> frame.Shell:
    """Return the frame of this page; use as ``{% shell as ui %}``."""
    return frame.shell(context.get("request"))


@register.simple_tag(takes_context=True)
def tiles(context: Mapping[str, Any], region: str) -> SafeString:
    """Render what rooms have registered for a region."""
    request: HttpRequest = context["request"]
    shown = (render_to_string(name, values, request=request) for name, values in frame.tiles(request, region))
    return mark_safe("".join(shown))  # noqa: S308 -- rendered templates


@register.simple_tag
def icon(name: str, cls: str = "", label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration."""
    look = f"i {cls}".strip()
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 20 20" role="img" aria-label="{}"><use href="#i-{}"/></svg>',
            look,
            label,
            name,
        )
    return format_html('<svg class="{}" viewBox="0 0 20 20" aria-hidden="true"><use href="#i-{}"/></svg>', look, name)


@register.simple_tag
def seal(words: str, size: float = 32, line: bool = False, label: str = "") -> SafeString:  # noqa: FBT001, FBT002
    """Draw a seal of one, two or four signs."""
    return mark_safe(draw_seal(words, size=size, line=line, finding=label))  # noqa: S308 -- escaped by the pen


@register.simple_tag
def st(state: str, words: str) -> SafeString:
    """Say a state: its shape first, then the words."""
    if state not in STATES:
        raise template.TemplateSyntaxError(f"no state {state!r}; there are {', '.join(STATES)}")
    return format_html('<span class="st st--{}">{}</span>', state, words)


@register.simple_tag
def src(words: str, proof: str = "declared") -> SafeString:
    """Say who stands behind a fact: a filled square when confirmed or verified, else a hollow one."""
    return format_html('<span class="src{}">{}</span>', " src--ok" if proof in PROVED else "", words)


@register.simple_block_tag
def note(content: str, kind: str = "") -> SafeString:
    """Frame a message: first the result, then what to do. Kinds: none, ok, warn, bad."""
    if kind not in NOTES:
        raise template.TemplateSyntaxError(f"no note {kind!r}; there are ok, warn, bad or none")
    look = f"note note--{kind}" if kind else "note"
    return format_html('<div class="{}">{}<div>{}</div></div>', look, icon(NOTES[kind]), content)


@register.simple_block_tag
def opened(content: str, number: str, end: bool = False) -> SafeString:  # noqa: FBT001, FBT002
    """Let a number open into its definition, period, sentence and source; ``end`` for the right half of a page."""
    look = "open open--end" if end else "open"
    return format_html(
        '<details class="{}" name="open"><summary><b class="num">{}</b></summary>'
        '<div class="open__body">{}</div></details>',
        look, number, content,
    )  # fmt: skip


@register.inclusion_tag("ui/part/figs.html")
def figs(figures: list[Fig]) -> dict[str, Any]:
    """Set two to five numbers side by side."""
    return {"figures": figures}


@register.inclusion_tag("ui/part/blank.html")
def blank(title: str, what: str, icon: str = "doc", way_text: str = "", way_url: str = "") -> dict[str, Any]:
    """Say that there is nothing (or nothing for you), why, and what to do next."""
    return {"title": title, "what": what, "icon": icon, "way_text": way_text, "way_url": way_url, "level": "h3"}


@register.inclusion_tag("ui/part/pager.html", takes_context=True)
def pager(context: Mapping[str, Any], page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Turn pages; the other parameters of the address are kept."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[name] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    lines = [(number, address(number) if isinstance(number, int) else "") for number in numbers]
    before = address(page.previous_page_number()) if page.has_previous() else ""
    after = address(page.next_page_number()) if page.has_next() else ""
    return {"page": page, "lines": lines, "before": before, "after": after}


@register.inclusion_tag("ui/part/field.html")
def field(bound: forms.BoundField) -> dict[str, Any]:
    """Render a form field with its label, help and errors; what was typed stays."""
    widget = bound.field.widget
    many = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    kind = "group" if many else "check" if isinstance(widget, forms.CheckboxInput) else "line"
    look = "select" if isinstance(widget, forms.Select) and not many else "input"
    look = "textarea" if isinstance(widget, forms.Textarea) else look
    attrs: dict[str, str | bool] = (
        {} if kind != "line" else {"class": f"{look} {widget.attrs.get('class', '')}".strip()}
    )
    return {"field": bound, "kind": kind, "control": bound.as_widget(attrs=attrs)}


@register.inclusion_tag("ui/part/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """Say what is wrong with the form as a whole."""
    return {"errors": form.non_field_errors()}


@register.simple_tag
def attrs(**values: Any) -> SafeString:
    """Write data attributes that have a value: ``{% attrs theme=x size=y %}``."""
    kept = ((name.replace("_", "-"), value) for name, value in values.items() if value)
    return format_html_join("", ' data-{}="{}"', kept)
