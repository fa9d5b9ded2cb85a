"""Writes of this room, by the names that other rooms use."""

from jiangxin.people.services.consents import give_consent, withdraw_consent
from jiangxin.people.services.delegation import Delegation, delegate_duty
from jiangxin.people.services.enrol import enrol_person, join_known
from jiangxin.people.services.glass import break_glass, find_for_glass, review_glass, take_note
from jiangxin.people.services.persons import NewPerson, link_persons, register_person, unlink_persons
from jiangxin.people.services.reading import log_read, log_reads, reveal
from jiangxin.people.services.rehearsal import rehearsed
from jiangxin.people.services.reshape import Part, merge_units, split_unit
from jiangxin.people.services.respell import correct_spell, take_back_spell
from jiangxin.people.services.spells import NewSpell, end_spell, move_spell, start_spell
from jiangxin.people.services.standing import Designation, designate_unit, end_union, set_unionised
from jiangxin.people.services.undoing import undo_change
from jiangxin.people.services.units import (
    NewUnit,
    move_unit,
    register_unit,
    rename_unit,
    tag_unit,
)
from jiangxin.people.services.users import NewDuty, create_user, end_duty, give_duty, set_password

__all__ = [
    "Delegation",
    "Designation",
    "NewDuty",
    "NewPerson",
    "NewSpell",
    "NewUnit",
    "Part",
    "break_glass",
    "correct_spell",
    "create_user",
    "delegate_duty",
    "designate_unit",
    "end_duty",
    "end_spell",
    "end_union",
    "enrol_person",
    "find_for_glass",
    "give_consent",
    "give_duty",
    "join_known",
    "link_persons",
    "log_read",
    "log_reads",
    "merge_units",
    "move_spell",
    "move_unit",
    "register_person",
    "register_unit",
    "rehearsed",
    "rename_unit",
    "reveal",
    "review_glass",
    "set_password",
    "set_unionised",
    "split_unit",
    "start_spell",
    "tag_unit",
    "take_back_spell",
    "take_note",
    "undo_change",
    "unlink_persons",
    "withdraw_consent",
]  # fmt: skip
