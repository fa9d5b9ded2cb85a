"""Taking a table away: whole or not at all, with a purpose where it names persons, and only while it is allowed."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.files import queries as files
from jiangxin.files import services as file_store
from jiangxin.jobs import services as jobs
from jiangxin.jobs.kinds import Run
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotFound
from jiangxin.people import access
from jiangxin.people.errors import ExportGone, ExportNeedsPurpose, ExportNotReady, ExportStopped, ExportStoppedByConsent
from jiangxin.people.models import Export, User
from jiangxin.people.queries.tables import EXPORTED, taken_lines, withdrawn_since
from jiangxin.people.services.reading import log_reads
from jiangxin.ui.tables import AskedTable, Row, Table, chosen, file_name, maker_of, write

WORK = "people.export"
KEPT = timedelta(hours=24)
BIGGEST = 200 * 1024 * 1024
SHORTEST = 2  # signs of a purpose


@dataclass(frozen=True)
class TakeAsked:
    """In which format a table is taken away, and what for."""

    format: str
    purpose: str = ""


class Watch:
    """Looks before each chunk whether what allows the file still holds; ``close`` does so for the whole, and logs."""

    def __init__(self, actor: Actor, table: Table, asked: TakeAsked, begun: datetime) -> None:
        self._actor, self._table, self._asked, self._begun = actor, table, asked, begun
        self._persons: set[int] = set()

    def __call__(self, rows: Sequence[Row], before: int) -> None:
        """Look at the rows about to be written; refuses when a duty has ended or a consent was taken back."""
        if self._table.person:
            self._persons |= {int(row[self._table.person]) for row in rows if row.get(self._table.person)}
        self._check()

    def close(self) -> None:
        """Look once more and write down for each person that his line was taken away; in the caller's transaction."""
        self._check()
        if self._persons:
            log_reads(actor=self._actor, person_ids=self._persons, what=EXPORTED, purpose=self._asked.purpose)

    def _check(self) -> None:
        refuse_changed_duties(self._actor, grants_of(self._actor))
        gone = withdrawn_since(self._begun, self._persons) if self._persons else 0
        if gone:
            raise ExportStoppedByConsent(count=gone)


@acted(gettext_lazy("下载了一张表"))
def take_table(*, actor: Actor, table: Table, asked: TakeAsked, to: BinaryIO) -> int:
    """Write a table as a file for whoever asks now and return its rows; refused, nothing has been written down."""
    refuse_no_purpose(actor, table, asked)
    watch = Watch(actor, table, asked, clock.now())
    count = write(table, asked.format, to, fonts=Path(settings.DATA) / "fonts", watch=watch)
    with transaction.atomic():
        watch.close()
    return count


@acted(gettext_lazy("要了一份大表"))
@transaction.atomic
def ask_export(*, actor: Actor, table: Table, source: AskedTable, asked: TakeAsked) -> Export:
    """Ask for a large table as a file; it is written by a job, for its asker alone."""
    refuse_no_purpose(actor, table, asked)
    if actor.user_id is None:
        raise NotFound()
    row = Export.objects.create(
        user_id=actor.user_id,
        table=source.name,
        title=file_name(table, asked.format)[:200],
        query=source.query,
        secret=dict(source.secret),
        format=asked.format,
        purpose=asked.purpose,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        grants=grants_of(actor),
        begun_at=clock.now(),
    )
    row.job_id = jobs.start(actor=actor, name=WORK, payload={"export": row.pk}).pk
    row.save(update_fields=["job_id"])
    return row


def run_export(run: Run) -> None:
    """Write the file of an export; a second run begins anew. The rights are those of its asker now."""
    row = Export.objects.select_related("user").get(pk=run.payload["export"])
    if row.file_id or row.erased_at:
        return
    actor = access.actor_of(row.user)
    refuse_changed_duties(actor, row.grants)
    asked = TakeAsked(row.format, row.purpose)
    with translation.override(row.language), tempfile.TemporaryFile() as to:
        source = AskedTable(row.table, row.query, row.secret)
        table = chosen(maker_of(row.table)(actor, source), source.params)
        watch = Watch(actor, table, asked, row.begun_at)
        total = table.rows.count()

        def told(rows: Sequence[Row], before: int) -> None:
            run.tell(before, total, "")
            watch(rows, before)

        count = write(table, row.format, to, fonts=Path(settings.DATA) / "fonts", watch=told)
        run.tell(count, total, "")
        to.seek(0)
        _keep(actor, row, watch, to.read(), count)


@transaction.atomic
def _keep(actor: Actor, row: Export, watch: Watch, content: bytes, count: int) -> None:
    watch.close()
    kept = file_store.store_file(actor=actor, content=content, name=row.title, most=BIGGEST)
    row.file_id, row.rows = kept.pk, count
    row.save(update_fields=["file_id", "rows"])


def fetch_export(*, actor: Actor, export_id: int) -> tuple[Export, bytes]:
    """Return a file to its asker; refused, and erased, once a duty it rests on ended or a consent was taken back."""
    row = Export.objects.select_related("user").filter(pk=export_id, user_id=actor.user_id or 0).first()
    if row is None:
        raise NotFound()
    if row.erased_at:
        raise ExportGone()
    if row.file_id is None:
        raise ExportNotReady()
    try:
        refuse_changed_duties(actor, row.grants)
        gone = taken_lines(row.user_id, row.begun_at)
        if gone:
            raise ExportStoppedByConsent(count=len(gone))
    except (ExportStopped, ExportStoppedByConsent):
        erase_export(row)
        raise
    return row, files.read_file(row.file_id)


@transaction.atomic
def erase_export(row: Export) -> None:
    """Take the file of an export away; what was asked for stays on record."""
    if row.file_id is not None:
        file_store.erase_file(actor=Actor.machine("exports"), file_id=row.file_id)
    row.file_id, row.erased_at = None, clock.now()
    row.save(update_fields=["file_id", "erased_at"])


def sweep_exports() -> int:
    """Take away the files older than a day and return how many; a duty of the clock."""
    old = Export.objects.filter(erased_at=None, begun_at__lt=clock.now() - KEPT)
    count = 0
    for row in old[:100]:
        erase_export(row)
        count += 1
    return count


def refuse_no_purpose(actor: Actor, table: Table, asked: TakeAsked) -> None:
    """Refuse a table that names persons when it is not said what for."""
    if table.person and not actor.is_machine and len(asked.purpose.strip()) < SHORTEST:
        raise ExportNeedsPurpose()


def refuse_changed_duties(actor: Actor, held: list[list[str]]) -> None:
    """Refuse when one of these duties is not the user's any more, or not over the same units."""
    if actor.user_id is None:
        return
    user = User.objects.filter(pk=actor.user_id).first()
    now = grants_of(access.actor_of(user)) if user else []
    if any(one not in now for one in held):
        raise ExportStopped()


def grants_of(actor: Actor) -> list[list[str]]:
    """Return an actor's duties as they are kept: name, place in the tree, purpose."""
    return sorted([one.name, one.path, one.purpose] for one in actor.duties)
