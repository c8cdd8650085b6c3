from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image, PngImagePlugin

from markup import article
from markup.pictures import NAME
from questions import pictures
from questions.pictures import store_picture

SECRET = b"Avenida Secreta 12"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(kind="PNG", size=(64, 48), colour=(200, 30, 30), mode="RGB", **options):
    output = BytesIO()
    Image.new(mode, size, colour).save(output, kind, **options)
    output.seek(0)
    return output


def stored(address):
    with default_storage.open(address.removeprefix("/media/")) as file:
        return file.read()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_is_stored_anew_under_a_random_name_with_its_size(kind):
    address = store_picture(picture(kind))
    assert NAME.fullmatch(address.rpartition("/")[2])
    assert address.endswith("-64x48.webp")
    assert Image.open(BytesIO(stored(address))).format == "WEBP"
    assert store_picture(picture(kind)) != address


def test_metadata_does_not_survive():
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    comment = PngImagePlugin.PngInfo()
    comment.add_text("Comment", SECRET.decode())
    for file in (picture("JPEG", exif=exif), picture("PNG", pnginfo=comment), picture("WEBP", exif=exif)):
        assert SECRET in file.getvalue()
        data = stored(store_picture(file))
        assert SECRET not in data
        assert not Image.open(BytesIO(data)).getexif()


def test_bytes_after_the_picture_do_not_survive():
    file = BytesIO(picture("JPEG").getvalue() + b"<script>alert(1)</script>")
    assert b"<script>" not in stored(store_picture(file))


def test_picture_is_turned_the_right_way_up_before_its_orientation_is_forgotten():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert store_picture(picture("JPEG", size=(60, 20), exif=exif)).endswith("-20x60.webp")


def test_large_picture_is_made_smaller():
    assert store_picture(picture(size=(3200, 800))).endswith("-1600x400.webp")


def test_transparency_is_kept():
    file = picture(mode="RGBA", colour=(1, 2, 3, 0))
    assert Image.open(BytesIO(stored(store_picture(file)))).getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"GIF89a<script>alert(1)</script>",
        b"%PDF-1.7 not a picture",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        b"\xff\xd8\xff\xe0" + b"\x00" * 40,
    ],
)
def test_file_that_is_no_picture_is_refused_in_a_sentence(data, media):
    with pytest.raises(ValidationError, match="no picture that we can read"):
        store_picture(BytesIO(data))
    assert not list(media.rglob("*.*"))


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_kinds_of_picture_are_refused_whatever_their_name(kind):
    with pytest.raises(ValidationError, match="use JPEG, PNG or WebP"):
        store_picture(picture(kind))


def test_half_a_picture_is_refused():
    data = picture("JPEG", size=(400, 400)).getvalue()
    with pytest.raises(ValidationError, match="no picture that we can read"):
        store_picture(BytesIO(data[: len(data) // 2]))


def test_picture_of_too_many_points_is_refused_before_it_is_unpacked():
    with pytest.raises(ValidationError, match="20 million points"):
        store_picture(picture("PNG", size=(20_000, 1_001), mode="1", colour=0))


def test_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 10)
    with pytest.raises(ValidationError, match="larger than 10 MB"):
        store_picture(picture())


def test_stored_picture_stands_in_an_article_with_its_size_and_description():
    address = store_picture(picture())
    html = article.render(f"![A blood cell]({address})").html
    assert f'<img src="{address}" alt="A blood cell" width="64" height="48">' in html


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "//example.org/x.webp",
        "/media/pictures/../secret.webp",
        "/media/pictures/x.webp",
        "/media/pictures/0123456789abcdef0123456789abcdef-6x4.svg",
        "https://example.org/media/pictures/0123456789abcdef0123456789abcdef-6x4.webp",
    ],
)
def test_no_other_picture_stands_in_an_article(address):
    html = article.render(f"![A cell]({address})").html
    assert "<img" not in html
    assert "A cell" in html
