"""Checks of numbers that people and units carry; each answers what is wrong, or None."""

import re
import unicodedata
from datetime import date

from jiangxin.kernel import clock
from jiangxin.kernel.words import _

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
_LANDLINE = re.compile(r"0[0-9]{2,3}[0-9]{7,8}", re.ASCII)
_CERTIFICATE = re.compile(r"[YS][0-9]{14}[1-5A-Z][0-9]{6}", re.ASCII)
_OLD_CERTIFICATE = re.compile(r"[0-9]{16}", re.ASCII)


def plain(text: str) -> str:
    """Return a number as it is checked and compared: half-width, upper case, no blanks and hyphens."""
    return re.sub(r"[\s\-‐-―]", "", unicodedata.normalize("NFKC", text)).upper()


def full_id_number(text: str) -> str:
    """Return an ID number with 18 digits; one of the old ones with 15 gets its century and check digit."""
    number = plain(text)
    if len(number) == 15 and number.isascii() and number.isdigit():
        number = number[:6] + "19" + number[6:]
        number += _id_check(number)
    return number


def id_number_problem(text: str) -> str | None:
    """Tell what is wrong with an ID number (GB 11643); its area code is not held against today's list."""
    number = full_id_number(text)
    if len(number) != 18:
        return _("身份证号要18位；数一数有没有多写、漏写。")
    if not (number[:17].isascii() and number[:17].isdigit()):
        return _("身份证号前17位都是数字；看一看有没有写成字母。")
    born = birth_date(number)
    if born is None or born > clock.today():
        return _("身份证号里的出生日期不对；核对第7到14位。")
    if number[17] != _id_check(number[:17]):
        return _("身份证号末位对不上；核对有没有写错一位。")
    return None


def birth_date(id_number: str) -> date | None:
    """Return the birth date inside an ID number, or None if there is none."""
    digits = full_id_number(id_number)[6:14]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def credit_code_problem(text: str) -> str | None:
    """Tell what is wrong with a unified social credit code (GB 32100)."""
    code = plain(text)
    if len(code) != 18:
        return _("统一社会信用代码要18位；数一数有没有多写、漏写。")
    if any(sign not in _CREDIT_SIGNS for sign in code):
        return _("统一社会信用代码只用数字和大写字母，没有 I、O、S、V、Z；看一看有没有写错。")
    total = sum(_CREDIT_SIGNS.index(sign) * weight for sign, weight in zip(code[:17], _CREDIT_WEIGHTS, strict=True))
    if code[17] != _CREDIT_SIGNS[-total % 31]:
        return _("统一社会信用代码末位对不上；核对有没有写错一位。")
    return None


def phone_problem(text: str) -> str | None:
    """Tell what is wrong with a phone number of the mainland, mobile or with area code."""
    number = re.sub(r"[()（）]", "", plain(text)).removeprefix("+86")
    if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number):
        return None
    return _("电话号码不对；手机要11位，座机请带区号。")


def certificate_number_problem(text: str) -> str | None:
    """Tell what is wrong with a certificate number: 22 signs since 2019, or the old 16 digits."""
    number = plain(text)
    if _CERTIFICATE.fullmatch(number) or _OLD_CERTIFICATE.fullmatch(number):
        return None
    if len(number) == 22 and number[0] not in "YS":
        return _("证书编号第1位是 Y（用人单位）或 S（社会评价组织）；核对证书。")
    return _("证书编号要22位（Y 或 S 开头），旧证要16位数字；核对证书。")


def _id_check(digits: str) -> str:
    return _ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=True)) % 11]
