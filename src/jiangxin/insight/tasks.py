"""Work of this room that the worker does in the background."""

from django.conf import settings

from jiangxin.insight import fonts, lake, peers
from jiangxin.insight.models import PeerGroup
from jiangxin.jobs import services as jobs
from jiangxin.jobs.kinds import Run
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor

FONTS = "insight.fonts"
PEERS = "insight.peers"


def make_fonts(run: Run) -> None:
    """Make and link the fonts of the data folder; what is there already is left as it is."""
    fonts.ready(settings.DATA, lambda done, of: run.tell(done, of, ""))


def count_peers(run: Run) -> None:
    """Bring the lake up to the ledger and count anew how points are spread among peers."""
    run.tell(0, 2, "")
    lake.sync(actor=run.actor)
    run.tell(1, 2, "")
    peers.refresh(clock.today())
    run.tell(2, 2, "")


def peers_due() -> None:
    """Ask once a day for a new count of peers."""
    today = clock.today()
    if not PeerGroup.objects.filter(on=today).exists():
        jobs.start(actor=Actor.machine("clock"), name=PEERS, key=f"{PEERS}:{today}")
