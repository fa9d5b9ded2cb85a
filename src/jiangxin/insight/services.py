"""Snapshots: one person takes a poster, another approves it."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.insight import access, fonts
from jiangxin.insight.checks import failures
from jiangxin.insight.editions import EditionAsked, edition_asked
from jiangxin.insight.errors import AlreadyApproved, ItemFails, SamePerson, SnapshotStale, UnknownSnapshot
from jiangxin.insight.models import Snapshot
from jiangxin.insight.poster.build import build_view, public_address
from jiangxin.insight.poster.notes import with_notes
from jiangxin.insight.snapshots import corrections, hash_of, name_of, view_of
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.ledger import services as ledger
from jiangxin.people import queries as people


@acted(gettext_lazy("做了快照"))
@transaction.atomic
def take_snapshot(*, actor: Actor, asked: EditionAsked, on: date | None = None) -> Snapshot:
    """Keep an edition whole, as it stands today; refused when an item fails a check, naming each."""
    edition = edition_asked(asked, on or clock.today())
    require(access.can_take, actor, edition.unit.path)
    held = fonts.present(settings.DATA)
    view = build_view(edition, fonts_hash=held.hash if held else "", address=public_address())
    rows = failures(edition, view)
    if rows:
        listed = "\n".join(f"{chapter} · {item}：{why}" for chapter, item, why in rows)
        raise ItemFails(count=len(rows), list=listed, rows=rows)
    return Snapshot.objects.create(
        book_id=edition.book.id,
        edition=edition.poster.id,
        year=edition.poster.year,
        unit_id=edition.unit.id,
        on=edition.on,
        book_hash=edition.book.hash,
        ledger_head=view.ledger_head,
        fonts_hash=view.fonts_hash,
        view=view.as_json(),
        view_hash=hash_of(view),
        taken_by=actor.key,
        taken_at=ledger.next_moment(),
    )


@acted(gettext_lazy("批了快照"))
@transaction.atomic
def approve_snapshot(*, actor: Actor, snapshot_id: int) -> Snapshot:
    """Let the public see a snapshot; never by the one who took it, nor once a fact behind it was corrected."""
    snapshot = Snapshot.objects.select_for_update().filter(pk=snapshot_id).first()
    if snapshot is None:
        raise UnknownSnapshot(snapshot=snapshot_id)
    require(access.can_approve, actor, people.path_on(snapshot.unit_id, clock.today()))
    if snapshot.approved_by:
        raise AlreadyApproved(snapshot=snapshot.pk)
    if snapshot.taken_by == actor.key:
        raise SamePerson
    edition = edition_asked(EditionAsked(book=snapshot.book_id, edition=snapshot.edition), snapshot.on)
    changed = corrections(snapshot, edition)
    if changed:
        raise SnapshotStale(snapshot=snapshot.pk, what="、".join(str(one) for one in changed[:5]))
    snapshot.approved_by, snapshot.approved_at = actor.key, ledger.next_moment()
    view = replace(
        view_of(snapshot),
        snapshot=str(snapshot.pk),
        taken_by=name_of(snapshot.taken_by),
        approved_by=name_of(actor.key),
    )
    view = with_notes(view)
    snapshot.view, snapshot.view_hash = view.as_json(), hash_of(view)
    snapshot.save(update_fields=["approved_by", "approved_at", "view", "view_hash"])
    return snapshot
