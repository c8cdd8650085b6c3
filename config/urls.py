"""Where each room's addresses hang."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("", include("questions.urls")),
    path("account/", include("accounts.urls")),
    path("", include("writing.urls")),
    path("", include("moderation.urls")),
    path("", include("notifications.urls")),
    path("account/", include("members.urls")),
    path("soulmates/", include("members.soulmate_urls")),
    path("", include("members.contact_urls")),
    path("account/", include("pages.account_urls")),
    path("forum/", include("forum.urls")),
    path("", include("stories.urls")),
    path("", include("pages.urls")),
]

if settings.OIDC_URL:
    urlpatterns += [
        path("accounts/elsewhere/", include("allauth.socialaccount.urls")),
        path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]

handler400 = "pages.errors.bad_request"
handler403 = "pages.errors.permission_denied"
handler404 = "pages.errors.page_not_found"
handler500 = "pages.errors.server_error"
