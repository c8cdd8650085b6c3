"""Files that are sent as pictures."""

import zlib
from io import BytesIO
from struct import pack

from PIL import Image, PngImagePlugin

CANARY = b"51.5007N-0.1246W"


def picture(kind="JPEG", size=(400, 300), mode="RGB", **options):
    output = BytesIO()
    Image.new(mode, size).save(output, kind, **options)
    return output.getvalue()


def chunk(name, content):
    return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))


def png(width, height, *, data=b""):
    """A PNG file that claims a size, with the data given."""
    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def png_bomb(width, height):
    """A PNG file of black points: a few kilobytes that unfold into all of them."""
    packer = zlib.compressobj(9)
    row = bytes(1 + width * 3)
    data = b"".join(packer.compress(row) for _row in range(height)) + packer.flush()
    return png(width, height, data=data)


def telling_pictures():
    """Pictures that say more than they show, in every place that a file has for it."""
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = "N"
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", CANARY.decode())
    text.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    jpeg = picture(exif=exif, comment=CANARY, icc_profile=CANARY, xmp=CANARY) + CANARY
    iptc = b"\xff\xed" + pack(">H", len(CANARY) + 16) + b"Photoshop 3.0\x00" + CANARY
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "blue")]
    moving = BytesIO()
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:], exif=exif, xmp=CANARY, icc_profile=CANARY)
    return {
        "JPEG": jpeg,
        "JPEG with IPTC": jpeg[:2] + iptc + jpeg[2:],
        "PNG": picture("PNG", pnginfo=text, exif=exif, icc_profile=CANARY) + CANARY,
        "WebP of two frames": moving.getvalue(),
    }


HOSTILE = {
    "nothing": b"",
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "SVG": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "HTML behind the first bytes of a GIF": b"GIF89a<script>alert(1)</script>",
    "HTML behind the first bytes of a JPEG": b"\xff\xd8\xff\xe0<script>alert(1)</script>",
    "half a JPEG": picture()[:300],
    "half a PNG": picture("PNG")[:60],
    "PDF": picture("PDF"),
    "TIFF": picture("TIFF"),
    "BMP": picture("BMP"),
    "ICO": picture("ICO", size=(128, 128)),
    "PPM": picture("PPM"),
    "TGA": picture("TGA"),
    "JPEG 2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + b"\x00" * 100,
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n",
    "FITS": b"SIMPLE  =                    T".ljust(2880),
    "zip": b"PK\x03\x04" + b"\x00" * 100,
    "too many points": png(30_000, 30_000),
    "a little too many points": png(8_000, 5_001),
    "no points": png(0, 0),
    "one point": picture("PNG", size=(1, 1)),
    "a line": picture("PNG", size=(5_000, 10)),
    "too many bytes": b"\xff\xd8" + b"x" * (10 * 1024 * 1024 + 1),
    "a size beyond all": png(2**31 - 1, 2**31 - 1),
}
