"""Reads of this room, by the names that other rooms use."""

from jiangxin.people.queries.columns import (
    columns_of_persons,
    columns_of_places,
    columns_of_spells,
    columns_of_tags,
    days_of_birth,
)
from jiangxin.people.queries.families import Family, counting_as, family_tags, named_by_tag
from jiangxin.people.queries.find import find_units, unit_on
from jiangxin.people.queries.find_persons import PersonFound, find_persons, one_person
from jiangxin.people.queries.heads import workers_by_place
from jiangxin.people.queries.keeping import (
    Changed,
    Charge,
    Held,
    History,
    SpellLine,
    charges_of,
    children_from,
    facts_at,
    free_key,
    heads_at,
    last_day_of,
    members_of,
    one_spell,
    spell_lines,
    spells_at,
    spells_from,
    twins_in_sight,
    union_days,
    unit_history,
    unit_stamp,
    units_at,
    units_of_spells,
)
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
    heads_below,
    is_staff,
    lineage_of,
    links_stamp,
    names_of,
    paths_reached,
    persons_named,
    places_below,
    sees_any_persons,
    sees_persons,
    unit_reached,
    widest_unit,
)
from jiangxin.people.queries.rosters import PersonLine, RosterAsked, roster, roster_lines, trades_in
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
    "Changed", "Charge", "Family", "Held", "History", "Known", "Office", "PersonFound", "PersonLine", "Read",
    "RosterAsked", "Sight", "SpellLine", "UnitOn", "ancestors_on", "changes_of", "charges_of", "children_from",
    "children_on", "columns_of_persons", "columns_of_places", "columns_of_spells", "columns_of_tags", "consents_of",
    "counting_as", "days_of_birth", "descendants_on", "duties_of", "facts_at", "family_tags", "find_persons",
    "find_units", "free_key", "heads_at", "heads_below", "is_staff", "join_path", "known_person",
    "last_day_of", "lineage_of", "lineage_paths", "linked_ids", "linked_leaders", "linked_many", "links_stamp",
    "main_spell", "members_of", "name_on", "named_by_tag", "names_of", "names_on", "names_then", "offices_of",
    "one_person", "one_spell", "path_on", "paths_on", "paths_reached", "person_view", "persons_named", "persons_of",
    "places_below", "reads_of", "roster", "roster_lines", "sees_any_persons", "sees_persons", "sight_of",
    "spell_lines", "spells_at", "spells_from", "spells_of", "subtree_range", "tagged_on", "tags_on", "trades_in",
    "twins_in_sight", "union_days", "unit_by_id", "unit_history", "unit_on", "unit_reached", "unit_stamp",
    "units_along", "units_at", "units_of_spells", "user_named", "view_of", "widest_unit", "within",
    "workers_by_place",
]  # fmt: skip
