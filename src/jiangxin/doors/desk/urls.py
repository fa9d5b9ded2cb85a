"""Addresses of the desk."""

from django.urls import path

from jiangxin.doors.desk import views
from jiangxin.doors.desk.rights_urls import RIGHTS
from jiangxin.doors.desk.views import (
    boards,
    drill,
    exports,
    keeping_people,
    keeping_split,
    keeping_units,
    picked,
    roster,
    sets,
)
from jiangxin.doors.desk.views import changes as changing
from jiangxin.doors.desk.views.claims import claim
from jiangxin.doors.desk.views.factpages import fact, person_facts
from jiangxin.doors.desk.views.lists import lists
from jiangxin.doors.desk.views.proofs import proofs
from jiangxin.doors.desk.views.twins import twin, twins
from jiangxin.doors.desk.views.unit import unit

app_name = "desk"
urlpatterns = [
    path("desk/", boards.home, name="home"),
    path("desk/figures/", proofs, name="proofs"),
    path("desk/progress/", boards.progress, name="progress"),
    path("desk/indicators/", boards.indicators, name="indicators"),
    path("desk/indicators/<slug:name>/", drill.indicator, name="indicator"),
    path("desk/indicators/<slug:name>/facts/", drill.facts, name="facts"),
    path("desk/indicators/<slug:name>/facts.csv", drill.facts_csv, name="facts_csv"),
    path("desk/people/", roster.roster, name="people"),
    path("desk/people/find/", roster.find, name="find"),
    path("desk/people/picked/", picked.picked, name="picked"),
    path("desk/units/", roster.units, name="units"),
    path("desk/take/<slug:name>/", exports.take, name="take"),
    path("desk/exports/", exports.export_list, name="exports"),
    path("desk/exports/<int:export_id>/", exports.export, name="export"),
    path("desk/exports/<int:export_id>/file/", exports.export_file, name="export_file"),
    path("desk/exports/<int:export_id>/stop/", exports.export_stop, name="export_stop"),
    path("desk/sets/<slug:table>/", sets.own_sets, name="sets"),
    path("desk/sets/<slug:table>/save/", sets.save_set, name="save_set"),
    path("desk/sets/<int:set_id>/change/", sets.change_set, name="change_set"),
    path("desk/people/<int:person_id>/", views.person, name="person"),
    path("desk/people/<int:person_id>/claim/", claim, name="claim"),
    path("desk/lists/", lists, name="lists"),
    path("desk/people/twins/", twins, name="twins"),
    path("desk/people/twins/<int:twin_id>/", twin, name="twin"),
    path("desk/people/new/", keeping_people.new_person, name="person_new"),
    path("desk/people/<int:person_id>/spells/", keeping_people.spells, name="spells"),
    path("desk/people/<int:person_id>/spells/new/", keeping_people.spell_new, name="spell_new"),
    path(
        "desk/people/<int:person_id>/spells/<int:spell_id>/<slug:act>/",
        keeping_people.spell_change,
        name="spell_change",
    ),
    path("desk/units/<int:unit_id>/", unit, name="unit"),
    path("desk/units/<int:unit_id>/split/", keeping_split.split_unit, name="split_unit"),
    path("desk/units/<int:unit_id>/undo/<int:change_id>/", keeping_units.undo_unit, name="undo_unit"),
    path("desk/units/<int:unit_id>/keep/<slug:act>/", keeping_units.keep_unit, name="keep_unit"),
    path("desk/people/<int:person_id>/facts/", person_facts, name="person_facts"),
    path("desk/facts/<int:fact_id>/", fact, name="fact"),
    path("desk/facts/<int:fact_id>/<slug:action>/", changing.fact_change, name="fact_change"),
    path("desk/changes/", changing.inbox, name="changes"),
    path("desk/changes/batch/", changing.changes_batch, name="changes_batch"),
    path("desk/changes/<int:draft_id>/", changing.change, name="change"),
    path("desk/changes/<int:draft_id>/settle/", changing.change_settle, name="change_settle"),
    path("desk/changes/<int:draft_id>/recall/", changing.change_recall, name="change_recall"),
    path("desk/changes/<int:draft_id>/evidence/", changing.evidence, name="evidence"),
    *RIGHTS,
]
