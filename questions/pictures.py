"""Takes an uploaded picture in: by its content, never by its name, made anew without anything hidden in it."""

import secrets
from io import BytesIO
from typing import IO, Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from markup.pictures import FOLDER, address

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = 20_000_000
LONGEST_SIDE: Final = 1600
QUALITY: Final = 80
FORMATS: Final = ("JPEG", "PNG", "WEBP")


def store_picture(file: IO[bytes]) -> str:
    """Stores the picture anew under a name that says nothing about it, and returns its address.

    Raises ValidationError for what is no JPEG, PNG or WebP, or is too large. The size in the header is read before
    anything is unpacked, so that a small file cannot unfold into a huge one.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 10 MB."))
    picture = _opened(data)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    output = BytesIO()
    picture.save(output, "WEBP", quality=QUALITY, method=4)
    name = f"{secrets.token_hex(16)}-{picture.width}x{picture.height}.webp"
    default_storage.save(f"{FOLDER}/{name}", ContentFile(output.getvalue()))
    return address(name)


def _opened(data: bytes) -> Image.Image:
    """The picture's own points, the right way up, without metadata, comments, profiles or further frames."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError(_("The picture has more than 20 million points. Make it smaller first."))
            upright = ImageOps.exif_transpose(opened)
            mode = "RGBA" if upright.has_transparency_data else "RGB"
            points = upright.convert(mode)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("The file is no picture that we can read: use JPEG, PNG or WebP.")) from error
    bare = Image.new(mode, points.size)
    bare.paste(points)
    return bare
