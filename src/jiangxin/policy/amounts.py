"""Money by measure, in fen: lines in order, capped one by one, then for the period, then in total."""

from dataclasses import dataclass

from jiangxin.policy.book import Book
from jiangxin.policy.entries.common import Basis, Origin
from jiangxin.policy.entries.rules import Amount
from jiangxin.policy.scores import Measured, earned, levels_of


@dataclass(frozen=True, slots=True)
class AmountLineResult:
    """What one line pays in fen after all caps; ``uncapped`` before any."""

    id: str
    measure: str
    value: int | None
    fen: int
    uncapped: int
    capped: bool
    basis: Basis
    facts: tuple[int, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class AmountResult:
    """Fen for one period, and each line in the order of adding."""

    id: str
    period: str
    fen: int
    lines: tuple[AmountLineResult, ...]


def amount_facts(amount: Amount, book: Book, measured: Measured) -> AmountResult:
    """Return what an amount pays; a cap cuts the lines that come last in order."""
    caps = [cap for cap in (amount.cap, amount.cap_total) if cap is not None]
    left = min(caps) if caps else None
    lines: list[AmountLineResult] = []
    for line in amount.ordered():
        result = measured(line.measure)
        uncapped = earned(line, result, levels_of(book, line.measure))
        fen = min([uncapped, *(cap for cap in (line.cap, left) if cap is not None)])
        left = None if left is None else left - fen
        lines.append(
            AmountLineResult(
                id=line.id,
                measure=line.measure,
                value=result.value,
                fen=fen,
                uncapped=uncapped,
                capped=fen < uncapped,
                basis=line.basis,
                facts=result.facts if uncapped else (),
                origin=line.origin,
            )
        )
    return AmountResult(amount.id, amount.period, sum(line.fen for line in lines), tuple(lines))
