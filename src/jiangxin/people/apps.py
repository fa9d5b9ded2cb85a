from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, units, spells, users, duties."""

    name = "jiangxin.people"
    label = "people"
    verbose_name = "人员与单位"

    def ready(self) -> None:
        """Put the read log under the audit's chain (a reading is stored once), say what keys hold, sweep sessions."""
        from jiangxin.audit import kinds as audit  # noqa: PLC0415 -- leaf
        from jiangxin.files import holdings  # noqa: PLC0415 -- leaf
        from jiangxin.jobs import kinds as jobs  # noqa: PLC0415 -- leaf
        from jiangxin.people.access import second  # noqa: PLC0415 -- leaf
        from jiangxin.people.queries import chained, hashes  # noqa: PLC0415 -- leaf
        from jiangxin.people.services import entering, exports, finding  # noqa: PLC0415 -- leaf

        audit.chain(chained.READS)
        holdings.hashed_by("people_person.id_number", hashes.person_id_hashes)
        holdings.hashed_by("people_person.phone", hashes.person_phone_hashes)
        holdings.hold(second.HOLDING)
        jobs.every(3600, "people.sessions", entering.sweep_sessions)
        jobs.work(exports.WORK, exports.run_export)
        jobs.every(600, "people.exports", exports.sweep_exports)
        jobs.work(finding.WORK, finding.run)
        jobs.every(3600, finding.WORK, finding.ask)
