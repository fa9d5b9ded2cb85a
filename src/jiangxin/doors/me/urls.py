"""Addresses of the worker's pages."""

from django.urls import path

from jiangxin.doors.me import consents, declare, entering, views

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
    path("me/consents/", consents.consents, name="consents"),
    path("me/consents/give/", consents.give_consent, name="give_consent"),
    path("me/consents/<int:consent_id>/withdraw/", consents.withdraw_consent, name="withdraw_consent"),
    path("me/glass/<int:glass_id>/seen/", consents.take_note, name="glass_seen"),
    path("me/declare/", declare.declare, name="declare"),
    path("me/declare/new/<str:kind>/", declare.declare_new, name="declare_new"),
    path("me/declare/<int:draft_id>/", declare.declared_one, name="declared"),
    path("me/declare/<int:draft_id>/again/", declare.declare_again, name="declare_again"),
    path("me/declare/<int:draft_id>/withdraw/", declare.declare_withdraw, name="declare_withdraw"),
    path("me/declare/<int:draft_id>/evidence/", declare.declared_file, name="declared_file"),
]
