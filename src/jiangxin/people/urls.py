"""Signing in and out and changing one's password: of allauth's addresses only those that lead somewhere here."""

from allauth.account import views as allauth
from django.urls import path

urlpatterns = [
    path("account/login/", allauth.login, name="account_login"),
    path("account/logout/", allauth.logout, name="account_logout"),
    path("account/inactive/", allauth.account_inactive, name="account_inactive"),
    path("account/signup/", allauth.signup, name="account_signup"),
    path("account/password/change/", allauth.password_change, name="account_change_password"),
]
