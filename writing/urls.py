from django.urls import path

from writing import views

urlpatterns = [path("drafts/<int:pk>/discard/", views.discard_draft, name="draft-discard")]
