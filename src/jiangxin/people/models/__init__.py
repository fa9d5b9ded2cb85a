"""Persons, units, spells, users: nouns only."""

from jiangxin.people.models.entering import CacheRow, ClaimCode, ResetCode, Session
from jiangxin.people.models.glass import Glass, GlassGround, GlassVerdict
from jiangxin.people.models.persons import Consent, Person, PersonLink, ReadLog
from jiangxin.people.models.spells import PostClass, Spell, SpellKind
from jiangxin.people.models.tables import Export, SavedSet
from jiangxin.people.models.twins import Twin, TwinState
from jiangxin.people.models.units import ChangeKind, Unit, UnitChange, UnitKind, UnitName, UnitPlace, UnitTag
from jiangxin.people.models.users import Duty, DutyAct, DutyActKind, DutyName, User

__all__ = [
    "CacheRow", "ChangeKind", "ClaimCode", "Consent", "Duty", "DutyAct", "DutyActKind", "DutyName", "Export",
    "Glass", "GlassGround", "GlassVerdict", "Person", "PersonLink", "PostClass", "ReadLog", "ResetCode", "SavedSet",
    "Session", "Spell", "SpellKind", "Twin", "TwinState", "Unit", "UnitChange", "UnitKind", "UnitName", "UnitPlace",
    "UnitTag", "User",
]  # fmt: skip
