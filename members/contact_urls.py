"""Waves and messages: every address that changes something between two members."""

from django.urls import path

from members import contact_views as views

urlpatterns = [
    path("members/<str:username>/wave/", views.wave, name="wave"),
    path("members/<str:username>/write/", views.write_first, name="message-first"),
    path("messages/<int:pk>/accept/", views.accept, name="connection-accept"),
    path("messages/<int:pk>/decline/", views.decline, name="connection-decline"),
    path("messages/<int:pk>/end/", views.end, name="connection-end"),
    path("messages/<int:pk>/let-go/", views.let_go, name="connection-let-go"),
    path("messages/<int:pk>/read/", views.read, name="conversation-read"),
    path("messages/<int:pk>/write/", views.write, name="message-new"),
    path("messages/<int:pk>/<int:message>/remove/", views.remove_message, name="message-remove"),
    path("account/contact/", views.choice, name="contact-choice"),
]
