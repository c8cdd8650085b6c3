from django.tasks import task

from moderation.letters import send_outcome, send_receipt
from moderation.models import Report


@task
def mail_receipt(pk: int) -> None:
    """Tells whoever reported without an account that we have it. Twice is harmless."""
    report = Report.objects.filter(pk=pk).exclude(email="").first()
    if report:
        send_receipt(report)


@task
def mail_outcome(pk: int) -> None:
    """Tells them what came of it."""
    report = Report.objects.filter(pk=pk).exclude(email="").first()
    if report:
        send_outcome(report)
