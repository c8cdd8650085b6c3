from django.urls import path

from questions.views import answers, own, readers

QUESTION = "conditions/<slug:condition>/questions/<slug:topic>"

urlpatterns = [
    path(f"{QUESTION}/helpful/", readers.helpful, name="question-helpful"),
    path(f"{QUESTION}/helpful/<str:token>/", readers.missing, name="question-missing"),
    path(f"{QUESTION}/problem/", readers.problem, name="question-problem"),
    path(f"{QUESTION}/thanks/", readers.thanks, name="question-thanks"),
    path("answers/new/<slug:condition>/<slug:topic>/", answers.write_answer, name="answer-new"),
    path("answers/new/<slug:condition>/<slug:topic>/draft/", answers.keep_answer, name="answer-draft"),
    path("answers/<int:pk>/edit/", answers.change_answer, name="answer-edit"),
    path("answers/<int:pk>/helped/", own.helped, name="answer-helped"),
    path("answers/<int:pk>/helped/undo/", own.helped_not, name="answer-helped-undo"),
    path("answers/<int:pk>/withdraw/", own.decide, {"change": "withdraw"}, name="answer-withdraw"),
    path("answers/<int:pk>/return/", own.decide, {"change": "return"}, name="answer-return"),
    path("answers/<int:pk>/delete/", own.decide, {"change": "delete"}, name="answer-delete"),
]
