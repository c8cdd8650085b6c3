from django.urls import path

from questions.views import answers, editing, own

urlpatterns = [
    path("admin/questions/preview/", editing.preview, name="summary-preview"),
    path("answers/new/<slug:condition>/<slug:topic>/", answers.write_answer, name="answer-new"),
    path("answers/new/<slug:condition>/<slug:topic>/draft/", answers.keep_answer, name="answer-draft"),
    path("answers/<int:pk>/edit/", answers.change_answer, name="answer-edit"),
    path("answers/<int:pk>/helped/", own.helped, name="answer-helped"),
    path("answers/<int:pk>/helped/undo/", own.helped_not, name="answer-helped-undo"),
    path("answers/<int:pk>/withdraw/", own.decide, {"change": "withdraw"}, name="answer-withdraw"),
    path("answers/<int:pk>/return/", own.decide, {"change": "return"}, name="answer-return"),
    path("answers/<int:pk>/delete/", own.decide, {"change": "delete"}, name="answer-delete"),
]
