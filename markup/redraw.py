"""Draws one picture anew, in a process of its own: `python redraw.py '{"sides": …}' < picture > drawn`.

It knows nothing of the site and imports nothing of it. What it may use of memory and time is bound before the first
byte is unpacked, so that a picture made to exhaust the server ends this process only. `markup.drawing` calls it.
"""

import json
import resource
import struct
import sys
from io import BytesIO

from PIL import Image

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_MEMORY = 640 * 1024 * 1024
MOST_SECONDS = 8
MANY_PIXELS, FEW_PIXELS, UNREADABLE = 3, 4, 5
"""How the process ends when the picture is refused."""
UPRIGHT = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
"""What undoes each orientation that a camera notes (Exif 2.32, tag 274)."""


def redrawn(content: bytes, wish: dict) -> list[bytes]:
    """The first frame, upright, with nothing that the file said beside it: a square JPEG file for each of `sides`, or
    one WebP file whose longest side is at most `longest`."""
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        width, height = image.size
        if width * height > wish["most_pixels"]:
            sys.exit(MANY_PIXELS)
        if min(width, height) < wish["least_side"]:
            sys.exit(FEW_PIXELS)
        turns = UPRIGHT.get(image.getexif().get(0x0112, 1), ())
        if sides := wish.get("sides"):
            return [_jpeg(_square(image, turns, max(sides)), side) for side in sides]
        return [_webp(image, turns, wish["longest"])]


def _square(image: Image.Image, turns: tuple, side: int) -> Image.Image:
    """The middle of the picture on white. It is made smaller first, so that everything else is done to little."""
    image.draft("RGB", (2 * side, 2 * side))
    width, height = image.size
    edge = min(width, height)
    left, top = (width - edge) // 2, (height - edge) // 2
    box = (left, top, left + edge, top + edge)
    small = _plain(image).resize((side, side), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0).convert("RGBA")
    square = Image.new("RGB", (side, side), "white")
    square.paste(small, mask=small.getchannel("A"))
    return _turned(square, turns)


def _webp(image: Image.Image, turns: tuple, longest: int) -> bytes:
    image.draft("RGB", (2 * longest, 2 * longest))
    plain = _plain(image)
    plain.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3.0)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    output = BytesIO()
    bare = _turned(bare, turns)
    bare.save(output, "WEBP", quality=80, method=4)
    return struct.pack(">II", *bare.size) + output.getvalue()


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in {"RGB", "RGBA"}:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _turned(image: Image.Image, turns: tuple) -> Image.Image:
    for turn in turns:
        image = image.transpose(turn)
    return image


def _jpeg(square: Image.Image, side: int) -> bytes:
    output = BytesIO()
    smaller = square if square.width == side else square.resize((side, side), Image.Resampling.LANCZOS)
    smaller.save(output, "JPEG", quality=82, optimize=True)
    return output.getvalue()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    Image.MAX_IMAGE_PIXELS = None  # counted by ourselves, before anything is unpacked
    try:
        drawn = redrawn(sys.stdin.buffer.read(), json.loads(sys.argv[1]))
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, struct.error):
        sys.exit(UNREADABLE)
    for content in drawn:
        sys.stdout.buffer.write(struct.pack(">I", len(content)) + content)


if __name__ == "__main__":
    main()
