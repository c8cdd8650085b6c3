"""8: what is stored of a picture is the picture: no place, no comment, no profile, no second frame."""

from io import BytesIO

import pytest
from PIL import Image

from markup import drawing
from tests.security.pictures import CANARY, telling_pictures

PICTURES = telling_pictures()


def drawn(content):
    """Everything that the site stores of a picture: a member's squares, and an article's."""
    squares = drawing.squares(content, sides=(320, 96), most_pixels=40_000_000, least_side=96)
    return [*squares.values(), drawing.within(content, longest=1600, most_pixels=20_000_000)[0]]


@pytest.mark.parametrize("kind", PICTURES)
def test_nothing_that_the_file_said_is_stored(kind):
    assert CANARY in PICTURES[kind] or kind.startswith("PNG")
    for content in drawn(PICTURES[kind]):
        assert CANARY not in content
        with Image.open(BytesIO(content)) as image:
            assert dict(image.getexif()) == {}
            assert not {"exif", "comment", "icc_profile", "xmp", "photoshop"} & image.info.keys()
            assert getattr(image, "n_frames", 1) == 1


@pytest.mark.parametrize("orientation", range(1, 9))
def test_picture_stands_upright_before_its_orientation_is_forgotten(orientation):
    """The red corner is at the upper left, however the camera was held."""
    upright = Image.new("RGB", (300, 300), "white")
    upright.paste("red", (0, 0, 150, 150))
    laid = {2: [0], 3: [3], 4: [1], 5: [5], 6: [2], 7: [6], 8: [4]}.get(orientation, [])
    for turn in laid:
        upright = upright.transpose(Image.Transpose(turn))
    exif, output = Image.Exif(), BytesIO()
    exif[0x0112] = orientation
    upright.save(output, "JPEG", exif=exif, quality=95)
    for content in drawn(output.getvalue()):
        with Image.open(BytesIO(content)) as image:
            small = image.convert("RGB").resize((4, 4))
            red = [(x, y) for x in range(4) for y in range(4) if small.getpixel((x, y))[1] < 128]
        assert red == [(0, 0), (0, 1), (1, 0), (1, 1)]
