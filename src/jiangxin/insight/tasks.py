"""Work of this room that the worker does in the background."""

from django.conf import settings

from jiangxin.insight import fonts
from jiangxin.insight.boards import status
from jiangxin.insight.models import PeerGroup
from jiangxin.jobs import queries as open_work
from jiangxin.jobs import services as jobs
from jiangxin.jobs.kinds import Run
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor

FONTS = "insight.fonts"
PEERS = "insight.peers"
BOARDS = "insight.boards"
RECOUNT = "insight.boards.recount"
NIGHT = range(2, 6)  # hours in which figures are proved


def make_fonts(run: Run) -> None:
    """Make and link the fonts of the data folder; what is there already is left as it is."""
    fonts.ready(settings.DATA, lambda done, of: run.tell(done, of, ""))


def count_peers(run: Run) -> None:
    """Bring the lake up to the ledger and count anew how points are spread among peers."""
    from jiangxin.insight import lake  # noqa: PLC0415 -- slow
    from jiangxin.insight.peers import counting  # noqa: PLC0415 -- slow

    run.tell(0, 2, "")
    lake.sync(actor=run.actor, wait=600)
    run.tell(1, 2, "")
    counting.refresh(clock.today())
    run.tell(2, 2, "")


def peers_due() -> None:
    """Ask once a day for a new count of peers."""
    today = clock.today()
    if not PeerGroup.objects.filter(on=today).exists():
        jobs.start(actor=Actor.machine("clock"), name=PEERS, key=f"{PEERS}:{today}")


def count_boards(run: Run) -> None:
    """Count the figures of all boards anew."""
    from jiangxin.insight.boards import refresh  # noqa: PLC0415 -- slow

    refresh.refresh(actor=run.actor)


def prove_boards(run: Run) -> None:
    """Count all figures again from the ledger; where one differs, make lake and figures anew."""
    from jiangxin.insight import lake  # noqa: PLC0415 -- slow
    from jiangxin.insight.boards import recount, refresh  # noqa: PLC0415 -- slow

    proof = recount.recount(actor=run.actor)
    if proof.differing:
        lake.rebuild(actor=run.actor)
        refresh.refresh(actor=run.actor)


def boards_due() -> None:
    """Ask for board figures when they are due, and once a night for their proof."""
    open_names = set(open_work.open_jobs().values_list("name", flat=True))
    machine = Actor.machine("clock")
    if BOARDS not in open_names and status.is_due():
        jobs.start(actor=machine, name=BOARDS)
    now = clock.real_now().astimezone(clock.SHANGHAI)
    if now.hour in NIGHT and status.status().there:
        jobs.start(actor=machine, name=RECOUNT, key=f"{RECOUNT}:{now.date()}")
