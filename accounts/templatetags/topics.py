"""The menu of the account's pages, and the way in through another site."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse

from accounts.devices import device_name
from accounts.topics import TOPICS

register = template.Library()
register.filter("device", device_name)


@register.inclusion_tag("components/account_menu.html", takes_context=True)
def account_menu(context: Context) -> dict[str, Any]:
    """Links to every topic, with the page that is open marked. No queries."""
    request = context["request"]
    new = {"notification-list": getattr(request.user, "unread_count", 0)}
    links = [(reverse(topic.url_name), topic.name, new.get(topic.url_name, 0)) for topic in TOPICS]
    marked = [(url, name, url == request.path, count) for url, name, count in links]
    return {"overview": reverse("account"), "links": marked}


@register.inclusion_tag("components/sign_in_elsewhere.html", takes_context=True)
def sign_in_elsewhere(context: Context) -> dict[str, Any]:
    """The button for another site's account, where the owner set one up (OIDC_URL)."""
    if not settings.OIDC_URL:
        return {"url": ""}
    names = ("csrf_token", "redirect_field")
    url = reverse("openid_connect_login", args=[settings.OIDC_ID])
    return {"url": url, "name": settings.OIDC_NAME} | {name: context.get(name, "") for name in names}
