"""How numbers, days and masked names are written; plain functions behind the template filters."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

# Units that a number may be given in; the unit itself is printed beside it.
SCALES = {"万": 10_000, "亿": 100_000_000}


def number(value: int | float | Decimal | None) -> str:
    """Return a number with half-width commas from four digits on; None is a dash."""
    if value is None:
        return "–"
    whole = Decimal(str(value))
    text = f"{whole:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scaled(value: int | None, unit: str) -> str:
    """Return a count in the given unit, exactly: 50100 in 万 or 万套 is 5.01. Units without a scale leave it whole."""
    if value is None:
        return "–"
    scale = SCALES.get(unit[:1], 1)
    return number(Decimal(value) / scale)


def points(hundredths: int | None) -> str:
    """Return points kept in hundredths without needless zeros: 47600 is 476, 47650 is 476.5."""
    return number(None if hundredths is None else Decimal(hundredths) / 100)


def money(fen: int | None) -> str:
    """Return an amount kept in fen as yuan, with decimals only where there are any."""
    if fen is None:
        return "–"
    yuan = (Decimal(fen) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{yuan:,.0f}" if yuan == yuan.to_integral_value() else f"{yuan:,.2f}"


def day(value: date | None, precision: str = "day") -> str:
    """Return a day for tables, as far as it is known: 2024-09-12, 2024-09 or 2024; None is a dash."""
    if value is None:
        return "–"
    return value.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]


def in_words(value: date | None, precision: str = "day") -> str:
    """Return a day for running text, without its year: 9月12日."""
    if value is None:
        return "–"
    if precision == "year":
        return _("%(year)s年") % {"year": value.year}
    if precision == "month":
        return _("%(month)s月") % {"month": value.month}
    return _("%(month)s月%(day)s日") % {"month": value.month, "day": value.day}


def mask_name(name: str) -> str:
    """Return a name with its first and last sign; of two signs only the first."""
    if len(name) < 2:
        return "*"
    return f"{name[0]}*" if len(name) == 2 else f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def mask_phone(phone: str) -> str:
    """Return a phone number as 138****6620; a short one hides all but its last two digits."""
    return _masked(phone, 3, 4) if len(phone) >= 11 else _masked(phone, 0, 2)


def mask_id(number_: str) -> str:
    """Return an ID number as 3302**********0417."""
    return _masked(number_, 4, 4)


def mask_serial(serial: str) -> str:
    """Return a certificate's number with its first eight and last three signs, at most."""
    return _masked(serial, 8, 3) if len(serial) > 14 else _masked(serial, 2, 2)


def _masked(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "*" * len(text)
    return f"{text[:head]}{'*' * (len(text) - head - tail)}{text[len(text) - tail :]}"
