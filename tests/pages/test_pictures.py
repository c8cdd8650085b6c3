from io import BytesIO

import pytest
from PIL import Image

from questions.pictures import store_picture


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "secret.webp").write_bytes(b"secret")


def stored():
    output = BytesIO()
    Image.new("RGB", (8, 6)).save(output, "PNG")
    output.seek(0)
    return store_picture(output)


@pytest.mark.django_db
def test_stored_picture_is_served_for_good(client):
    response = client.get(stored())
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response.headers["Cache-Control"]
    assert Image.open(BytesIO(b"".join(response.streaming_content))).size == (8, 6)
    response.close()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["x.webp", "..%2Fsecret.webp", "0123456789abcdef0123456789abcdef-8x6.webp", "x.html"])
def test_nothing_else_is_served(client, name):
    assert client.get(f"/media/pictures/{name}").status_code == 404
