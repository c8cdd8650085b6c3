"""The map of the public site: every page that only reads."""

from django.urls import path

from pages import feeds, forum_views, machines, message_views, pictures, views

urlpatterns = [
    path("", views.home, name="home"),
    path("conditions/", views.condition_list, name="condition-list"),
    path("conditions/<slug:condition>/", views.condition, name="condition-detail"),
    path("conditions/<slug:condition>/questions/", views.question_list, name="question-list"),
    path("conditions/<slug:condition>/questions/<slug:topic>/", views.question, name="question-detail"),
    path("conditions/<slug:condition>/questions/<slug:topic>/history/", views.history, name="question-history"),
    path("conditions/<slug:condition>/questions/<slug:topic>/history/compare/", views.compare, name="question-compare"),
    path(
        "conditions/<slug:condition>/questions/<slug:topic>/image.png", machines.question_image, name="question-image"
    ),
    path("conditions/<slug:condition>/stories/", views.story_list, name="condition-stories"),
    path("conditions/<slug:condition>/forum/", forum_views.thread_list, name="condition-forum"),
    path("stories/", views.story_list, name="story-list"),
    path("stories/<int:pk>/<slug:slug>/", views.story, name="story-detail"),
    path("forum/", forum_views.thread_list, name="thread-list"),
    path("forum/<int:pk>/<slug:slug>/", forum_views.thread, name="thread-detail"),
    path("forum/ask/", forum_views.ask, name="ask"),
    path("forum/posts/<int:pk>/", forum_views.post, name="post-detail"),
    path("forum/posts/<int:pk>/edits/", forum_views.post_edits, name="post-edits"),
    path("forum/threads/<int:pk>/edits/", forum_views.thread_edits, name="thread-edits"),
    path("forum/threads/<int:pk>/waiting/", forum_views.waiting, name="thread-waiting"),
    path("members/<str:username>/", views.member, name="member-detail"),
    path("messages/", message_views.message_list, name="message-list"),
    path("messages/<int:pk>/", message_views.conversation, name="conversation-detail"),
    path("pictures/<slug:key>-<int:side>.jpg", pictures.member_picture, name="member-picture"),
    path("drafts/", views.draft_list, name="draft-list"),
    path("answers/<int:pk>/", views.answer, name="answer-detail"),
    path("answers/<int:pk>/history/", views.answer_history, name="answer-history"),
    path("search/", views.search, name="search"),
    path("reviewers/<int:pk>/", views.reviewer, name="reviewer-detail"),
    path("about/<slug:name>/", views.about, name="about"),
    path("feeds/new/", feeds.site_feed, name="site-feed"),
    path("feeds/conditions/<slug:condition>/", feeds.condition_feed, name="condition-feed"),
    path("feeds/stories/", feeds.story_feed, name="story-feed"),
    path("feeds/forum/", feeds.forum_feed, name="forum-feed"),
    path("feeds/forum/<int:pk>/", feeds.thread_feed, name="thread-feed"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap-index"),
    path("sitemap-<slug:section>.xml", machines.sitemap, name="sitemap"),
    path("media/pictures/<str:name>", pictures.article_picture, name="picture"),
    path("robots.txt", machines.robots, name="robots"),
    path("theme.css", machines.theme, name="theme"),
    path("healthz", machines.healthz, name="healthz"),
]
