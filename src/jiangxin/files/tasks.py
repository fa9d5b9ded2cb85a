"""Changing keys as work in the background."""

from jiangxin.files import rotation
from jiangxin.jobs.kinds import Run

ROTATE = "files.rotate"


def rotate(run: Run) -> None:
    """Change keys, or go on where a killed worker left."""
    rotation.rotate(actor=run.actor, tell=run.tell)
