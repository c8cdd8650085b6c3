from django.urls import path

from questions import views

urlpatterns = [path("questions/preview/", views.preview, name="summary-preview")]
