"""Names of honours, levels and codes, and the posters' wording, stand in the books and nowhere under src."""

import tomllib

from tests.house.source import ROOT

# Signs: shorter words are everybody's.
PATTERNS = {"*/lists/*.toml": 3, "base/kinds.toml": 3, "*/posters/*.toml": 5}
WORDS = {"title", "text", "wording", "note", "lead", "keyword", "kicker", "masthead", "colophon"}
# Units, posts and places of the synthetic city have names of their own, which may hold such words.
EXEMPT = {f"src/jiangxin/demo/data/{name}" for name in ("divisions.csv", "lives.toml", "places.toml", "units.toml")}
ENDINGS = {".py", ".html", ".typ", ".js", ".css", ".svg", ".toml", ".csv"}


def chinese(words):
    """Return the Chinese of a wording, which may be plain text."""
    return words["zh-hans"] if isinstance(words, dict) else words


def collect(part, found):
    """Add every wording inside a part of a book."""
    if isinstance(part, list):
        for one in part:
            collect(one, found)
    elif isinstance(part, dict):
        for key, one in part.items():
            if key in WORDS and (isinstance(one, str) or "zh-hans" in one):
                found.add(chinese(one))
            elif key == "level_titles":
                found.update(chinese(title) for title in one.values())
            else:
                collect(one, found)


def wordings():
    """Return the words that only a book may say."""
    words = set()
    for pattern, least in PATTERNS.items():
        found = set()
        for path in (ROOT / "policies").glob(pattern):
            text = tomllib.loads(path.read_text(encoding="utf-8"))
            collect(levels_only(text) if path.name == "kinds.toml" else text, found)
        words |= {one for one in found if len(one) >= least and one != "{value}"}
    return words


def levels_only(kinds):
    """Return the kinds' level titles alone: their own titles are plain words (受雇, 入会)."""
    return [{"level_titles": one.get("level_titles", {})} for room in kinds.values() for one in room.values()]


def test_wording_of_the_books_stands_nowhere_in_the_source():
    words = wordings()
    found = {}
    for path in sorted((ROOT / "src").rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in ENDINGS and name not in EXEMPT:
            text = path.read_text(encoding="utf-8")
            held = sorted(word for word in words if word in text)
            if held:
                found[name] = held

    assert (len(words) > 300, found) == (True, {})
