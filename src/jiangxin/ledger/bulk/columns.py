"""Columns of new facts, brought to one set of types: numbers in numpy, text in Arrow."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from jiangxin.kernel.words import _
from jiangxin.ledger import rules
from jiangxin.ledger.errors import WrongColumns

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NONE: Final = -(2**62)  # stands for null in number columns
REQUIRED: Final = ("subject_id", "kind", "happened_on", "source_key")
NUMBERS: Final = {
    "subject_id": NONE, "level": NONE, "quantity": 1, "happened_on": NONE, "ended_on": NONE, "credited_to": NONE,
    "proof": 0, "issuer_id": NONE, "supersedes": NONE, "recorded_at": NONE,
}  # fmt: skip
TEXTS: Final = {
    "kind": "", "code": "", "precision": "day", "credited_path": "", "source_key": "", "body": "{}",
    "entry": "original",
}  # fmt: skip
_DAYS: Final = ("happened_on", "ended_on")


@dataclass(frozen=True)
class Coded:
    """A text column as places in a list of its different texts."""

    places: Ints
    texts: list[str]

    def taken(self, rows: Ints) -> "Coded":
        """Return some of the rows."""
        return Coded(self.places[rows], self.texts)

    def objects(self) -> list[str]:
        """Return the texts of all rows; equal texts are one object."""
        if len(self.texts) == 1:
            return self.texts * len(self.places)
        found: list[str] = np.array(self.texts, dtype=object)[self.places].tolist()
        return found

    def arrow(self) -> pa.Array:
        """Return the column as Arrow text."""
        return pa.array(self.texts, pa.string()).take(pa.array(self.places))


@dataclass(frozen=True)
class Columns:
    """Rows of new facts: numbers with ``NONE`` for null (days since 1970, microseconds since 1970), texts coded."""

    numbers: dict[str, Ints]
    texts: dict[str, Coded]

    def __len__(self) -> int:
        return len(self.numbers["subject_id"])

    def taken(self, rows: Ints) -> "Columns":
        """Return some of the rows."""
        return Columns(
            {name: values[rows] for name, values in self.numbers.items()},
            {name: values.taken(rows) for name, values in self.texts.items()},
        )


def check_names(table: pa.Table) -> None:
    """Refuse a table that lacks a column or has one nobody knows."""
    names = table.column_names
    lacking = [name for name in REQUIRED if name not in names]
    unknown = [name for name in names if name not in NUMBERS and name not in TEXTS]
    if lacking:
        raise WrongColumns(why=str(_("缺 %(names)s")) % {"names": "、".join(lacking)})
    if unknown or len(set(names)) != len(names):
        raise WrongColumns(why=str(_("多出 %(names)s")) % {"names": "、".join(unknown or names)})


def read(table: pa.Table) -> Columns:
    """Return a table's rows in one set of types; refuses a column that does not hold what it should."""
    numbers = {name: _numbers(table, name, default) for name, default in NUMBERS.items()}
    return Columns(numbers, {name: _texts(table, name, default) for name, default in TEXTS.items()})


def _numbers(table: pa.Table, name: str, default: int) -> Ints:
    if name not in table.column_names:
        return np.full(table.num_rows, default, np.int64)
    column = table.column(name)
    try:
        if name == "proof" and not pa.types.is_integer(column.type):
            column = _proofs(column)
        elif name in _DAYS:
            column = column.cast(pa.date32()).cast(pa.int32())
        elif name == "recorded_at":
            column = column.cast(pa.timestamp("us", tz="UTC"))
        return _filled(column.cast(pa.int64()), default)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as error:
        raise WrongColumns(why=f"{name}: {column.type}") from error


def _filled(column: Any, default: int) -> Ints:
    found: Ints = pc.fill_null(column, default).to_numpy()
    return np.ascontiguousarray(found)


def _proofs(column: Any) -> Any:
    coded = _coded(column.cast(pa.string()), "declared")
    ranks = np.array([rules.PROOFS.get(text, 99) for text in coded.texts] or [0], np.int64)
    return pa.chunked_array([pa.array(ranks[coded.places])])


def _texts(table: pa.Table, name: str, default: str) -> Coded:
    if name not in table.column_names:
        return Coded(np.zeros(table.num_rows, np.int64), [default])
    try:
        return _coded(table.column(name).cast(pa.string()), default)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as error:
        raise WrongColumns(why=f"{name}: {table.column(name).type}") from error


def _coded(column: Any, default: str) -> Coded:
    filled = pc.fill_null(column, default).combine_chunks()
    if isinstance(filled, pa.ChunkedArray):
        filled = pa.concat_arrays(filled.chunks) if filled.num_chunks else pa.array([], pa.string())
    encoded = filled.dictionary_encode()
    return Coded(encoded.indices.to_numpy().astype(np.int64), encoded.dictionary.to_pylist())
