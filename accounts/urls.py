"""The account's own pages. Signing in and joining are django-allauth's, beside these in config/urls.py."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.overview, name="account"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("name/", views.name, name="account-name"),
    path("privacy/", views.privacy, name="account-privacy"),
    path("privacy/<slug:kind>/", views.consent_give, name="consent-give"),
    path("privacy/<slug:kind>/withdraw/", views.consent_withdraw, name="consent-withdraw"),
]
