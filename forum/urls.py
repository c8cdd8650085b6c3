"""Every address of the forum that changes something. Those that only read are in pages/urls.py."""

from django.urls import path

from forum.views import asking, manage, posts, threads

urlpatterns = [
    path("ask/keep/", asking.keep, name="ask-keep"),
    path("ask/write/", asking.write, name="ask-write"),
    path("ask/check/", asking.check, name="ask-check"),
    path("threads/<int:pk>/keep/", posts.keep, name="thread-keep"),
    path("threads/<int:pk>/reply/", posts.reply, name="thread-reply"),
    path("threads/<int:pk>/edit/", threads.edit, name="thread-edit"),
    path("threads/<int:pk>/withdraw/", manage.withdraw_thread, name="thread-withdraw"),
    path("threads/<int:pk>/follow/", threads.follow, name="thread-follow"),
    path("threads/<int:pk>/answered/", threads.answered, name="thread-answered"),
    path("threads/<int:pk>/close/", threads.close, name="thread-close"),
    path("posts/<int:pk>/edit/", posts.edit, name="post-edit"),
    path("posts/<int:pk>/withdraw/", manage.withdraw_post, name="post-withdraw"),
    path("posts/<int:pk>/helped/", posts.helped, name="post-helped"),
    path("seen/", threads.seen, name="forum-seen"),
    path("help/", manage.help_others, name="forum-help"),
]
