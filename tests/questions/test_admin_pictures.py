from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.questions.desk import READ, person, writer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def file(data=None, name="cell.png"):
    output = BytesIO()
    Image.new("RGB", (8, 6)).save(output, "PNG")
    return SimpleUploadedFile(name, output.getvalue() if data is None else data)


def test_dropped_picture_becomes_a_line_of_markdown(client):
    client.force_login(writer())
    code = client.post(reverse("admin:summary-upload"), {"image": file()}).json()["image_code"]
    assert code.startswith("![What it shows](/media/pictures/")
    assert code.endswith("-8x6.webp)")


def test_dropped_file_that_is_no_picture_is_refused_in_a_sentence(client, media):
    client.force_login(writer())
    code = client.post(reverse("admin:summary-upload"), {"image": file(b"<script>", "x.gif")}).json()["image_code"]
    assert code == "(The file is no picture that we can read: use JPEG, PNG or WebP.)"
    assert not list(media.rglob("*.*"))


def test_form_without_javascript_gives_the_line_to_copy(client):
    client.force_login(writer())
    values = {"picture": file(), "description": "A [blood] cell"}
    page = client.post(reverse("admin:summary-picture"), values).content.decode()
    assert "![A blood cell](/media/pictures/" in page


def test_form_says_why_a_file_is_refused_and_keeps_the_words(client):
    client.force_login(writer())
    values = {"picture": file(b"no picture"), "description": "A blood cell"}
    page = client.post(reverse("admin:summary-picture"), values).content.decode()
    assert "no picture that we can read" in page
    assert 'value="A blood cell"' in page


def test_only_writers_add_pictures(client, media):
    client.force_login(person(*READ))
    assert client.post(reverse("admin:summary-upload"), {"image": file()}).status_code == 403
    client.post(reverse("admin:summary-picture"), {"picture": file(), "description": "A cell"})
    assert not list(media.rglob("*.*"))
