import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from conditions.models import Condition
from demo.community import Community

CONTENT = Path(__file__).parents[2] / "content"
SIGN_INS = {"owner": "Olu (demo owner)", "member": "Mira (demo member)"}


class Command(BaseCommand):
    help = "Fills an empty site with demonstration content: invented people, texts that no clinician has checked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="Do nothing when the site has conditions already.")

    def handle(self, *_args: Any, if_empty: bool, **_options: Any) -> None:
        if Condition.objects.exists():
            if not if_empty:
                raise CommandError("This site has conditions already. The demonstration fills an empty site only.")
            self.print_sign_ins()
            return
        with transaction.atomic():
            call_command("make_roles", stdout=self.stdout)
            call_command("load_topics", stdout=self.stdout)
            call_command("import_content", str(CONTENT), stdout=self.stdout)
            owner, member = self.add_sign_ins()
            Community().load(moderator=owner, member=member)
        self.stdout.write("The demonstration is loaded: invented people, texts that no clinician has checked.")
        self.print_sign_ins()

    def add_sign_ins(self) -> list[User]:
        """An owner and a member whose password is random, kept beside the database and printed."""
        password_file = settings.VAR_DIR / "demo-password"
        if not password_file.exists():
            password_file.parent.mkdir(parents=True, exist_ok=True)
            password_file.touch(mode=0o600)
            password_file.write_text(secrets.token_urlsafe(9))
        users = []
        for username, name in SIGN_INS.items():
            is_owner = username == "owner"
            user = User(
                username=username,
                display_name=name,
                email=f"{username}@demo.example",
                is_staff=is_owner,
                is_superuser=is_owner,
            )
            user.set_password(password_file.read_text())
            user.full_clean()
            user.save()
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            if is_owner:
                TOTP.activate(user, generate_totp_secret())
                RecoveryCodes.activate(user)
            users.append(user)
        return users

    def print_sign_ins(self) -> None:
        password_file = settings.VAR_DIR / "demo-password"
        if password_file.exists() and User.objects.filter(username="owner", email="owner@demo.example").exists():
            for username in SIGN_INS:
                self.stdout.write(f"Sign in as {username}, password {password_file.read_text()}")
            codes = Authenticator.objects.filter(user__username="owner", type=Authenticator.Type.RECOVERY_CODES).first()
            if codes:
                self.stdout.write(f"The owner is asked for a code as well: {' '.join(codes.wrap().get_unused_codes())}")
