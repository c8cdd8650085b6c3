"""9: a picture that unfolds into gigabytes costs the site nothing: another process takes the blow."""

import json
import subprocess
import sys
import time
from threading import Thread

import pytest
from django.conf import settings
from django.test import Client

from markup import drawing, redraw
from tests.security.pictures import png, png_bomb

LIMITS = {"sides": (320, 96), "most_pixels": 40_000_000, "least_side": 96}


@pytest.mark.parametrize("size", [(8_000, 5_001), (13_000, 13_000), (60_000, 60_000)])
def test_too_many_points_are_refused_unread(size):
    started = time.process_time()
    with pytest.raises(drawing.TooManyPixelsError):
        drawing.squares(png(*size), **LIMITS)
    assert time.process_time() - started < 1


DRAW = """
import json, resource, sys
from markup import drawing
most = lambda who: resource.getrusage(who).ru_maxrss
content, before = sys.stdin.buffer.read(), most(resource.RUSAGE_SELF)
sides = list(drawing.squares(content, **json.loads(sys.argv[1])))
print(json.dumps([sides, most(resource.RUSAGE_SELF) - before, most(resource.RUSAGE_CHILDREN)]))
"""


def test_largest_picture_costs_this_process_no_memory():
    """In a process of its own: a child counts what its parent held when it was born, and here other tests ran."""
    content = png_bomb(8_000, 5_000)
    assert len(content) < 300_000
    command = [sys.executable, "-c", DRAW, json.dumps(LIMITS)]
    said = subprocess.run(command, input=content, cwd=settings.BASE_DIR, capture_output=True, check=True).stdout
    sides, more_here, most_there = json.loads(said)
    assert sides == [320, 96]
    assert more_here < 20_000
    assert most_there < 400_000


def test_memory_and_time_of_the_other_process_are_bound(monkeypatch):
    """Even where the size that the file names is believed."""
    with pytest.raises(drawing.DrawingError):
        drawing.squares(png_bomb(20_000, 12_000), **LIMITS | {"most_pixels": 10**9})
    monkeypatch.setattr(drawing, "SECONDS", 0.01)
    with pytest.raises(drawing.TooManyPixelsError):
        drawing.squares(png_bomb(2_000, 2_000), **LIMITS)
    assert (redraw.MOST_MEMORY, redraw.MOST_SECONDS) <= (700 * 1024 * 1024, 10)


def test_visitors_are_served_meanwhile():
    """The interpreter's lock is free while the picture is drawn."""
    content = png_bomb(8_000, 5_000)
    drawing_thread = Thread(target=drawing.squares, args=(content,), kwargs=LIMITS)
    drawing_thread.start()
    started = time.perf_counter()
    assert Client().get("/robots.txt").status_code == 200
    assert time.perf_counter() - started < 2
    drawing_thread.join()
