"""Readings for search: a surname is read as a surname, and the everyday reading finds it too."""

from functools import lru_cache
from typing import NamedTuple

from pypinyin import lazy_pinyin

# Surnames whose reading differs from the character's everyday one.
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "朴": "piao", "查": "zha", "盖": "ge",
    "乐": "yue", "缪": "miao", "翟": "zhai", "员": "yun", "尉": "wei", "覃": "qin", "洗": "xian", "冼": "xian",
    "繁": "po", "秘": "bi", "薄": "bo", "隗": "wei", "种": "chong", "召": "shao", "祭": "zhai", "折": "she",
    "黑": "he", "哈": "ha", "逄": "pang", "郇": "huan", "佴": "nai", "宓": "mi", "郗": "xi", "阚": "kan",
    "应": "ying", "任": "ren", "华": "hua", "宁": "ning", "纪": "ji", "葛": "ge", "燕": "yan", "那": "na",
    "万俟": "mo qi", "尉迟": "yu chi", "单于": "chan yu", "长孙": "zhang sun", "澹台": "tan tai", "令狐": "ling hu",
    "独孤": "du gu", "鲜于": "xian yu", "夏侯": "xia hou", "皇甫": "huang fu", "诸葛": "zhu ge", "呼延": "hu yan",
}  # fmt: skip


class Reading(NamedTuple):
    """Pinyin without tones and its initials; the second pair is blank where there is one reading only."""

    pinyin: str
    initials: str
    pinyin_also: str = ""
    initials_also: str = ""


@lru_cache(maxsize=8192)
def _syllable(char: str) -> str:
    """Return one character's everyday reading; letters and digits read as themselves, the rest is silent."""
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    read = "".join(lazy_pinyin(char, errors="ignore"))
    return read if read.isascii() else ""


def person_reading(name: str) -> Reading:
    """Return how a person's name is read and, where the surname's everyday reading differs, that too."""
    plain = [_syllable(char) for char in name]
    everyday = "".join(plain), "".join(syllable[:1] for syllable in plain)
    head = name[:2] if len(name) > 2 and name[:2] in SURNAMES else name[:1]
    if head not in SURNAMES:
        return Reading(*everyday)
    syllables = [*SURNAMES[head].split(), *plain[len(head) :]]
    pinyin, initials = "".join(syllables), "".join(syllable[:1] for syllable in syllables)
    return Reading(pinyin, initials) if pinyin == everyday[0] else Reading(pinyin, initials, *everyday)


@lru_cache(maxsize=1024)
def unit_reading(name: str) -> Reading:
    """Return how a unit's name is read; words such as 重庆 are read as words."""
    plain = [part for part in lazy_pinyin(name, errors=_letters) if part.isascii()]  # type: ignore[arg-type]
    return Reading("".join(plain)[:400], "".join(part[:1] for part in plain)[:120])


def _letters(text: str) -> list[str]:
    """Spell out what is not Chinese, letter by letter."""
    return [char.lower() for char in text if char.isascii() and char.isalnum()]


def typed(text: str) -> str:
    """Return typed latin letters as they stand in the index, or blank if the text is not pinyin."""
    plain = text.replace(" ", "").replace("'", "").replace("ü", "v").lower()
    return plain if plain.isascii() and plain.isalpha() else ""
