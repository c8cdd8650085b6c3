from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.services import make_roles


class Command(BaseCommand):
    help = _("Makes the groups for writers, reviewers, publishers, moderators and owners, or brings them up to date.")

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            changed = make_roles()
        except LookupError as error:
            reason = _("These permissions are not there yet: %(names)s. Run “migrate” first.")
            raise CommandError(reason % {"names": error}) from error
        for name in changed:
            self.stdout.write(_("%(role)s: its permissions are set.") % {"role": name})
        if not changed:
            self.stdout.write(_("The roles are as they should be."))
