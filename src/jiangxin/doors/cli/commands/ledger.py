"""`jx ledger verify`, `jx ledger seal` and `jx ledger show FACT`."""

import argparse
from dataclasses import asdict

from jiangxin.doors.cli import output, ready
from jiangxin.kernel.words import _
from jiangxin.ledger import queries, services
from jiangxin.ledger.errors import UnknownFact

NAME = "ledger"
HELP = _("核对账目有没有被动过（verify），现在就封账（seal），或看一笔的来去（show）")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    steps = parser.add_subparsers(dest="step", required=True)
    verify = steps.add_parser("verify", help=str(_("逐笔核对；有出入时退出码为 1，并列出编号")))
    output.add_json(verify)
    seal = steps.add_parser("seal", help=str(_("把还没封的账封上")))
    output.add_json(seal)
    show = steps.add_parser("show", help=str(_("列出一笔账从头到尾的各笔、封账和提过的改动")))
    show.add_argument("fact", type=int, metavar="FACT", help=str(_("账上哪一笔的编号")))
    output.add_json(show)


def run(args: argparse.Namespace) -> int:
    """Verify, seal or show; 1 when a sealed row or a seal is not as it was."""
    ready.ready_database()
    if args.step == "show":
        return show(args.fact, as_json=args.json)
    return verify(as_json=args.json) if args.step == "verify" else seal(as_json=args.json)


def verify(*, as_json: bool) -> int:
    """Hold the ledger against its seals and name what differs."""
    report = queries.verify()
    if as_json:
        output.answer(asdict(report) | {"clean": report.clean})
    else:
        print(str(_("核对了 %(rows)s 笔、%(seals)s 次封账")) % {"rows": report.rows, "seals": report.seals})
        for name, words in WORDS.items():
            found, count = getattr(report, name), report.counts[name]
            if count:
                shown = "、".join(map(str, found[:20])) + (" …" if count > 20 else "")
                print(f"{words} {count}：{shown}")
        print(str(_("账目完好") if report.clean else _("账目被动过；请从备份核对以上各笔，并查明原因。")))
    return 0 if report.clean else 1


def seal(*, as_json: bool) -> int:
    """Seal what is not sealed yet."""
    made = services.seal(actor=output.cli_actor())
    rows = sum(one.count for one in made)
    if as_json:
        output.answer({"seals": [one.number for one in made], "rows": rows})
    else:
        print(str(_("封了 %(rows)s 笔")) % {"rows": rows})
    return 0


def show(fact_id: int, *, as_json: bool) -> int:
    """Print every entry of the chain that a fact belongs to, the first one first."""
    chain = queries.told_chain(fact_id)
    if not chain:
        raise UnknownFact(fact=fact_id)
    if as_json:
        output.answer({"fact": fact_id, "latest": chain[-1]["id"], "entries": chain})
        return 0
    for entry in chain:
        said = (entry["id"], entry["entry"], entry["happened_on"], entry["kind"], entry["code"], entry["level"])
        proof = (entry["quantity"], entry["proof"], entry["recorded_at"], entry["recorded_by"])
        print(*(str(one) for one in (*said, *proof) if one not in {"", None}), "*" if entry["standing"] else "")
    return 0


WORDS = {
    "changed": _("改过"),
    "missing": _("少了"),
    "added": _("多出"),
    "broken": _("封账不对"),
    "unsealed": _("还没封"),
}
