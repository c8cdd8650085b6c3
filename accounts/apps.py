from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from schedule.retention import Rule, register_rule


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Checks the names in the settings, and says what is kept for how long."""
        import_module("accounts.consequences")
        here, device = "accounts.retention", "usersessions.UserSession"
        for rule in (
            Rule("unconfirmed-accounts", "accounts.User", 14, f"{here}.unconfirmed_accounts"),
            Rule("unused-confirmations", "account.EmailConfirmation", 14, f"{here}.unused_confirmations"),
            Rule("invitations", "accounts.Invitation", 0, f"{here}.expired_invitations"),
            Rule("ended-sessions", "sessions.Session", 0, f"{here}.ended_sessions"),
            Rule("devices", device, 30, f"{here}.old_devices", forget=f"{here}.end_old_devices"),
            Rule("network-addresses", device, 7, f"{here}.old_addresses", forget=f"{here}.drop_addresses"),
        ):
            register_rule(rule)
