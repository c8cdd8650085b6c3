"""What the tests of joining and signing in share."""

import re
import time
from unittest import mock

from django.core import mail

from accounts.joining import SIGNER

JOIN = "/accounts/signup/"
SIGN_IN = "/accounts/login/"
CONFIRM = "/accounts/confirm-email/"


def old_stamp(seconds=10):
    """The stamp of a form that was opened a while ago."""
    with mock.patch("django.core.signing.time.time", return_value=time.time() - seconds):
        return SIGNER.sign("")


def answers(**changed):
    """What someone types who joins."""
    typed = {
        "display_name": "Marisol",
        "email": "marisol@example.org",
        "password1": "a-long-enough-phrase",
        "is_old_enough": "on",
        "website": "",
        "started": old_stamp(),
    } | changed
    return {name: value for name, value in typed.items() if value is not None}


def mailed_code():
    return re.search(r"^([A-Z0-9]{3,}-[A-Z0-9]{3,})$", mail.outbox[-1].body, re.MULTILINE)[1]


def errors_of(response):
    text = response.content.decode()
    return re.sub(r"<[^>]+>", " ", text.partition('class="errors"')[2].partition("</ul>")[0])


def comparable(response):
    """An answer without what differs each time."""
    body = re.sub(r'name="(csrfmiddlewaretoken|started)" value="[^"]*"', "", response.content.decode())
    return response.status_code, response.headers.get("Location"), body
