"""Lasting ids: 64-bit, below 2^53, from sequences that start apart for each installation."""

INSTALLATION_STEP = 2**43
INSTALLATIONS = 2**53 // INSTALLATION_STEP
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def first_id(installation: int) -> int:
    """Return the first id of an installation (0 to 1023)."""
    if not 0 <= installation < INSTALLATIONS:
        raise ValueError(f"an installation number lies between 0 and {INSTALLATIONS - 1}")
    return installation * INSTALLATION_STEP or 1


def to36(number: int) -> str:
    """Return a non-negative number in base 36, lower case."""
    if number < 0:
        raise ValueError("an id is not negative")
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if number == 0:
            return digits


def from36(text: str) -> int:
    """Return the number that ``to36`` wrote; ValueError for anything else."""
    if not text or any(digit not in _DIGITS for digit in text):
        raise ValueError(f"not a number in base 36: {text!r}")
    return int(text, 36)
