"""What every template may know of the site."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from pages.links import link

FRAME_SECTIONS = {"conditions", "stories", "forum", "map"}


@dataclass(frozen=True)
class Frame:
    """What is the same around every page of a section for every visitor, rendered once in a process."""

    site: dict[str, Any]
    head: str
    top: str
    header: str
    foot: str


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, its language, its main menu, and where this page stands in it."""
    section = request.path.split("/", 2)[1]
    section = section if section in FRAME_SECTIONS else ""
    language = get_language() or settings.LANGUAGE_CODE
    about, frame = _site_and_frame(language, section, get_script_prefix(), _owner_settings())
    return {"site": about, "frame": frame, "section": section, "path": request.path}


def _owner_settings() -> tuple[str, ...]:
    """What the owner can set and the frame shows, so that a change is seen."""
    return (
        settings.SITE_NAME,
        settings.SITE_URL,
        str(settings.IS_DEMO),
        str(settings.THEME),
        settings.SOURCE_CODE_URL,
        settings.STATIC_URL,
        settings.SIGN_UP,
    )


@lru_cache(maxsize=100)
def _site_and_frame(language: str, section: str, _prefix: str, _owner: tuple[str, ...]) -> tuple[dict[str, Any], Frame]:
    about = _site(language)
    inputs = {"site": about, "section": section}
    return about, Frame(
        site=about,
        head=render_to_string("components/head.html", inputs),
        top=render_to_string("components/icons.html"),
        header=render_to_string("components/header.html", inputs),
        foot=render_to_string("components/footer.html", inputs),
    )


def _site(language: str) -> dict[str, Any]:
    return {
        "name": settings.SITE_NAME,
        "url": settings.SITE_URL,
        "language": language,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "is_demo": settings.IS_DEMO,
        "sign_up": settings.SIGN_UP,
        "has_theme": bool(settings.THEME),
        "source_code_url": settings.SOURCE_CODE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "urls": {
            "home": link("home"),
            "conditions": link("condition-list"),
            "stories": link("story-list"),
            "forum": link("thread-list"),
            "map": link("map"),
            "search": link("search"),
            "sign_in": link("account_login"),
            "sign_up": link("account_signup"),
            "account": link("account"),
            "messages": link("message-list"),
            "theme": link("theme"),
            "feed": link("site-feed"),
        },
        "about": [(link("about", slug), name) for slug, name in _about_pages()],
    }


def _about_pages() -> list[tuple[str, str]]:
    return [
        ("us", _("About us")),
        ("how-we-review", _("How we check facts")),
        ("community-rules", _("Community rules")),
        ("accessibility", _("Accessibility")),
        ("privacy", _("Privacy")),
        ("data", _("About the data")),
        ("transparency", _("Transparency")),
        ("contact", _("Contact and help")),
    ]
