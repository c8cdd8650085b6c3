from schedule.management.commands.purge_expired import Command as PurgeExpired


class Command(PurgeExpired):
    help = f"The same as purge_expired. {PurgeExpired.help}"
