"""Books the policy tests read: two good ones that use the whole grammar, and a corpus of broken ones."""

from pathlib import Path

from jiangxin.policy import BookRefused, BookText, Problem, check, parents_in, read_folder

HERE = Path(__file__).resolve().parent / "sample"
BROKEN = HERE.parent / "broken"
PARENTS = parents_in(HERE)


def changed(book_id, **files):
    """Return a sample book with files put in place of its own; a name is written a__b for a/b.toml."""
    text = read_folder(HERE / book_id)
    return BookText(text.id, text.files | {f"{name.replace('__', '/')}.toml": body for name, body in files.items()})


def broken_names():
    """Return the names of the broken books."""
    return sorted(folder.name for folder in BROKEN.iterdir() if folder.is_dir())


def told(name):
    """Return what is told about a broken book, one problem a line."""
    folder = BROKEN / name
    nearer = parents_in(folder)
    try:
        text = read_folder(folder / "book")
    except BookRefused as refusal:
        return lines(refusal.problems)
    return lines(check(text, lambda book_id: nearer(book_id) or PARENTS(book_id)))


def lines(problems: tuple[Problem, ...] | list[Problem]):
    """Return problems as the command line prints them."""
    return [str(problem) for problem in problems]
