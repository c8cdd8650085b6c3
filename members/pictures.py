"""Pictures of members: what comes in is only ever looked at; what is kept is drawn anew, so nothing rides along.

A file is judged by its content, never by its name, and its size in pixels is known before they are unpacked.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from markup import drawing

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
        return drawing.squares(content, sides=SIZES, most_pixels=MOST_PIXELS, least_side=LEAST_SIDE)
    except drawing.TooManyPixelsError as error:
        raise ValidationError(_("This picture has too many pixels. Choose a smaller one.")) from error
    except drawing.TooFewPixelsError as error:
        raise ValidationError(_("This picture is too small. Choose one of at least 96 by 96 pixels.")) from error
    except drawing.DrawingError as error:
        raise ValidationError(_("We could not read this picture. Choose a JPEG, PNG or WebP file.")) from error
