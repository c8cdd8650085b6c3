"""Pictures of members: pure. What comes in is only ever looked at; what is kept is drawn anew, so nothing rides along.

A file is judged by its content, never by its name, and its size in pixels is known before they are unpacked.
"""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
LEAST_SIDE = 96
SIZES = (320, 96)
"""Sides of the squares that are kept, in pixels."""


def squares(content: bytes) -> dict[int, bytes]:
    """The picture as square JPEG files, one for each size. Raises ValidationError with what to do."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("This picture is too large. Choose one of at most 8 megabytes."))
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            _check_size(*image.size)
            square = _square(image)
    except ValidationError:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("We could not read this picture. Choose a JPEG, PNG or WebP file.")) from error
    return {side: _jpeg(square, side) for side in SIZES}


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise ValidationError(_("This picture has too many pixels. Choose a smaller one."))
    if min(width, height) < LEAST_SIDE:
        raise ValidationError(_("This picture is too small. Choose one of at least 96 by 96 pixels."))


def _square(image: Image.Image) -> Image.Image:
    """The middle of the first frame, the right way up, on white, in a new image that knows nothing of the old one."""
    side = max(SIZES)
    image.draft("RGB", (2 * side, 2 * side))
    upright = ImageOps.exif_transpose(image)
    fitted = ImageOps.fit(upright.convert("RGBA"), (side, side), Image.Resampling.LANCZOS)
    square = Image.new("RGB", (side, side), "white")
    square.paste(fitted, mask=fitted.getchannel("A"))
    return square


def _jpeg(square: Image.Image, side: int) -> bytes:
    output = BytesIO()
    smaller = square if square.width == side else square.resize((side, side), Image.Resampling.LANCZOS)
    smaller.save(output, "JPEG", quality=82, optimize=True)
    return output.getvalue()
