import threading
from datetime import timedelta

import pytest

from jiangxin.jobs import errors, kinds, queries, services, tasks
from jiangxin.jobs.models import Job
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import Refusal

CLERK = Actor(key="user:1")


@pytest.fixture(autouse=True)
def _own_work(db, monkeypatch):
    """What rooms registered is laid aside."""
    monkeypatch.setattr(kinds, "_work", {})
    monkeypatch.setattr(kinds, "_duties", {})


def seen(job):
    found = Job.objects.get(pk=job.pk)
    return found.state, found.done, found.total, found.message, found.attempts


def later(seconds):
    """Let every waiting or running job have been touched that much earlier."""
    for job in Job.objects.all():
        job.not_before -= timedelta(seconds=seconds)
        job.heartbeat = job.heartbeat and job.heartbeat - timedelta(seconds=seconds)
        job.save()


def test_job_runs_and_tells_how_far_it_is():
    given = []

    def count(run):
        given.append((run.payload, run.actor.key))
        run.tell(1, 2, "一半")
        given.append(seen(job))
        run.tell(2, 2, "全部")

    kinds.work("test.count", count)
    job = services.start(actor=CLERK, name="test.count", payload={"to": 2})

    ran = tasks.run_due()

    assert (ran, given) == (1, [({"to": 2}, "user:1"), ("running", 1, 2, "一半", 1)])
    assert seen(job) == ("done", 2, 2, "全部", 1)
    assert (queries.job(job.pk).ended, tasks.run_due()) == (True, 0)


def test_start_with_the_same_key_answers_with_the_first_job():
    kinds.work("test.count", lambda run: None)

    first = services.start(actor=CLERK, name="test.count", key="2024-09-12")
    again = services.start(actor=CLERK, name="test.count", key="2024-09-12")

    assert (first.pk == again.pk, Job.objects.count()) == (True, 1)


def test_start_of_unknown_work_leaves_nothing():
    kinds.work("test.count", lambda run: None)

    with pytest.raises(errors.UnknownWork) as caught:
        services.start(actor=CLERK, name="test.cuont")

    assert caught.value.message == "没有“test.cuont”这种后台任务；可用的有：test.count。"
    assert Job.objects.count() == 0


def test_work_that_breaks_is_tried_again_and_then_fails():
    def broken(run):
        raise OSError("disk")

    kinds.work("test.broken", broken)
    job = services.start(actor=CLERK, name="test.broken")

    states = []
    for _attempt in range(3):
        tasks.run_due()
        states.append(seen(job)[0])
        later(60)

    assert (states, seen(job)) == (["waiting", "waiting", "failed"], ("failed", 0, 0, "OSError: disk", 3))


def test_work_that_is_refused_is_not_tried_again():
    def refused(run):
        raise Refusal("名册是空的；请先导入。")

    kinds.work("test.refused", refused)
    job = services.start(actor=CLERK, name="test.refused")

    tasks.run_due()

    assert seen(job) == ("failed", 0, 0, "名册是空的；请先导入。", 1)


def test_cancelled_job_stops_at_its_next_telling():
    reached = []

    def long(run):
        for step in range(5):
            if step == 2:
                services.cancel(actor=CLERK, job_id=run.job_id)
            run.tell(step, 5, "")
            reached.append(step)

    kinds.work("test.long", long)
    job = services.start(actor=CLERK, name="test.long")

    tasks.run_due()

    assert (reached, seen(job)) == ([0, 1], ("cancelled", 1, 5, "已按要求停下", 1))


def test_waiting_job_is_cancelled_at_once_and_only_once():
    kinds.work("test.count", lambda run: None)
    job = services.start(actor=CLERK, name="test.count")

    services.cancel(actor=CLERK, job_id=job.pk)

    assert (tasks.run_due(), seen(job)[0]) == (0, "cancelled")
    with pytest.raises(errors.AlreadyEnded):
        services.cancel(actor=CLERK, job_id=job.pk)
    with pytest.raises(errors.UnknownJob):
        services.cancel(actor=CLERK, job_id=0)


def test_job_of_a_dead_worker_is_taken_up_again():
    kinds.work("test.count", lambda run: None)
    job = services.start(actor=CLERK, name="test.count")
    services.claim(worker="dead")

    early = services.reap()
    later(120)
    reaped = services.reap()
    later(60)
    ran = tasks.run_due(worker="alive")

    assert (early, reaped, ran, seen(job)[0], seen(job)[4]) == (0, 1, 1, "done", 2)


def test_job_whose_workers_keep_dying_fails():
    kinds.work("test.count", lambda run: None)
    job = services.start(actor=CLERK, name="test.count")
    for _attempt in range(3):
        assert services.claim(worker="dead").pk == job.pk
        later(120)
        services.reap()
        later(120)

    assert seen(job) == ("failed", 0, 0, "执行的进程一再中断；请看日志，再重新提交。", 3)


def test_worker_that_lost_its_job_cannot_end_it():
    kinds.work("test.count", lambda run: None)
    job = services.start(actor=CLERK, name="test.count")
    services.claim(worker="slow")
    later(120)
    services.reap()
    later(60)
    services.claim(worker="quick")

    for attempt in (
        lambda: services.finish(job_id=job.pk, worker="slow"),
        lambda: services.progress(job_id=job.pk, worker="slow", done=1, total=1),
        lambda: services.fail(job_id=job.pk, worker="slow", message="x"),
    ):
        with pytest.raises(errors.NotRunning):
            attempt()
    assert seen(job) == ("running", 0, 0, "执行的进程中断了，将重新开始", 2)


def test_job_is_not_run_before_its_time():
    kinds.work("test.count", lambda run: None)
    job = services.start(actor=CLERK, name="test.count")
    Job.objects.filter(pk=job.pk).update(not_before=clock.real_now() + timedelta(minutes=1))

    assert (tasks.run_due(), seen(job)[0], list(queries.open_jobs())) == (0, "waiting", [job])


def test_clock_does_each_duty_when_it_is_due():
    done = []
    kinds.every(60, "test.minute", lambda: done.append("minute"))
    kinds.every(0, "test.always", lambda: done.append("always"))

    told = [tasks.tick(), tasks.tick()]

    assert told == [["test.minute", "test.always"], ["test.always"]]
    assert done == ["minute", "always", "always"]


def test_clock_goes_on_after_a_duty_that_breaks():
    done = []

    def broken():
        raise OSError("disk")

    kinds.every(0, "test.broken", broken)
    kinds.every(0, "test.sound", lambda: done.append("sound"))

    assert (tasks.tick(), done) == (["test.broken", "test.sound"], ["sound"])


def test_loops_end_when_asked_to():
    stop = threading.Event()
    kinds.work("test.stop", lambda run: stop.set())
    services.start(actor=CLERK, name="test.stop")

    ran = tasks.run_due(stop=stop)
    told = tasks.tick(stop=stop)

    assert (ran, told) == (1, [])
