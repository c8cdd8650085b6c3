from django.tasks import task

from notifications.sending import send_due


@task
def send_mails() -> int:
    """Sends every mail whose time has come. Harmless when it runs twice, or twice at once."""
    return send_due()
