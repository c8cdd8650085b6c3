"""The owner sees when each job last ran, and changes nothing."""

import pytest

from schedule.models import JobRun
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_owner_reads_when_jobs_ran_and_changes_nothing(client):
    run = JobRun.objects.create(name="mail-daily")
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert "mail-daily" in client.get("/admin/schedule/jobrun/").text
    assert client.post(f"/admin/schedule/jobrun/{run.pk}/change/", {"name": "other"}).status_code == 403
    assert client.get("/admin/schedule/jobrun/add/").status_code == 403
