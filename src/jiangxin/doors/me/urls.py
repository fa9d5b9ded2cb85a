"""Addresses of the worker's pages."""

from django.urls import path

from jiangxin.doors.me import entering, views

app_name = "me"
urlpatterns = [
    path("me/", views.home, name="home"),
    path("me/ledger/", views.ledger, name="ledger"),
    path("me/facts/<int:fact_id>/", views.fact, name="fact"),
    path("me/readers/", views.readers, name="readers"),
    path("me/file/", views.file, name="file"),
    path("me/file.json", views.file_json, name="file_json"),
    path("me/file.pdf", views.file_pdf, name="file_pdf"),
    path("me/account/", views.account, name="account"),
    path("me/account/sessions/", entering.sessions, name="sessions"),
    path("me/account/sessions/end/", entering.end_others, name="end_others"),
    path("me/account/sessions/<slug:digest>/end/", entering.end_session, name="end_session"),
    path("me/consents/", views.give_consent, name="give_consent"),
    path("me/consents/<int:consent_id>/withdraw/", views.withdraw_consent, name="withdraw_consent"),
]
