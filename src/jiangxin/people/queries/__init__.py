"""Reads of this room, by the names that other rooms use."""

from jiangxin.people.queries.families import Family, counting_as, family_tags, named_by_tag
from jiangxin.people.queries.find import find_units, unit_on
from jiangxin.people.queries.find_persons import PersonFound, find_persons, one_person
from jiangxin.people.queries.offices import Office, offices_of
from jiangxin.people.queries.persons import (
    Known,
    Read,
    consents_of,
    duties_of,
    known_person,
    linked_ids,
    linked_leaders,
    linked_many,
    main_spell,
    person_view,
    persons_of,
    reads_of,
    spells_of,
    user_named,
    view_of,
)
from jiangxin.people.queries.reach import (
    PersonLine,
    RosterAsked,
    heads_below,
    is_staff,
    lineage_of,
    links_stamp,
    names_of,
    paths_reached,
    persons_named,
    places_below,
    roster,
    roster_lines,
    sees_any_persons,
    sees_persons,
    trades_in,
    unit_reached,
    widest_unit,
)
from jiangxin.people.queries.sight import Sight, sight_of
from jiangxin.people.queries.units import (
    UnitOn,
    ancestors_on,
    changes_of,
    children_on,
    descendants_on,
    join_path,
    lineage_paths,
    name_on,
    names_on,
    names_then,
    path_on,
    paths_on,
    subtree_range,
    tagged_on,
    tags_on,
    unit_by_id,
    units_along,
    within,
)

__all__ = [
    "Family", "Known", "Office", "PersonFound", "PersonLine", "Read", "RosterAsked", "Sight", "UnitOn",
    "ancestors_on", "changes_of", "children_on", "consents_of", "counting_as", "descendants_on", "duties_of",
    "family_tags", "find_persons", "find_units", "heads_below", "is_staff", "join_path", "known_person",
    "lineage_of", "lineage_paths", "linked_ids", "linked_leaders", "linked_many", "links_stamp", "main_spell", "name_on",
    "named_by_tag", "names_of", "names_on", "names_then", "offices_of", "one_person", "path_on", "paths_on",
    "paths_reached", "person_view", "persons_named", "persons_of", "places_below", "reads_of", "roster",
    "roster_lines", "sees_any_persons", "sees_persons", "sight_of", "spells_of", "subtree_range", "tagged_on",
    "tags_on", "trades_in", "unit_by_id", "unit_on", "unit_reached", "units_along", "user_named", "view_of",
    "widest_unit", "within",
]  # fmt: skip
