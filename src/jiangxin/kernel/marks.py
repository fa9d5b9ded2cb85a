"""Marks and points as whole numbers of hundredths; the one rounding of the house."""


def half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator as the nearest whole number; a half goes up."""
    if denominator <= 0:
        raise ValueError("a denominator is above zero")
    return (2 * numerator + denominator) // (2 * denominator)


def points_words(hundredths: int) -> str:
    """Return hundredths as a reader writes points: 3500 -> 35, 3550 -> 35.5, -25 -> -0.25."""
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{sign}{whole:,}.{rest:02d}".rstrip("0").rstrip(".")
