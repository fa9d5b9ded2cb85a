"""Addresses of the public front."""

from django.urls import path

from jiangxin.doors.front import views

app_name = "front"
urlpatterns = [
    path("", views.home, name="home"),
    path("poster/", views.posters, name="posters"),
    path("poster/<slug:unit>/<slug:edition>/", views.poster, name="poster"),
    path("poster/<slug:unit>/<slug:edition>/poster.<str:kind>", views.file, name="file"),
    path("poster/<slug:unit>/<slug:edition>/<slug:item>/", views.item, name="item"),
    path("honours/", views.honours, name="honours"),
    path("notices/", views.notice_list, name="notices"),
]
