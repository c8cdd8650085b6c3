"""Takes an uploaded picture in: by its content, never by its name, made anew without anything hidden in it."""

import secrets
from typing import IO, Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from markup import drawing
from markup.pictures import FOLDER, address

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = 20_000_000
LONGEST_SIDE: Final = 1600


def store_picture(file: IO[bytes]) -> str:
    """Stores the picture anew under a name that says nothing about it, and returns its address.

    Raises ValidationError for what is no JPEG, PNG or WebP, or is too large. The size in the header is read before
    anything is unpacked, so that a small file cannot unfold into a huge one.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 10 MB."))
    try:
        content, width, height = drawing.within(data, longest=LONGEST_SIDE, most_pixels=MOST_PIXELS)
    except drawing.TooManyPixelsError as error:
        raise ValidationError(_("The picture has more than 20 million points. Make it smaller first.")) from error
    except drawing.DrawingError as error:
        raise ValidationError(_("The file is no picture that we can read: use JPEG, PNG or WebP.")) from error
    name = f"{secrets.token_hex(16)}-{width}x{height}.webp"
    default_storage.save(f"{FOLDER}/{name}", ContentFile(content))
    return address(name)
