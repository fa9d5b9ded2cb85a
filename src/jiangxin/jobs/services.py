"""Asking for work, saying how far it is, ending it; and taking up what a dead worker left."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from jiangxin.jobs import kinds
from jiangxin.jobs.errors import AlreadyEnded, Cancelled, NotRunning, UnknownJob
from jiangxin.jobs.models import Job, State
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.words import _

STALE = timedelta(seconds=90)  # without a heartbeat for so long, the worker is taken for dead
AGAIN = timedelta(seconds=10)  # before work that failed is tried again, times the attempts so far


@transaction.atomic
def start(*, actor: Actor, name: str, payload: Mapping[str, Any] | None = None, key: str = "") -> Job:
    """Ask for a piece of work and return its job; the same key asked for again answers with the first job."""
    kinds.work_named(name)
    now = clock.real_now()
    wanted = {"payload": dict(payload or {}), "asked_by": actor.key, "asked_at": now, "not_before": now}
    if key:
        job, _made = Job.objects.get_or_create(key=key, defaults={"name": name, **wanted})
        return job
    return Job.objects.create(name=name, **wanted)


@transaction.atomic
def claim(*, worker: str) -> Job | None:
    """Take the oldest job that is due for this worker, None when there is none."""
    waiting = Job.objects.filter(state=State.WAITING, not_before__lte=clock.real_now())
    job = (
        waiting.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        .order_by("pk")
        .first()
    )
    if job is None:
        return None
    job.state, job.worker, job.heartbeat = State.RUNNING, worker, clock.real_now()
    job.attempts += 1
    job.save(update_fields=["state", "worker", "heartbeat", "attempts"])
    return job


@transaction.atomic
def progress(*, job_id: int, worker: str, done: int, total: int, message: str = "") -> None:
    """Say how far a job is, which is its heartbeat; raises Cancelled when it is to stop."""
    job = _running(job_id, worker)
    if job.cancel:
        raise Cancelled(job=job.pk)
    job.done, job.total, job.message, job.heartbeat = done, total, message[:500], clock.real_now()
    job.save(update_fields=["done", "total", "message", "heartbeat"])


@transaction.atomic
def beat(*, job_id: int, worker: str) -> None:
    """Say that the worker lives, where the work itself is long between two tellings."""
    Job.objects.filter(pk=job_id, worker=worker, state=State.RUNNING).update(heartbeat=clock.real_now())


@transaction.atomic
def finish(*, job_id: int, worker: str) -> None:
    """Say that a job is done."""
    job = _running(job_id, worker)
    job.done = max(job.done, job.total)
    _end(job, State.DONE, job.message)


@transaction.atomic
def fail(*, job_id: int, worker: str, message: str, final: bool = False) -> None:
    """Say that a job failed; it is tried again later unless that is final or its attempts are used up."""
    job = _running(job_id, worker)
    if job.cancel:
        _end(job, State.CANCELLED, message)
    elif final or job.attempts >= job.attempts_most:
        _end(job, State.FAILED, message)
    else:
        _wait(job, message)


@transaction.atomic
def stop(*, job_id: int, worker: str) -> None:
    """Say that a job stopped as it was asked to."""
    _end(_running(job_id, worker), State.CANCELLED, str(_("已按要求停下")))


@transaction.atomic
def cancel(*, actor: Actor, job_id: int) -> Job:
    """Ask a job to stop: at once if it waits, at its next telling if it runs."""
    job = _locked(job_id)
    if job.ended:
        raise AlreadyEnded(job=job.pk, state=job.get_state_display())
    if job.state == State.WAITING:
        _end(job, State.CANCELLED, str(_("已按要求停下")))
    job.cancel = True
    job.save(update_fields=["cancel"])
    return job


@transaction.atomic
def reap() -> int:
    """Put jobs whose worker is gone back in the queue, or end them; return their number."""
    gone = Job.objects.select_for_update().filter(state=State.RUNNING, heartbeat__lt=clock.real_now() - STALE)
    count = 0
    for job in gone:
        count += 1
        if job.cancel:
            _end(job, State.CANCELLED, str(_("已按要求停下")))
        elif job.attempts >= job.attempts_most:
            _end(job, State.FAILED, str(_("执行的进程一再中断；请看日志，再重新提交。")))
        else:
            _wait(job, str(_("执行的进程中断了，将重新开始")))
    return count


def _locked(job_id: int) -> Job:
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None:
        raise UnknownJob
    return job


def _running(job_id: int, worker: str) -> Job:
    """Return a job that this worker holds; one that was reaped and taken by another is not his any more."""
    job = _locked(job_id)
    if job.state != State.RUNNING or job.worker != worker:
        raise NotRunning(job=job.pk, state=job.get_state_display())
    return job


def _end(job: Job, state: State, message: str) -> None:
    job.state, job.message, job.ended_at = state, message[:500], clock.real_now()
    job.save(update_fields=["state", "message", "ended_at", "done"])


def _wait(job: Job, message: str) -> None:
    job.state, job.message, job.worker = State.WAITING, message[:500], ""
    job.not_before = clock.real_now() + AGAIN * job.attempts
    job.save(update_fields=["state", "message", "worker", "not_before"])
