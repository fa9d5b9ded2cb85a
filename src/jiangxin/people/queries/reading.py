"""How it is said which part of a person's file was read."""

from django.utils.translation import gettext as _


def words_for(what: str) -> str:
    """Return the words for a part of the file as the read log keeps it; a part without words keeps its own name."""
    said = {
        "portrait": _("看了画像"),
        "facts": _("看了账本"),
        "file": _("看了档案"),
        "export": _("随名单导出"),
        "id_number": _("看了身份证全号"),
        "phone": _("看了手机全号"),
        "glass": _("破例看了档案"),
    }
    return said.get(what, what)
