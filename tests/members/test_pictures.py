"""Only the picture itself is kept: another format, another size, none of what the file said beside it."""

from io import BytesIO
from struct import pack
from zlib import crc32

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from members.pictures import MOST_BYTES, SIZES, squares

PLACE = b"51.5007N 0.1246W"


def file_of(kind, size=(400, 300), colour="red", **options):
    output = BytesIO()
    Image.new("RGB", size, colour).save(output, kind, **options)
    return output.getvalue()


def with_exif(orientation):
    image = Image.new("RGB", (400, 200), "red")
    image.paste("blue", (200, 0, 400, 200))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = PLACE.decode()
    output = BytesIO()
    image.save(output, "JPEG", exif=exif, comment=PLACE)
    return output.getvalue()


def png_claiming(width, height):
    """A header that promises more pixels than the file has."""
    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + pack(">I", len(header)) + chunk + pack(">I", crc32(chunk)) + b"\0" * 16


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_becomes_square_jpeg_files_of_each_size(kind):
    made = squares(file_of(kind))
    assert tuple(made) == SIZES
    for side, content in made.items():
        with Image.open(BytesIO(content)) as image:
            assert (image.format, image.size) == ("JPEG", (side, side))


def test_nothing_that_the_file_said_beside_the_picture_is_kept():
    content = with_exif(1)
    assert PLACE in content
    for made in squares(content).values():
        assert PLACE not in made
        with Image.open(BytesIO(made)) as image:
            assert not image.getexif()
            assert not {"exif", "comment", "icc_profile"} & image.info.keys()


def test_picture_is_turned_upright_before_its_orientation_is_forgotten():
    with Image.open(BytesIO(squares(with_exif(6))[320])) as image:
        top, bottom = image.getpixel((160, 20)), image.getpixel((160, 300))
    assert top[0] > 200
    assert bottom[2] > 200


def test_transparent_parts_become_white():
    output = BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(output, "PNG")
    with Image.open(BytesIO(squares(output.getvalue())[96])) as image:
        assert min(image.getpixel((48, 48))) > 250


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM", "PDF"])
def test_other_formats_are_refused_whatever_they_are_called(kind):
    with pytest.raises(ValidationError, match="JPEG, PNG or WebP"):
        squares(file_of(kind))


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"GIF89a<script>", file_of("JPEG")[:200]])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError, match="could not read"):
        squares(content)


@pytest.mark.parametrize(("width", "height"), [(8_000, 8_000), (10_000, 10_000), (30_000, 30_000)])
def test_too_many_pixels_are_refused_before_they_are_unpacked(width, height):
    with pytest.raises(ValidationError):
        squares(png_claiming(width, height))


def test_too_large_a_file_is_refused_unread():
    with pytest.raises(ValidationError, match="8 megabytes"):
        squares(b"x" * (MOST_BYTES + 1))


def test_too_small_a_picture_is_refused():
    with pytest.raises(ValidationError, match="96 by 96"):
        squares(file_of("PNG", size=(95, 400)))
