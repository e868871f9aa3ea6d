"""The formats that come in: which there are, and how a file is told to be in one.

Each is a module with a function `read`, which makes a `Reading` of bytes; it
is imported when the first source of its format comes.
"""

import importlib
import io
import zipfile
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from coranto.errors import CopyError
from coranto.findings import Finding
from coranto.intake.decoding import TEXT_LIMIT, refused
from coranto.intake.recipe import Recipe
from coranto.intake.stream import Reading
from coranto.issue.source import read_bytes

BINARY_LIMIT = 200_000_000
"""Bytes of the largest PDF, DOCX or EPUB."""


class Read(Protocol):
    """What each format offers."""

    def __call__(self, path: Path, content: bytes, recipe: Recipe, *, encoding: str | None = None) -> Reading:
        """Return what the bytes hold; raise CopyError if they aren't what they seem."""


class Format(NamedTuple):
    """A format: its module, how its files' names end, and how large they may be."""

    name: str
    module: str
    suffixes: tuple[str, ...]
    limit: int = TEXT_LIMIT


FORMATS = (
    Format("text", "plaintext", (".txt", ".text")),
    Format("markdown", "markdown", (".md", ".markdown", ".mdown", ".mkd")),
    Format("html", "webpage", (".html", ".htm", ".xhtml")),
    Format("docx", "worddocument", (".docx",), BINARY_LIMIT),
    Format("epub", "ebook", (".epub",), BINARY_LIMIT),
    Format("pdf", "printed", (".pdf",), BINARY_LIMIT),
    Format("mapped", "mapped", (".json", ".yaml", ".yml")),
)
_PDF = b"%PDF-"
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Word before 2007 begin, and those with a password (MS-CFB, 2.2)."""


def suffixes() -> frozenset[str]:
    """Return how names of files end that can come in."""
    return frozenset(suffix for each in FORMATS for suffix in each.suffixes)


def read_source(path: Path, recipe: Recipe, *, encoding: str | None) -> tuple[Reading, Format, bytes]:
    """Return what a source holds, the format that it is in, and its bytes.

    Raises:
        CopyError: it can't be read, or is nothing that can come in.

    """
    content = read_bytes(path, limit=BINARY_LIMIT)
    if isinstance(content, Finding):
        raise CopyError(content.message, [content])
    kind = _format(path, content, recipe)
    if not content.strip():
        raise refused(path, "intake.empty", f"`{path.name}` is empty", "look whether it was copied whole")
    if len(content) > kind.limit:
        what = f"`{path.name}` has {len(content):,} bytes, the limit is {kind.limit:,}"
        raise refused(path, "intake.too-large", what, "split it into issues")
    module = importlib.import_module(f"coranto.intake.{kind.module}")
    read = cast("Read", module.read)
    return read(path, content, recipe, encoding=encoding), kind, content


def _format(path: Path, content: bytes, recipe: Recipe) -> Format:
    """Return the format: what the bytes can't hide, else what the name says, else what the recipe says."""
    named = {each.name: each for each in FORMATS}
    if content.startswith(_PDF):
        return named["pdf"]
    if content.startswith(_ZIP):
        return named[_packed(path, content)]
    if content.startswith(_COMPOUND):
        what = f"`{path.name}` is a Word file with a password, or one of the time before DOCX"
        raise refused(path, "intake.encrypted", what, "save it as DOCX, without a password")
    by_suffix = next((each for each in FORMATS if path.suffix.lower() in each.suffixes), None)
    if by_suffix and by_suffix.limit == BINARY_LIMIT and content.strip():
        what = f"`{path.name}` is no {by_suffix.name.upper()} file, whatever its name says"
        raise refused(path, "intake.format", what, "look whether it was copied whole")
    if recipe.format and (by_suffix is None or {by_suffix.name, recipe.format} == {"text", "markdown"}):
        return named[recipe.format]
    if by_suffix:
        return by_suffix
    return named["html"] if content[:500].lstrip().lower().startswith((b"<!doctype html", b"<html")) else named["text"]


def _packed(path: Path, content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        what = f"`{path.name}` is torn: {error}"
        raise refused(path, "intake.torn", what, "copy it anew") from error
    if "word/document.xml" in names:
        return "docx"
    if "META-INF/container.xml" in names:
        return "epub"
    what = f"`{path.name}` is an archive, but neither DOCX nor EPUB"
    raise refused(path, "intake.format", what, "unpack it, and name the files in it")
