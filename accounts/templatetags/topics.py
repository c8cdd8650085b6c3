"""The menu of the account's pages, and the way in through another site."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse

from accounts.topics import TOPICS

register = template.Library()


@register.inclusion_tag("components/account_menu.html", takes_context=True)
def account_menu(context: Context) -> dict[str, Any]:
    """Links to every topic, with the page that is open marked. No queries."""
    path = context["request"].path
    links = [(reverse(topic.url_name), topic.name) for topic in TOPICS]
    return {"overview": reverse("account"), "links": [(url, name, url == path) for url, name in links]}


@register.inclusion_tag("components/sign_in_elsewhere.html", takes_context=True)
def sign_in_elsewhere(context: Context) -> dict[str, Any]:
    """The button for another site's account, where the owner set one up (OIDC_URL)."""
    if not settings.OIDC_URL:
        return {"url": ""}
    names = ("csrf_token", "redirect_field")
    url = reverse("openid_connect_login", args=[settings.OIDC_ID])
    return {"url": url, "name": settings.OIDC_NAME} | {name: context.get(name, "") for name in names}
