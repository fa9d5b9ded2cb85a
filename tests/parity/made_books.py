"""Books over the whole grammar of rules, made from dice."""

from contextlib import suppress

from jiangxin.policy import BookText, resolve
from jiangxin.policy.problems import BookRefused

LEVELS = ("low", "middle", "high", "top")
CODES = ("c0", "c1", "c2", "c3", "c4", "c5")
TAKES = ("count", "sum", "max-level", "latest-level", "distinct-code", "years-since-first", "years-since-last",
         "years-covered")  # fmt: skip
BASIS = 'basis = "platform-default"\n'


def made_book(dice):
    """Return a random book; dice that make one the checks refuse are thrown again."""
    found = None
    while found is None:
        with suppress(BookRefused):
            found = resolve(BookText("made", files(dice)), lambda _name: None)
    return found


def files(dice):
    """Return the files of a random book."""
    kinds = [f"made.k{number}" for number in range(dice.randint(2, 4))]
    leveled = {kind: dice.random() < 0.7 for kind in kinds}
    measures = {f"m{number}": measure(dice, kinds, leveled) for number in range(dice.randint(6, 12))}
    levels = {name for name, (take, _text) in measures.items() if take in ("max-level", "latest-level")}
    return {
        "book.toml": 'id = "made"\ntitle = "made"\nowner = "city"\nfrom = 2001-01-01\n',
        "kinds.toml": "".join(kind_text(kind, leveled[kind]) for kind in kinds) + kind_text("ladder.entered", False),
        "lists/some.toml": 'title = "some"\n' + "".join(map(entry, CODES[:4])),
        "values.toml": f'[bar]\n{BASIS}[bar.on]\n2001-01-01 = 1\n2020-02-29 = 2\n2024-09-12 = {dice.randint(0, 4)}\n',
        "measures.toml": "".join(f"[{name}]\n{text}" for name, (_take, text) in measures.items()),
        "scores/points.toml": score(dice, measures, levels),
        "amounts/money.toml": amount(dice, measures, levels),
        "schemes/title.toml": f'title = "title"\nsubject = "person"\n{BASIS}'
        + "".join(f"[[require]]\n{BASIS}{condition(dice, number, measures, levels)}" for number in range(4)),
        "ladders/way.toml": ladder(dice, measures, levels),
    }  # fmt: skip


def kind_text(kind, leveled):
    """Return a kind."""
    levels = f"levels = {list(LEVELS)}\n" if leveled else ""
    subject = '["person", "unit", "work"]' if kind.startswith("ladder") else '["person"]'
    return (f'[{kind}]\ntitle = "k"\ndefinition = "k"\nsubject = {subject}\nunit = "count"\nspan = true\n{levels}'
            'max = 1000000000\nsensitivity = "work"\n')  # fmt: skip


def entry(code):
    """Return an entry of a code list, some of them not always in force."""
    since = {"c1": "from = 2020-01-01\n", "c2": "until = 2023-12-31\n"}.get(code, "")
    return f'[[entry]]\ncode = "{code}"\ntitle = "{code}"\n{since}'


def measure(dice, kinds, leveled):
    """Return the take and the text of a random measure."""
    of = sorted(dice.sample(kinds, dice.choice((1, 1, 1, 2))))
    have_levels = all(leveled[kind] for kind in of)
    take = dice.choice(TAKES if have_levels else [one for one in TAKES if "level" not in one])
    where = []
    where += dice.choice(([], ['code = "c1"'], ['code_in = "some"'], ['code_in = ["c0", "c5"]'],
                          ['code = "@occupation"']))  # fmt: skip
    if have_levels and dice.random() < 0.3:
        where.append(f'level_at_least = "{dice.choice(LEVELS)}"')
    if dice.random() < 0.3:
        where.append(f'proof_at_least = "{dice.choice(("declared", "confirmed", "verified"))}"')
    within = dice.choice(("", "", "2y", "1m", "13m", "30d")) if take != "years-covered" else ""
    text = f'title = "m"\ndefinition = "m"\nof = {of}\ntake = "{take}"\n'
    text += f"where = {{ {', '.join(where)} }}\n" if where else ""
    return take, text + (f'within = "{within}"\n' if within else "")


def earning(dice, name, levels, tops=(0, 1, 50, 333, 10_000)):
    """Return how a measure earns."""
    cap = f"cap = {dice.choice(tops[1:])}\n" if dice.random() < 0.5 else ""
    if name in levels:
        held = dice.sample(LEVELS, dice.randint(1, 4))
        return f"table = {{ {', '.join(f'{one} = {dice.choice(tops)}' for one in held)} }}\n{cap}"
    if dice.random() < 0.5:
        return f"each = {dice.choice((1, 5, 7, 50))}\nper = {dice.choice((1, 2, 3, 60))}\n{cap}"
    bands = sorted(dice.sample(range(20), dice.randint(1, 3)))
    told = ", ".join(f"{{ at_least = {one}, points = {10 * (place + 1)} }}" for place, one in enumerate(bands))
    return f"bands = [{told}]\n{cap}"


def score(dice, measures, levels):
    """Return a score with two axes."""
    items = "".join(
        f'[[item]]\nid = "i{number}"\naxis = "{dice.choice("ab")}"\nmeasure = "{name}"\n{BASIS}'
        f"{earning(dice, name, levels)}"
        for number, name in enumerate(dice.sample(sorted(measures), dice.randint(1, len(measures))))
    )
    axes = "".join(f'[[axis]]\nid = "{one}"\ntitle = "{one}"\ncap = {dice.choice((20, 400, 9000))}\n' for one in "ab")
    return f'title = "points"\ncap = {dice.choice((30, 500, 20000))}\n{axes}{items}'


def amount(dice, measures, levels):
    """Return an amount with lines in an order of their own."""
    names = dice.sample(sorted(measures), dice.randint(1, min(5, len(measures))))
    lines = "".join(
        f'[[line]]\nid = "l{number}"\nmeasure = "{name}"\n{BASIS}{table_or_each(dice, name, levels)}'
        for number, name in enumerate(names)
    )
    caps = "".join(f"{name} = {dice.choice((60, 700, 90000))}\n" for name in ("cap", "cap_total")
                   if dice.random() < 0.6)  # fmt: skip
    order = [f"l{number}" for number in range(len(names))]
    dice.shuffle(order)
    told = f"order = {order}\n" if dice.random() < 0.5 else ""
    return f'title = "money"\nsubject = "person"\nperiod = "year"\n{BASIS}{caps}{told}{lines}'


def table_or_each(dice, name, levels):
    """Return how a line of an amount pays; it knows no bands."""
    if name in levels:
        return f"table = {{ low = 10, top = {dice.choice((100, 5000))} }}\n"
    cap = f"cap = {dice.choice((40, 800))}\n" if dice.random() < 0.5 else ""
    return f"each = {dice.choice((1, 30, 500))}\nper = {dice.choice((1, 3))}\n{cap}"


def condition(dice, number, measures, levels, depth=0):
    """Return a random condition as the lines of a table."""
    if depth < 2 and dice.random() < 0.35:
        inner = ", ".join(
            "{ " + condition(dice, f"{number}-{one}", measures, levels, depth + 1).strip().replace("\n", ", ") + " }"
            for one in range(dice.randint(1, 3))
        )
        return f'id = "r{number}"\n{dice.choice(("any", "all", "none"))} = [{inner}]\n'
    return f'id = "r{number}"\n{single(dice, measures, levels)}'


def single(dice, measures, levels):
    """Return a condition on one measure, score or attribute."""
    side = dice.choice(("at_least", "at_most", "equals"))
    sort = dice.random()
    if sort < 0.55:
        name = dice.choice(sorted(measures))
        if name in levels:
            return f'measure = "{name}"\n{side} = "{dice.choice(LEVELS)}"\n'
        if dice.random() < 0.2:
            return f'measure = "{name}"\none_of = [{dice.randint(0, 3)}, {dice.randint(4, 9)}]\n'
        right = '"bar"' if dice.random() < 0.3 else dice.randint(0, 6)
        return f'measure = "{name}"\n{side} = {right}\n'
    if sort < 0.7:
        return f'score = "{dice.choice(("points", "points.a", "points.b"))}"\nat_least = {dice.randint(0, 20)}\n'
    return dice.choice((
        f'attribute = "age"\n{side} = {dice.choice((35, 50, 60))}\n',
        'attribute = "within_retirement"\nequals = true\n',
        'attribute = "sex"\nequals = "female"\n',
        'attribute = "post_class"\none_of = ["worker", "technical"]\n',
        'attribute = "party_member"\nequals = true\n',
        'attribute = "unit.ownership"\nequals = "private"\n',
        'attribute = "unit.tag"\nequals = "size:small"\n',
    ))  # fmt: skip


def ladder(dice, measures, levels):
    """Return a ladder of three stages, some of them left again."""

    def conditions(stage, move):
        return "".join(
            f"[[stage.{move}]]\n{condition(dice, f'{stage}-{move}-{number}', measures, levels, 1)}"
            for number in range(dice.randint(1, 2))
        )  # fmt: skip

    stages = "".join(
        f'[[stage]]\nid = "s{number}"\ntitle = "s{number}"\n{BASIS}'
        + (f'after = ["s{number - 1}"]\n' if number else "")
        + conditions(number, "enter")
        + (conditions(number, "leave") if dice.random() < 0.4 else "")
        for number in range(3)
    )
    return f'title = "way"\nsubject = "person"\n{BASIS}{stages}'
