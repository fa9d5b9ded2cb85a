"""Reads of the jobs room."""

from django.db.models import QuerySet

from jiangxin.jobs.errors import UnknownJob
from jiangxin.jobs.models import Job, State


def job(job_id: int) -> Job:
    """Return one job; refuses an id that is none."""
    found = Job.objects.filter(pk=job_id).first()
    if found is None:
        raise UnknownJob
    return found


def open_jobs() -> QuerySet[Job]:
    """Return what waits or runs, oldest first."""
    return Job.objects.filter(state__in=[State.WAITING, State.RUNNING]).order_by("pk")


def newest(name: str) -> Job | None:
    """Return the last job of this work that was asked for."""
    return Job.objects.filter(name=name).order_by("-pk").first()
