"""Members who sign in through another site (OIDC_URL): only their address is taken over, nothing else that it tells."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from accounts.models import User


class ElsewhereAdapter(DefaultSocialAccountAdapter):
    """What another site's answer becomes here. Newcomers still choose a name, and say that they are old enough."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:  # noqa: ARG002
        """A user with an address and no name yet. What else that site tells about the person is forgotten."""
        sociallogin.account.extra_data = {}
        user: User = sociallogin.user
        user.email = data.get("email") or ""
        return user
