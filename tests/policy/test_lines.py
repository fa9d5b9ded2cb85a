import tomllib

import pytest

from jiangxin.policy.lines import Lines
from jiangxin.policy.text import policies_folder
from tests.policy.books import HERE


def paths(value, path=()):
    """Yield every path of a parsed value."""
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))


@pytest.mark.parametrize(
    "file",
    [file for folder in (HERE, policies_folder()) for file in sorted(folder.rglob("*.toml"))],
    ids=lambda file: f"{file.parent.name}-{file.name}",
)
def test_every_path_of_a_file_has_a_line_on_which_its_key_stands(file):
    text = file.read_text(encoding="utf-8")
    lines, rows = Lines(text), text.splitlines()

    for path in paths(tomllib.loads(text)):
        line = lines.find(path)
        named = [part for part in path if isinstance(part, str)]
        if path and isinstance(path[-1], str):
            assert named[-1] in rows[line - 1], path


def test_lines_of_tables_arrays_and_inline_values():
    text = "\n".join(
        [
            "top = 1",  # 1
            "[a.b]  # a comment with [brackets]",
            'c."d e".f = { g = 1, h = [',  # 3
            "  1,",
            "  { i = 2 },  # comment",  # 5
            "] }",
            "[[s]]",  # 7
            "[[s.t]]",
            "u = '''",  # 9
            "[not.a.table]",
            "'''",
            "[[s.t]]",  # 12
            'u = """x = 1\\"""" # still a comment',
            "[[s]]",  # 14
            "[[s.t]]",
            "u = 'it''",  # 16
        ]
    )
    lines = Lines(text)

    found = {
        path: lines.find(path)
        for path in [
            ("top",),
            ("a",),
            ("a", "b"),
            ("a", "b", "c", "d e", "f"),
            ("a", "b", "c", "d e", "f", "h", 0),
            ("a", "b", "c", "d e", "f", "h", 1, "i"),
            ("s", 0),
            ("s", 0, "t", 0, "u"),
            ("s", 0, "t", 1, "u"),
            ("s", 1, "t", 0, "u"),
            ("s", 1, "t", 0, "nothing", 3),
        ]
    }
    assert list(found.values()) == [1, 2, 2, 3, 4, 5, 7, 9, 13, 16, 15]


def test_a_key_written_twice_keeps_both_lines():
    assert Lines("a = 1\n[b]\nc = 1\nc = 2\n[b]\n").twice == [(("b", "c"), 3, 4), (("b",), 2, 5)]
    assert Lines("[a]\nb.c = 1\n[[d]]\nx = 1\n[[d]]\nx = 1\n[a.e]\n[a.f]\n").twice == []


NO_TOML = ["", "[", "[[", "a", "a =", 'a = "', "a = [", "a = {", "= 1", "[a", '"', "a = {b", "\x00", "a = [1 2]"]


@pytest.mark.parametrize("text", NO_TOML)
def test_the_scanner_stops_where_the_text_is_no_toml(text):
    assert Lines(text).find(("a", 0)) == 1
