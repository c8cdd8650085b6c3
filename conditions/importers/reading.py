"""Files that come from elsewhere: opened line by line, plain or packed, and refused with the line and the reason."""

import gzip
import lzma
import zlib
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path

from django.utils.translation import gettext as _


class ReadError(ValueError):
    """A file cannot be taken. Says at which line and why."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(_("Line %(line)d: %(reason)s") % {"line": line, "reason": reason} if line else reason)


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines without their ends, as UTF-8. Raises ReadError for a file that is missing, damaged or cut."""
    number = 0
    try:
        with _open(path) as file:
            for number, line in enumerate(file, start=1):
                if not line.endswith(b"\n"):
                    raise ReadError(_("the file ends in the middle of a line. It was cut."), number)
                yield number, _text(line, number)
    except (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile) as error:
        raise ReadError(_("the packed file is damaged or cut."), number + 1) from error
    except OSError as error:
        raise ReadError(_("The file cannot be read: %(reason)s") % {"reason": error.strerror or error}) from error


def _text(line: bytes, number: int) -> str:
    try:
        return line.decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise ReadError(_("the file is not text in UTF-8."), number) from error


def _open(path: Path) -> BufferedIOBase:
    match path.suffix:
        case ".xz":
            return lzma.open(path)
        case ".gz":
            return gzip.open(path)
    return path.open("rb")
