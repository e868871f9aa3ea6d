r"""Source files: bytes from a folder that isn't trusted, as text that is.

In: a path inside the issue.  Out: text in UTF-8 with line ends as `\n`, free
of characters that the press would choke on or that let a line lie about its
order; or the faults, each with line and column.
"""

import os
import re
import stat
import unicodedata
from itertools import islice
from pathlib import Path

from coranto.findings import Finding, Place, stop

TEXT_LIMIT = 2_000_000
"""Bytes of the largest text file that is read: three hundred pages of prose."""

_BOMS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
CHARACTER_LIMIT = 100
"""Characters that are told of one text."""
_UTF8_BOM = b"\xef\xbb\xbf"

# Controls but tab and line feed; surrogates; non-characters (Unicode 16, 23.7).
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
# Bidirectional controls that open, and what closes them (UAX #9, 2.1 and 2.2).
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SUSPECT = re.compile(f"{_FORBIDDEN.pattern}|{_BIDI.pattern}")
_OVERRIDES = "\u202d\u202e"
_CLOSERS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}


def read_bytes(path: Path, *, limit: int) -> bytes | Finding:
    """Return the content of a regular file of at most `limit` bytes, or why not.

    Opened without following a link and without waiting, so that a FIFO or a
    device is told, not read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except ValueError:
        return stop("file.unreadable", f"`{path.name!r}` is not a file's name", place=Place(path.parent))
    except OSError as error:
        if _is_link(path):
            return stop(
                "file.symlink",
                f"`{path.name}` is a symbolic link",
                hint="put the file itself into the folder",
                place=Place(path),
            )
        what = "does not exist" if isinstance(error, FileNotFoundError) else f"can't be read: {error.strerror}"
        return stop("file.unreadable", f"`{path.name}` {what}", place=Place(path))
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        return stop("file.not-a-file", f"`{path.name}` is not a regular file", place=Place(path))
    with os.fdopen(handle, "rb") as file:
        content = file.read(limit + 1) if status.st_size <= limit else b""
        size = max(status.st_size, len(content))
    if size > limit:
        return stop(
            "file.too-large",
            f"`{path.name}` has {size:,} bytes, the limit is {limit:,}",
            hint="split it or take out what isn't copy",
            place=Place(path),
        )
    return content


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:  # a name that is too long, a folder that may not be searched
        return False


def read_text(path: Path) -> tuple[str, list[Finding]]:
    """Return the text of a file and every fault of its characters."""
    content = read_bytes(path, limit=TEXT_LIMIT)
    if isinstance(content, Finding):
        return "", [content]
    for mark, name in _BOMS.items():
        if content.startswith(mark):
            return "", [
                stop(
                    "file.encoding",
                    f"`{path.name}` is {name}, not UTF-8",
                    hint="save it as UTF-8",
                    place=Place(path, 1, 1),
                )
            ]
    content = content.removeprefix(_UTF8_BOM)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        return "", [
            stop(
                "file.encoding",
                f"`{path.name}` is not UTF-8: byte 0x{content[error.start]:02X} makes no character",
                hint="save it as UTF-8; it may be Latin-1 or Windows-1252",
                place=Place(path, line, column),
            )
        ]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, check_characters(text, path)


def check_characters(text: str, path: Path, *, line: int = 1, column: int = 1) -> list[Finding]:
    """Return a fault for each character that must not reach the press.

    `line` and `column` say where the text begins in its file.
    """
    if text.replace("\n", " ").isprintable() or not _SUSPECT.search(text):  # what is printable is soon told
        return []
    faults = []
    found = _FORBIDDEN.finditer(text)
    for match in islice(found, CHARACTER_LIMIT):
        place = _place(text, match.start(), path, line, column)
        faults.append(
            stop("file.character", f"{_name(match[0])} is not allowed in copy", hint="delete it", place=place)
        )
    if next(found, None):
        what = f"there are more than {CHARACTER_LIMIT} characters that are not allowed in copy"
        faults.append(
            stop("file.character", what, hint="look whether it is text at all", place=Place(path, line, column))
        )
    return faults + _check_bidi(text, path, line, column)


def _check_bidi(text: str, path: Path, line: int, column: int) -> list[Finding]:
    faults = []
    waiting: list[tuple[str, int]] = []
    for match in _BIDI.finditer(text):
        sign = match[0]
        while waiting and "\n\n" in text[waiting[-1][1] : match.start()]:
            faults.append(_unbalanced(text, waiting.pop()[1], path, line, column))
        if sign in _OVERRIDES:
            faults.append(
                stop(
                    "file.bidi",
                    f"{_name(sign)} would make the line read otherwise than it is written",
                    hint="delete it",
                    place=_place(text, match.start(), path, line, column),
                )
            )
            waiting.append(("\u202c", match.start()))
        elif sign in _CLOSERS:
            waiting.append((_CLOSERS[sign], match.start()))
        elif waiting and waiting[-1][0] == sign:
            waiting.pop()
        else:
            faults.append(_unbalanced(text, match.start(), path, line, column))
    faults += [_unbalanced(text, at, path, line, column) for _, at in waiting if text[at] not in _OVERRIDES]
    return faults


def _unbalanced(text: str, at: int, path: Path, line: int, column: int) -> Finding:
    return stop(
        "file.bidi",
        f"{_name(text[at])} has no partner in its paragraph",
        hint="close it or delete it",
        place=_place(text, at, path, line, column),
    )


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{code} {name}" if name else f"character {code}"


def _place(text: str, at: int, path: Path, line: int, column: int) -> Place:
    start = text.rfind("\n", 0, at) + 1
    return Place(path, line + text.count("\n", 0, at), at - start + (1 if start else column))
