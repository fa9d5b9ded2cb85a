"""Words for the user in rooms that do not know Django.

``_("…")`` marks a text for the catalogue (makemessages finds it) and answers a
lazy word: it is translated each time it is printed, by the hook that the
settings plug in. Without a hook the zh-Hans source text stands.
"""

from collections.abc import Callable, Mapping
from typing import Any

Translate = Callable[[str], str]


def _same(text: str) -> str:
    return text


_translate: list[Translate] = [_same]


class Words(str):
    """A text that is looked up in the reader's language when it is printed or formatted with ``%``."""

    __slots__ = ()

    def __str__(self) -> str:
        return _translate[0](str.__str__(self))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __mod__(self, values: Any) -> str:
        return self.filled(values)

    def filled(self, values: Mapping[str, object]) -> str:
        """Return the translated text with its named %(placeholders)s filled in."""
        text: str = str.__str__(_translate[0](str.__str__(self)))
        return text % values


def gettext(text: str) -> Words:
    """Mark a zh-Hans text for translation at the moment it is shown."""
    return Words(text)


def translate_with(translate: Translate) -> None:
    """Plug in the translator, once, at start."""
    _translate[0] = translate


_ = gettext
