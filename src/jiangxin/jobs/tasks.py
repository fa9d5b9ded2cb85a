"""The two loops of a running installation: the worker's and the clock's."""

import logging
import os
import socket
import threading
import time

from django.db import close_old_connections, connection

from jiangxin.jobs import kinds, services
from jiangxin.jobs.errors import Cancelled, NotRunning
from jiangxin.jobs.models import Job
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import Refusal

IDLE = 1.0  # seconds between two looks into an empty queue
BEAT = 20.0  # seconds between two signs of life
log = logging.getLogger("jiangxin.jobs")


def worker_name() -> str:
    """Return this process's name as a worker."""
    return f"{socket.gethostname()}:{os.getpid()}"


def run_due(*, stop: threading.Event | None = None, worker: str = "") -> int:
    """Run jobs that are due and return how many; with ``stop`` go on, looking each second, until it is set."""
    count, worker = 0, worker or worker_name()
    while stop is None or not stop.is_set():
        job = _claimed(worker)
        if job is not None:
            count += 1
            _run(job, worker)
        elif stop is None:
            break
        else:
            close_old_connections()
            stop.wait(IDLE)
    return count


def tick(*, stop: threading.Event | None = None) -> list[str]:
    """Do the clock's duties that are due and return their names; with ``stop`` go on until it is set."""
    done: list[str] = []
    while True:
        for duty in kinds.duties():
            if time.monotonic() >= duty.next_at:
                duty.next_at = time.monotonic() + duty.seconds
                done.append(duty.name)
                _do(duty)
        if stop is None:
            return done
        done.clear()
        close_old_connections()
        if stop.wait(IDLE):
            return done


def _claimed(worker: str) -> Job | None:
    try:
        return services.claim(worker=worker)
    except Exception:  # the database may be busy or away for a moment; the loop goes on
        log.exception("no job could be claimed")
        time.sleep(IDLE)
        return None


def _do(duty: kinds.Duty) -> None:
    try:
        duty.do()
    except Refusal as refusal:
        log.error("%s: %s", duty.name, refusal.message)
    except Exception:  # one duty that fails must not stop the clock
        log.exception("%s", duty.name)


def _run(job: Job, worker: str) -> None:
    """Run one job to one of its ends; a worker that lost it meanwhile leaves it to the new one."""

    def tell(done: int, total: int, message: str = "") -> None:
        services.progress(job_id=job.pk, worker=worker, done=done, total=total, message=message)

    run = kinds.Run(job.pk, Actor(key=job.asked_by), job.payload, tell)
    ended = threading.Event()
    beating = threading.Thread(target=_beat, args=(job.pk, worker, ended), daemon=True)
    beating.start()
    try:
        _outcome(job, worker, run)
    except NotRunning:
        log.warning("job %s is another worker's now", job.pk)
    finally:
        ended.set()
        beating.join()


def _outcome(job: Job, worker: str, run: kinds.Run) -> None:
    try:
        kinds.work_named(job.name)(run)
    except Cancelled:
        services.stop(job_id=job.pk, worker=worker)
    except NotRunning:
        raise
    except Refusal as refusal:
        services.fail(job_id=job.pk, worker=worker, message=refusal.message, final=True)
    except Exception as error:  # told in the table, whole in the log
        log.exception("job %s", job.pk)
        services.fail(job_id=job.pk, worker=worker, message=f"{type(error).__name__}: {error}")
    else:
        services.finish(job_id=job.pk, worker=worker)


def _beat(job_id: int, worker: str, ended: threading.Event) -> None:
    try:
        while not ended.wait(BEAT):
            try:
                services.beat(job_id=job_id, worker=worker)
            except Exception:  # a busy database costs one beat
                log.exception("no heartbeat for job %s", job_id)
    finally:
        connection.close()
