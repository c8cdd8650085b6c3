"""Run by test_elsewhere.py in a process of its own, whose site has OIDC_URL: someone comes from there, and joins."""

import json
import sys
from urllib.parse import parse_qs, urlsplit

import django
from django.core import mail
from django.core.management import call_command

django.setup()

from allauth.socialaccount.models import SocialAccount  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from accounts.models import User  # noqa: E402
from tests.accounts.getting_in import CONFIRM, answers, mailed_code  # noqa: E402

setup_test_environment()
call_command("migrate", verbosity=0)
client = Client()


def come_from_there():
    sent_off = client.post("/accounts/oidc/oidc/login/?next=/stories/")
    state = parse_qs(urlsplit(sent_off.headers["Location"]).query)["state"][0]
    return sent_off, client.get(f"/accounts/oidc/oidc/login/callback/?code=abc&state={state}")


sign_in_page = client.get("/accounts/login/").content.decode()
sent_off, back = come_from_there()
form_page = client.get(back.headers["Location"]).content.decode()
typed = answers(password1=None, email="olu@clinic.example")
too_young = client.post(back.headers["Location"], typed | {"is_old_enough": ""})
made_too_young = User.objects.count()
client.post(back.headers["Location"], typed)
client.post(CONFIRM, {"code": mailed_code()})
member = User.objects.get()
client.logout()
_sent_off, again = come_from_there()
json.dump(
    {
        "button": "Go on with Clinic" in sign_in_page,
        "sent_off": sent_off.headers["Location"].partition("?")[0],
        "form_action": settings.SECURE_CSP["form-action"][-1],
        "asks_name": "Name that others see" in form_page,
        "too_young": [too_young.status_code, made_too_young],
        "mails": [message.to for message in mail.outbox],
        "member": [member.display_name, member.first_name, member.last_name, member.email],
        "has_password": member.has_usable_password(),
        "kept": SocialAccount.objects.get().extra_data,
        "again": [again.headers["Location"], get_user(client).pk == member.pk],
    },
    sys.stdout,
)
