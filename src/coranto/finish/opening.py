"""Opening: the issue's folder taken out of a sealed edition that isn't trusted.

In: the bytes of any PDF.  Out: its files, each of them true to the sum that
the statement has of it, under names that stay inside a folder; or what is
wrong, as an error.  Nothing is written here.  A PDF can make its reader loop
or eat memory: call this in a process of its own, with limits.
"""

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from pydantic import ValidationError

from coranto.errors import EditionError
from coranto.finish.archive import STATEMENT
from coranto.finish.saving import is_whole
from coranto.finish.statement import Statement
from coranto.issue.folders import HEAD, PERIODICAL

SIZE_LIMIT = 2_000_000_000
"""Bytes of the largest PDF that is opened."""
FILE_LIMIT = 100_000_000
TOTAL_LIMIT = 1_000_000_000
"""Bytes of one file, and of all of them, as they are restored."""
_COUNT_LIMIT = 10_000
_STATEMENT_LIMIT = 10_000_000
_PART_LIMIT, _DEPTH_LIMIT = 200, 16
"""Bytes of a part of a path, and parts."""
_BAD = re.compile(r"[\x00-\x1f\x7f-\x9f\\\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a sealed edition holds."""

    statement: Statement
    files: dict[str, bytes] = field(repr=False)
    whole: bool
    """Whether the PDF itself is, byte for byte, as it was made."""


def open_sealed(content: bytes) -> Sealed:
    """Return what a sealed edition holds, proved against its statement.

    Raises:
        EditionError: it can't be read, carries no issue, or is not what its statement says.

    """
    if len(content) > SIZE_LIMIT:
        raise EditionError(f"it has {len(content):,} bytes, the limit is {SIZE_LIMIT:,}")
    whole = is_whole(content)
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            return _read(pdf, whole=bool(whole))
    except EditionError as error:
        said = error.message
    except pikepdf.PasswordError:
        said = "it is encrypted, which no edition of ours is"
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError):
        said = "it is no PDF that can be read; take another copy of it"
    raise EditionError(f"it was altered or damaged, and {said}" if whole is False else said)


def _read(pdf: pikepdf.Pdf, *, whole: bool) -> Sealed:
    if pdf.is_encrypted:
        raise EditionError("it is encrypted, which no edition of ours is")
    streams = _embedded(pdf)
    if STATEMENT not in streams:
        raise EditionError("it carries no issue; only an edition for the archive does (`--edition archive`)")
    try:
        statement = Statement.model_validate_json(_content(streams.pop(STATEMENT), STATEMENT, _STATEMENT_LIMIT))
    except ValidationError as error:
        raise EditionError(f"its statement `{STATEMENT}` is damaged") from error
    check_names(statement)
    if missing := sorted(statement.files.keys() - streams.keys()):
        raise EditionError(f"the file `{missing[0]}` that its statement names is missing")
    if foreign := sorted(streams.keys() - statement.files.keys()):
        raise EditionError(f"it carries the file {foreign[0]!r} that its statement doesn't name")
    files: dict[str, bytes] = {}
    left = TOTAL_LIMIT
    for name, digest in statement.files.items():
        files[name] = _content(streams[name], name, min(FILE_LIMIT, left))
        left -= len(files[name])
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise EditionError(f"the file `{name}` in it is not the one that was sealed")
    return Sealed(statement, files, whole)


def _embedded(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Stream]:
    """Return the streams of all embedded files by their names."""
    tree = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles")
    found: dict[str, pikepdf.Stream] = {}
    if tree is None:
        return found
    for key, specification in _leaves(tree):
        if key in found:
            raise EditionError(f"it carries two files of the name {key!r}")
        if str(specification.get("/UF", specification.get("/F", ""))) != key:
            raise EditionError(f"it carries a file by two names, {key!r} among them")
        stream = specification.get("/EF", pikepdf.Dictionary()).get("/F")
        if not isinstance(stream, pikepdf.Stream):
            raise EditionError(f"the file {key!r} in it has no content")
        found[key] = stream
    return found


def _leaves(tree: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield names and values of a name tree (ISO 32000-1, 7.9.6), which may be a circle."""
    waiting, nodes, leaves = [tree], 0, 0
    while waiting:
        node = waiting.pop()
        nodes += 1
        pairs = list(node.get("/Names", []))
        leaves += len(pairs) // 2
        if nodes > _COUNT_LIMIT or leaves > _COUNT_LIMIT:
            raise EditionError(f"it carries more than {_COUNT_LIMIT:,} files")
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            yield str(key), value
        waiting += list(node.get("/Kids", []))


def _content(stream: pikepdf.Stream, name: str, limit: int) -> bytes:
    """Return the content of an embedded file, unpacked no further than `limit`: it may be a bomb."""
    if stream.get("/DecodeParms") is not None or stream.get("/Filter") not in (None, "/FlateDecode"):
        raise EditionError(f"the file `{name}` in it is packed as none of ours is")
    raw = stream.read_raw_bytes()
    content = raw
    if stream.get("/Filter") is not None:
        unpacking = zlib.decompressobj()
        try:
            content = unpacking.decompress(raw, limit + 1)
        except zlib.error as error:
            raise EditionError(f"the file `{name}` in it is damaged") from error
        if len(content) <= limit and not unpacking.eof:
            raise EditionError(f"the file `{name}` in it is cut short")
    if len(content) > limit:
        raise EditionError(f"the file `{name}` in it is larger than {limit:,} bytes, which is more than is restored")
    return content


def check_names(statement: Statement) -> None:
    """Prove that every file of a statement lies inside the folder that it is restored into.

    Raises:
        EditionError: a name leads out of it, hides, can't be a name on some system, or is there twice.

    """
    names = statement.files
    if PERIODICAL not in names or f"{statement.folder}/{HEAD}" not in names:
        raise EditionError(f"it carries no whole issue: `{PERIODICAL}` or `{HEAD}` is missing")
    seen: set[str] = set()
    folders = {
        _alike("/".join(parts[:end])) for name in names for parts in [name.split("/")] for end in range(1, len(parts))
    }
    for name in names:
        parts = name.split("/")
        inside = name == PERIODICAL or (parts[0] == statement.folder and len(parts) > 1)
        sound = len(parts) <= _DEPTH_LIMIT and all(_is_sound(part) for part in parts)
        if not (inside and sound):
            raise EditionError(f"it carries a file named {name!r}, which no issue's file may be called")
        if _alike(name) in seen or _alike(name) in folders:
            raise EditionError(f"it carries two files of the name {name!r}")
        seen.add(_alike(name))


def _is_sound(part: str) -> bool:
    return bool(part) and not part.startswith(".") and not _BAD.search(part) and len(part.encode()) <= _PART_LIMIT


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
