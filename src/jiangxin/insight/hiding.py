"""Small numbers of persons: hidden below five, and so that no subtraction gives them back."""

from collections.abc import Sequence

FEWEST = 5


def hidden_cells(cells: Sequence[int | None], *, total_shown: bool) -> frozenset[int]:
    """Return the places of the cells to hide in a table whose parts make up a total.

    Where the total is shown, one hidden cell would follow from the others, and so would hidden cells
    that can only all be one or all be four: another one is hidden with them. Where the total is hidden,
    at least one cell is, for the cells would add up to it.
    """
    held = {place: value for place, value in enumerate(cells) if value is not None}
    hidden = {place for place, value in held.items() if 0 < value < FEWEST}
    spare = sorted((place for place in held if place not in hidden), key=lambda one: (held[one] == 0, held[one], one))
    while spare and (_follows([held[one] for one in hidden]) if total_shown else not hidden):
        hidden.add(spare.pop(0))
    return frozenset(hidden)


def too_small(value: int | None) -> bool:
    """Tell whether a number of persons is too small to be shown by itself."""
    return value is not None and 0 < value < FEWEST


def apart(ends: Sequence[int | None]) -> list[bool]:
    """Tell which numbers of a row of days may be shown beside the last: those that no difference makes small."""
    found, shown = [], ends[-1] if ends else None
    for value in reversed(ends):
        far = value is None or shown is None or value == shown or abs(value - shown) >= FEWEST
        found.append(far)
        shown = value if far else shown
    return found[::-1]


def _follows(hidden: Sequence[int]) -> bool:
    """Tell whether hidden cells follow from their sum: one alone, or several that leave no choice."""
    if not hidden:
        return False
    small = all(value < FEWEST for value in hidden)
    no_choice = small and sum(hidden) in {len(hidden), len(hidden) * (FEWEST - 1)}
    return len(hidden) == 1 or no_choice
