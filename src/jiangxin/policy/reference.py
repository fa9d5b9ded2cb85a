"""The reference of the policy grammar, written from its tables: ``python -m jiangxin.policy.reference`` prints it."""

import sys
from collections.abc import Iterator, Mapping

from jiangxin.policy.grammar.corners import CORNERS
from jiangxin.policy.grammar.groups import ListOf, MapOf, OneOrMany
from jiangxin.policy.grammar.shape import Later, Shape
from jiangxin.policy.grammar.sorts import Choice, Sort
from jiangxin.policy.grammar.steps import STEP_SETTINGS, StepSort, step_shape
from jiangxin.policy.grammar.stock import HEADER
from jiangxin.policy.grammar.tables import TABLES

_HEAD = """# Policy reference

Made from the tables in `jiangxin.policy.grammar`; change them, then run
`python -m jiangxin.policy.reference > docs/policy-reference.md`.

A book is a folder of TOML files in UTF-8. Files that are not listed here are refused by name; names
that begin with a dot are passed over. Ids are lower-case letters, digits, `-` and `_`. An id stands once in a
table of a book; a book that `extends` another replaces its entries one by one. Points are hundredths, money is fen.
"""

_LAYOUTS = {
    "entries": "one table `[<id>]` an entry",
    "pairs": "one table `[<room>.<name>]` an entry",
    "file": "the file is one entry, its id is the name of the file",
    "years": "one table `[<id>]` an entry; an id stands in one year only",
    "year-pairs": "one table `[<indicator>.<unit key>]` an entry",
}


def reference() -> str:
    """Return the reference in Markdown."""
    return "\n".join([_HEAD, *_files(), *_entries(), *_words(), *_corners()])


def _files() -> Iterator[str]:
    yield "## Files\n"
    yield "| file | holds | how |"
    yield "|---|---|---|"
    yield "| `book.toml` | [book](#book) | the book itself |"
    for table in TABLES:
        yield f"| `{table.pattern}` | {table.shape.words()}: {table.meaning} | {_LAYOUTS[table.layout]} |"
    yield ""


def _entries() -> Iterator[str]:
    yield "## Entries\n"
    for shape in shapes():
        yield from _shape(shape)
        if shape.name == "scheme":
            yield from _steps()


def _steps() -> Iterator[str]:
    yield "### step\n"
    yield "One step of a scheme. Beside the fields of every step each kind of step has its own.\n"
    common = [field for field in step_shape("endorse").fields if field not in STEP_SETTINGS["endorse"]]
    yield from _fields(Shape("step", "", dict, tuple(common)))
    for kind, settings in STEP_SETTINGS.items():
        yield from _shape(Shape(f"step {kind}", step_shape(kind).meaning, dict, settings))


def _shape(shape: Shape) -> Iterator[str]:
    yield f"### {shape.name}\n"
    yield f"{shape.meaning[:1].upper()}{shape.meaning[1:]}.\n"
    yield from _fields(shape)


def _fields(shape: Shape) -> Iterator[str]:
    yield "| field | | value | meaning |"
    yield "|---|---|---|---|"
    for field in shape.fields:
        needed = "required" if field.required else ""
        yield f"| `{field.key}` | {needed} | {field.sort.words()} | {field.meaning} |"
    yield ""


def _words() -> Iterator[str]:
    yield "## Words\n"
    for name, options in sorted(choices().items()):
        yield f"### {name}\n"
        yield "| word | meaning |"
        yield "|---|---|"
        yield from (f"| `{word}` | {meaning} |" for word, meaning in options.items())
        yield ""


def _corners() -> Iterator[str]:
    yield "## The written rule for each corner\n"
    yield "| corner | rule |"
    yield "|---|---|"
    yield from (f"| {corner} | {rule} |" for corner, rule in CORNERS)
    yield ""


def shapes() -> list[Shape]:
    """Return every shape of the grammar once, from the book down, without steps."""
    found: dict[str, Shape] = {}
    for shape in (HEADER, *(table.shape for table in TABLES)):
        for one in _inside(shape, set()):
            if isinstance(one, Shape) and not one.name.startswith("step ") and one.name != "basis":
                found.setdefault(one.name, one)
    return list(found.values())


def choices() -> Mapping[str, Mapping[str, str]]:
    """Return every closed list of words by its name."""
    found: dict[str, Mapping[str, str]] = {}
    for shape in (HEADER, *(table.shape for table in TABLES)):
        for one in _inside(shape, set()):
            if isinstance(one, Choice):
                found.setdefault(one.name, one.options)
    return found


def _inside(sort: Sort, seen: set[str]) -> Iterator[Sort]:
    """Yield a sort and all sorts inside it; a shape that holds itself is entered once."""
    yield sort
    if isinstance(sort, Shape):
        if sort.name in seen:
            return
        seen.add(sort.name)
    for part in _parts(sort):
        yield from _inside(part, seen)


def _parts(sort: Sort) -> list[Sort]:
    if isinstance(sort, Shape):
        return [field.sort for field in sort.fields]
    if isinstance(sort, Later):
        return [sort.shape()]
    if isinstance(sort, ListOf):
        return [sort.sort]
    if isinstance(sort, MapOf):
        return [sort.key, sort.sort]
    if isinstance(sort, OneOrMany):
        return [sort.one, sort.many]
    return [step_shape(kind) for kind in STEP_SETTINGS] if isinstance(sort, StepSort) else []


if __name__ == "__main__":
    sys.stdout.write(reference())
