"""A member's rights over the whole site, beside the pages of their account."""

from django.urls import path

from pages import account_views as views

urlpatterns = [
    path("data/", views.data, name="account-data"),
    path("data/my-data.json", views.data_json, name="account-data-json"),
    path("data/my-data.html", views.data_html, name="account-data-html"),
    path("log/", views.log, name="account-log"),
    path("close/", views.close, name="account-close"),
    path("close/texts/", views.close_texts, name="account-close-texts"),
    path("closing/", views.closing, name="account-closing"),
]
