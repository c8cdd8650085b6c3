"""Where stories are told and changed. None of these addresses can be that of a story, which begins with its number."""

from django.urls import path

from stories.views import keeping, telling, thanking, votes

urlpatterns = [
    path("stories/new/", telling.step, {"number": 1}, name="story-new"),
    path("stories/new/words/", telling.step, {"number": 2}, name="story-new-words"),
    path("stories/new/readers/", telling.step, {"number": 3}, name="story-new-readers"),
    path("stories/new/check/", telling.check, name="story-new-check"),
    path("stories/mine/<int:pk>/sent/", keeping.sent, name="story-sent"),
    path("stories/mine/<int:pk>/edit/", keeping.edit, name="story-edit"),
    path("stories/mine/<int:pk>/sharing/", keeping.sharing, name="story-sharing"),
    path("stories/mine/<int:pk>/add/", keeping.add, name="story-add"),
    path("stories/mine/<int:pk>/add/<int:part>/remove/", keeping.remove, name="story-update-remove"),
    path("stories/mine/<int:pk>/withdraw/", keeping.withdraw, name="story-withdraw"),
    path("stories/mine/<int:pk>/bring-back/", keeping.bring_back, name="story-bring-back"),
    path("stories/mine/<int:pk>/delete/", keeping.delete, name="story-delete"),
    path("stories/mine/<int:pk>/versions/", keeping.versions, name="story-versions"),
    path("stories/thanks/<int:pk>/", thanking.say_thanks, name="story-thanks"),
    path("stories/thanks/mine/<int:pk>/off/", thanking.take_off, name="thanks-off"),
    path("stories/helped/<int:pk>/", votes.helped, name="story-helped"),
]
