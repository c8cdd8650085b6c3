from django.urls import path

from questions import views

QUESTION = "conditions/<slug:condition>/questions/<slug:topic>"

urlpatterns = [
    path(f"{QUESTION}/helpful/", views.helpful, name="question-helpful"),
    path(f"{QUESTION}/helpful/<str:token>/", views.missing, name="question-missing"),
    path(f"{QUESTION}/problem/", views.problem, name="question-problem"),
    path(f"{QUESTION}/thanks/", views.thanks, name="question-thanks"),
]
