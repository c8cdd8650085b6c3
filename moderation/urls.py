from django.urls import path

from moderation import views

urlpatterns = [
    path("moderation/", views.moderation_list, name="moderation-list"),
    path("moderation/<slug:kind>/<int:pk>/publish/", views.content_publish, name="content-publish"),
    path("moderation/<slug:kind>/<int:pk>/reject/", views.content_reject, name="content-reject"),
    path("moderation/decisions/<int:pk>/", views.decision_detail, name="decision-detail"),
]
