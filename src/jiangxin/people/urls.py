"""Signing in and out and changing one's password: of allauth's addresses only those that lead somewhere here."""

from allauth.account import views as allauth
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from jiangxin.people import views

urlpatterns = [
    path("account/login/", allauth.login, name="account_login"),
    path("account/logout/", allauth.logout, name="account_logout"),
    path("account/inactive/", allauth.account_inactive, name="account_inactive"),
    path("account/signup/", allauth.signup, name="account_signup"),
    path("account/password/change/", allauth.password_change, name="account_change_password"),
    path("account/reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("account/reset/", views.reset, name="account_reset"),
    path("account/claim/", views.claim, name="account_claim"),
    path("account/second/", second.index, name="mfa_index"),
    path("account/second/sign-in/", second.authenticate, name="mfa_authenticate"),
    path("account/second/again/", second.reauthenticate, name="mfa_reauthenticate"),
    path("account/second/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/second/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/second/passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/second/passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("account/second/passkeys/<int:pk>/off/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/second/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]
