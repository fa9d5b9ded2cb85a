"""`jx portrait PERSON`: one person's six axes, each point with its facts and its line of policy."""

import argparse

from jiangxin.doors.cli import acting, output, ready
from jiangxin.insight import queries
from jiangxin.insight.queries import Portrait
from jiangxin.kernel import clock
from jiangxin.kernel.marks import points_words
from jiangxin.kernel.words import _
from jiangxin.people import queries as people
from jiangxin.people import services

NAME = "portrait"
HELP = _("看一个人的六维画像，每一分的事实与依据")
PURPOSE = _("命令行查看画像")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("person", help=str(_("编号、姓名、身份证号或手机号")))
    parser.add_argument("--on", type=acting.day, help=str(_("看哪一天；不写就是今天")))
    parser.add_argument("--known-at", type=acting.moment, help=str(_("按哪一刻已入账的看；不写就是现在")))
    acting.add_as(parser)
    output.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Work the portrait out, write down that it was read, and print it."""
    ready.ready_database()
    actor = acting.actor_named(args.user)
    person = people.one_person(args.person, actor)
    found = queries.portrait(person.id, args.on or clock.today(), args.known_at)
    services.log_read(actor=actor, person_id=person.id, what="portrait", purpose=str(PURPOSE))
    if args.json:
        output.answer(found.as_json())
    else:
        _tell(person.name, found)
    return 0


def _tell(name: str, found: Portrait) -> None:
    print(f"{name}  {found.on}  {found.book.id} {found.book.hash[:12]}")
    for axis in found.axes:
        print(f"{axis.title}  {points_words(axis.points)} / {points_words(axis.cap)}")
        for item in (one for one in found.items if one.axis == axis.id and one.points):
            title = found.book.measures[item.measure].title
            facts = "、".join(str(fact) for fact in item.facts[:6])
            print(f"    {points_words(item.points):>7}  {title}  {item.origin}  [{facts}]")
    for due in (one for one in found.due if one.met):
        ladder = found.book.ladders[due.ladder]
        stage = ladder.stage_of(due.stage)
        words = {"ladder": ladder.title, "stage": stage.title if stage else due.stage}
        print(str(_("按今天的事实，够“%(ladder)s”的“%(stage)s”")) % words)
