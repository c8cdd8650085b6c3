from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import WhatRemains
from accounts.permissions import is_only_owner
from pages.erasing import erase_member
from pages.operators import add_arguments, find_member, log_request


class Command(BaseCommand):
    help = "Erases a member at once, for a member who cannot close the account. It cannot be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)
        parser.add_argument(
            "--texts",
            choices=[WhatRemains.REMOVE, WhatRemains.KEEP],
            default=WhatRemains.REMOVE,
            help="whether what others can read goes too (the default), or stays, signed “Former member”",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        member = find_member(options["member"])
        if is_only_owner(member):
            raise CommandError("This is the only owner of the site. Make someone else an owner first.")
        with transaction.atomic():
            log_request(did="Erasure", action="account.erase", member=member, ticket=options["ticket"])
            erase_member(member=member, texts=options["texts"])
        self.stdout.write("Erased. Backups still hold the account: delete them on their day.")
