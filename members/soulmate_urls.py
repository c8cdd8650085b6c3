"""A member's own symptoms, and whether others find them by these."""

from django.urls import path

from members import symptom_views as views

urlpatterns = [
    path("symptoms/", views.symptoms, name="symptoms"),
    path("symptoms/add/", views.add, name="symptom-add"),
    path("symptoms/<int:pk>/remove/", views.remove, name="symptom-remove"),
    path("join/", views.join, name="soulmates-join"),
    path("leave/", views.leave, name="soulmates-leave"),
]
