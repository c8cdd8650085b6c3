"""Pictures that people upload, drawn anew: what comes in is only looked at, in a process of its own with little memory
and time (markup/redraw.py), and what is kept knows nothing of the old file."""

import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Final

from markup.redraw import FEW_PIXELS, MANY_PIXELS

SECONDS: Final = 10
_SCRIPT: Final = Path(__file__).with_name("redraw.py")


class DrawingError(Exception):
    """The file is no picture that can be read."""


class TooManyPixelsError(DrawingError):
    """The picture is larger than allowed, or would need too much memory or time."""


class TooFewPixelsError(DrawingError):
    """The picture is smaller than allowed."""


def squares(content: bytes, *, sides: tuple[int, ...], most_pixels: int, least_side: int) -> dict[int, bytes]:
    """The middle of the picture as square JPEG files. Raises DrawingError."""
    wish = {"sides": sides, "most_pixels": most_pixels, "least_side": least_side}
    return dict(zip(sides, _drawn(content, wish), strict=True))


def within(content: bytes, *, longest: int, most_pixels: int) -> tuple[bytes, int, int]:
    """The whole picture as a WebP file, with its width and height. Raises DrawingError."""
    (drawn,) = _drawn(content, {"longest": longest, "most_pixels": most_pixels, "least_side": 1})
    width, height = struct.unpack_from(">II", drawn)
    return drawn[8:], width, height


def _drawn(content: bytes, wish: dict[str, object]) -> list[bytes]:
    command = [sys.executable, "-I", str(_SCRIPT), json.dumps(wish)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise TooManyPixelsError from error
    if done.returncode < 0 or done.returncode == MANY_PIXELS:
        raise TooManyPixelsError
    if done.returncode == FEW_PIXELS:
        raise TooFewPixelsError
    if done.returncode:
        raise DrawingError
    return _parts(done.stdout)


def _parts(output: bytes) -> list[bytes]:
    parts, place = [], 0
    while place < len(output):
        (length,) = struct.unpack_from(">I", output, place)
        parts.append(output[place + 4 : place + 4 + length])
        place += 4 + length
    return parts
