"""Addresses of the desk."""

from django.urls import path

from jiangxin.doors.desk import views

app_name = "desk"
urlpatterns = [
    path("desk/", views.home, name="home"),
    path("desk/indicators/", views.indicators, name="indicators"),
    path("desk/indicators/<slug:name>/", views.indicator, name="indicator"),
    path("desk/indicators/<slug:name>/facts/", views.facts, name="facts"),
    path("desk/indicators/<slug:name>/facts.csv", views.facts_csv, name="facts_csv"),
    path("desk/people/", views.roster, name="people"),
    path("desk/people/<int:person_id>/", views.person, name="person"),
    path("desk/units/<int:unit_id>/", views.unit, name="unit"),
]
