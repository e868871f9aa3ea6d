"""E-books: EPUB, chapter by chapter in the order of its spine (https://www.w3.org/TR/epub-33/).

In: an EPUB.  Out: the blocks of its chapters, with its pictures; its lines are
those of the chapters, one behind the other.  The page of contents is furniture.
"""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import lxml.etree
from lxml.html import HtmlElement

from coranto.findings import Place, query, stop
from coranto.intake.artwork import Artwork
from coranto.intake.decoding import decode, refused
from coranto.intake.packed import Packed
from coranto.intake.recipe import Recipe
from coranto.intake.stream import Left, Reading
from coranto.intake.webpage import asked_in, parse, take
from coranto.issue.datafile import Value

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_CHAPTERS = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml")


def read(path: Path, content: bytes, recipe: Recipe, *, encoding: str | None = None) -> Reading:
    """Return what an e-book holds.

    Raises:
        CopyError: it is torn, encrypted, too large, or has no chapters.

    """
    packed = Packed(path, content)
    rootfiles = [one.get("full-path") or "" for one in packed.tree(_CONTAINER).iter("{*}rootfile")]
    if not rootfiles:
        raise refused(path, "intake.torn", f"`{path.name}` names no package", "save it anew")
    package = packed.tree(rootfiles[0])
    base = posixpath.dirname(rootfiles[0])
    if _ENCRYPTION in packed.names and b"CipherReference" in packed.read(_ENCRYPTION):
        locked = packed.read(_ENCRYPTION)
        if re.search(rb"x?html", locked):
            raise refused(path, "intake.encrypted", f"`{path.name}` is encrypted", "get it without copy protection")
    reading = Reading(path, [], _facts(package))
    items = {one.get("id"): one for one in package.iter("{*}item")}
    pictures = {
        name: packed.read(name)
        for one in items.values()
        if (one.get("media-type") or "").startswith("image/") and (name := _name(base, one)) in packed.names
    }
    chapters: list[_Chapter] = []
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        name = _name(base, item) if item is not None else reference.get("idref") or ""
        if item is not None and item.get("media-type") in _CHAPTERS and name in packed.names:
            chapters.append(_chapter(name, item, packed, reading, encoding))
        elif item is None or not (item.get("media-type") or "").startswith("image/"):
            what = f"the chapter `{name}` of `{path.name}` can't be read: it is not there, or is no XHTML"
            hint = "save the e-book anew, or bring its chapters in as HTML"
            reading.findings.append(stop("intake.chapter", what, hint=hint, place=Place(path)))
    _ask_for_others(items.values(), {one.get("idref") for one in package.iter("{*}itemref")}, reading)
    for chapter in chapters:
        _turn_inwards(chapter, {one.name for one in chapters})
    asked = frozenset[str]().union(*(asked_in(chapter.root, set()) for chapter in chapters))
    first = 1
    for chapter in chapters:
        _take(chapter, pictures, reading, recipe, first, asked)
        first += chapter.lines
    if not reading.blocks:
        raise refused(path, "intake.empty", f"`{path.name}` has no chapters", "look whether it was saved whole")
    return reading


def _ask_for_others(items: Iterable[lxml.etree._Element], read: set[str | None], reading: Reading) -> None:
    """Ask about chapters that the e-book holds and its order of reading doesn't name."""
    for item in items:
        named = item.get("id") in read or "nav" in (item.get("properties") or "").split()
        if item.get("media-type") in _CHAPTERS and not named:
            what = f"the chapter `{item.get('href')}` is not in the order of reading, and is left out"
            hint = "look whether it belongs to the issue"
            reading.findings.append(query("intake.chapter", what, hint=hint, place=Place(reading.path)))
            reading.left.append(Left(1, 1, item.get("href") or "", "a chapter that the order of reading doesn't name"))


class _Chapter(NamedTuple):
    """A chapter: its name in the archive, its tree, how many lines it has, whether it is the page of contents."""

    name: str
    root: HtmlElement
    lines: int
    contents: bool


def _chapter(name: str, item: lxml.etree._Element, packed: Packed, reading: Reading, encoding: str | None) -> _Chapter:
    text, _, findings = decode(packed.read(name), reading.path, told=encoding, hinted="utf-8")
    reading.findings += findings
    contents = "nav" in (item.get("properties") or "").split()
    return _Chapter(name, parse(text, reading.path), text.count("\n") + 1, contents)


def _turn_inwards(chapter: _Chapter, names: set[str]) -> None:
    """Let links to an id of another chapter be links to that id; their text has become one."""
    folder = posixpath.dirname(chapter.name)
    for a in chapter.root.iter("a"):
        file, _, identity = unquote(a.get("href") or "").partition("#")
        if file and identity and posixpath.normpath(posixpath.join(folder, file)) in names:
            a.set("href", f"#{identity}")


def _take(
    chapter: _Chapter,
    pictures: dict[str, bytes],
    reading: Reading,
    recipe: Recipe,
    first: int,
    asked: frozenset[str],
) -> None:
    """Add a chapter to the reading; its first line is `first`."""
    if chapter.contents:
        said = " ".join("".join(chapter.root.itertext()).split())
        reading.left.append(Left(first, first + chapter.lines - 1, said, "page of contents"))
        return
    folder = posixpath.dirname(chapter.name)
    near = {posixpath.relpath(one, folder or "."): content for one, content in pictures.items()}
    part = Reading(reading.path, [])
    take(chapter.root, part, recipe, Artwork(reading.path, "", reading, near), first=first, asked=asked)
    labels = {label: str(len(reading.notes) + at) for at, label in enumerate(part.notes, 1)}

    def renumbered(said: str) -> str:
        return re.sub(r"\[\^(\d+)\]", lambda match: f"[^{labels.get(match[1], match[1])}]", said)

    reading.blocks += [replace(block, text=renumbered(block.text)) for block in part.blocks]
    reading.notes |= {labels[label]: note for label, note in part.notes.items()}
    reading.lines |= part.lines
    reading.left += part.left
    reading.findings += part.findings


def _name(base: str, item: lxml.etree._Element) -> str:
    return posixpath.normpath(posixpath.join(base, unquote(item.get("href") or "")))


def _facts(package: lxml.etree._Element) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    for element in package.iter("{http://purl.org/dc/elements/1.1/}*"):
        name = str(element.tag).rpartition("}")[2]
        said = " ".join((element.text or "").split())
        if said and name in ("title", "language"):
            facts.setdefault(name, said)
        elif said and name == "creator":
            facts.setdefault("author", said)
        elif said and name == "date":
            facts.setdefault("date", said[:10])
    return facts
