from django.urls import path

from jiangxin.ui import views

app_name = "ui"
urlpatterns = [
    path("look/", views.look, name="look"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/<slug:sheet>/", views.styleguide, name="styleguide-sheet"),
]
