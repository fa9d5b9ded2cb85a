"""Addresses of rights: duties, who may see what, files opened out of turn, numbers shown in full."""

from django.urls import path

from jiangxin.doors.desk.views import audit, duties, glass, logins, numbers, rights

RIGHTS = [
    path("desk/rights/", rights.rights, name="rights"),
    path("desk/duties/", duties.duties, name="duties"),
    path("desk/duties/give/", duties.give_duty, name="duty_give"),
    path("desk/duties/<int:duty_id>/end/", duties.end_duty, name="duty_end"),
    path("desk/duties/<int:duty_id>/lend/", duties.lend_duty, name="duty_lend"),
    path("desk/glass/", glass.glasses, name="glasses"),
    path("desk/glass/new/", glass.break_glass, name="glass_new"),
    path("desk/glass/<int:glass_id>/review/", glass.review_glass, name="glass_review"),
    path("desk/audit/", audit.lines, name="audit"),
    path("desk/audit/verify/", audit.verify, name="audit_verify"),
    path("desk/audit/roots/", audit.roots, name="audit_roots"),
    path("desk/audit/roots/<slug:day>/", audit.root, name="audit_root"),
    path("desk/logins/", logins.logins, name="logins"),
    path("desk/logins/<int:user_id>/code/", logins.login_code, name="login_code"),
    path("desk/logins/<int:user_id>/<slug:act>/", logins.login_act, name="login_act"),
    path("desk/people/<int:person_id>/number/", numbers.number, name="number"),
]
