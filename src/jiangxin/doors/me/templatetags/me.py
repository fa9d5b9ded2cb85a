"""How one's own pages say what was read of a file."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def what_read(what: str) -> str:
    """Say which part of the file was read; a part without words is named as it is kept."""
    said = {
        "portrait": _("看了画像"),
        "facts": _("看了账本"),
        "file": _("看了档案"),
        "id_number": _("看了身份证全号"),
        "phone": _("看了手机全号"),
    }
    return said.get(what, what)
