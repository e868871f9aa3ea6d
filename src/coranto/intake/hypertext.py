"""Hypertext: a tree of HTML becomes blocks in reading order, whatever its source.

In: an element of lxml.  Out: blocks of our Markdown.  Web pages, word
processor documents and e-books all come this way.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml.html import HtmlElement

from coranto.findings import Finding, Place, query
from coranto.intake.inlinetext import UNSEEN, Surroundings, inline, joined, one, raw, tag_of, tidy
from coranto.intake.stream import Block, Sort, escaped, short

_HOLDS_BLOCKS = {
    "html", "body", "div", "section", "article", "main", "header", "footer", "center", "form", "fieldset", "details",
    "nav", "aside", "figure", "dl", "hgroup", "address", "tbody", "span",
}  # fmt: skip
_BLOCKS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "figure", "hr", "div", "section",
    "article", "main", "header", "footer", "aside", "dl", "details", "center", "form", "fieldset", "nav", "address",
    "hgroup", "iframe", "video", "audio", "object", "embed", "svg", "canvas", "math",
}  # fmt: skip
_EMBEDDED = {"iframe", "video", "audio", "object", "embed", "svg", "canvas", "math"}
_SORTS = {
    "ul": Sort.LIST, "ol": Sort.LIST, "blockquote": Sort.QUOTE, "pre": Sort.CODE,
    "hr": Sort.OTHER, "dl": Sort.OTHER, "aside": Sort.OTHER,
}  # fmt: skip
PictureOf = Callable[[HtmlElement, Place], str]
"""Brings a picture along and returns its Markdown, or a link to it, or nothing."""


class Hypertext:
    """Takes a tree apart."""

    def __init__(self, path: Path, around: Surroundings, picture: PictureOf, *, first: int = 1) -> None:
        self.path, self.around, self.picture = path, around, picture
        self.before = first - 1
        self.findings: list[Finding] = []
        self.skip: set[HtmlElement] = set()
        """Elements that are left out: furniture, notes."""
        self.depth = 0
        self.pending = ""
        """The id of a mark that stands before the next block, as word processors have it."""

    def blocks(self, root: HtmlElement) -> list[Block]:
        """Return the blocks that an element holds."""
        return list(self._flow(root))

    def _place(self, element: HtmlElement) -> Place:
        return Place(self.path, (element.sourceline or 1) + self.before, 1)

    def _flow(self, root: HtmlElement) -> Iterator[Block]:
        """Yield the blocks of an element that holds blocks, lines, or both."""
        self.depth += 1
        line: list[str] = [escaped(root.text or "")]
        at = root
        if self.depth > 100:  # noqa: PLR2004 - nobody writes so deep; what is deeper becomes text
            yield from self._paragraph([escaped("".join(root.itertext()))], root)
            self.depth -= 1
            return
        for child in root:
            tag = tag_of(child)
            if child in self.skip:
                yield from self._paragraph(line, at)
                line, at = [], child
            elif tag in _BLOCKS or (tag in _HOLDS_BLOCKS and any(tag_of(one) in _BLOCKS for one in child.iter())):
                yield from self._paragraph(line, at)
                line, at = [], child
                yield from self._block(child, tag)
            elif tag == "a" and not len(child) and not (child.text or "").strip() and self._own(child):
                self.pending = self._own(child)
            else:
                at = at if any(part.strip() for part in line) else child
                line.append(one(child, self.around))
            line.append(escaped(child.tail or ""))
        yield from self._paragraph(line, at)
        self.depth -= 1

    def _paragraph(self, line: list[str], at: HtmlElement, name: str = "") -> Iterator[Block]:
        text = tidy("".join(line))
        place = self._place(at)
        if text:
            yield Block(Sort.PARAGRAPH, text, place, place.line or 1, name=name)
        yield from self._pictures(place)

    def _pictures(self, place: Place) -> Iterator[Block]:
        pictures, self.around.pictures = self.around.pictures, []
        for picture in pictures:
            if text := self.picture(picture, place):
                yield Block(Sort.PICTURE, text, place, place.line or 1)

    def _name(self, element: HtmlElement) -> str:
        """Return our id for the first thing in an element that a link points to."""
        pending, self.pending = self.pending, ""
        if pending or not self.around.names:
            return pending
        return next((name for inner in element.iter() if (name := self._own(inner))), "")

    def _own(self, element: HtmlElement) -> str:
        """Return our id for an element that a link points to."""
        if not isinstance(element.tag, str):
            return ""
        return self.around.names.get(element.get("id") or element.get("name") or "", "")

    def _block(self, element: HtmlElement, tag: str) -> Iterator[Block]:
        place = self._place(element)
        end = max((inner.sourceline or 0 for inner in element.iter()), default=0) + self.before
        end = max(end, place.line or 1)
        if tag in UNSEEN:
            return
        if re.fullmatch("h[1-6]", tag):
            text = inline(element, self.around).replace("\\\n", " ")
            if text:
                yield Block(Sort.HEADING, text, place, end, int(tag[1]), name=self._name(element))
            yield from self._pictures(place)
        elif tag == "p":
            yield from self._paragraph([raw(element, self.around)], element, self._name(element))
        elif tag == "table":
            yield from self._table(element, place, end)
        elif tag == "figure":
            yield from self._figure(element, place, end)
        elif tag in _EMBEDDED:
            self._embedded(element, tag, place)
        elif tag in _SORTS:
            if text := self._text(element, tag):
                yield Block(_SORTS[tag], text, place, end, name=self._name(element))
            yield from self._pictures(place)
        else:
            self.pending = self._own(element) or self.pending
            yield from self._flow(element)

    def _text(self, element: HtmlElement, tag: str) -> str:
        """Return the Markdown of a list, a quotation, code, a rule, definitions or a side box."""
        if tag in ("ul", "ol"):
            return self._list(element, tag)
        if tag == "pre":
            return fence("".join(_lines_of(element)), _language(element))
        if tag in ("hr", "dl"):
            return "---" if tag == "hr" else self._definitions(element)
        text = self._inner(element)
        if not text or tag == "aside":
            return f"::: box\n{text}\n:::" if text else ""
        return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))

    def _inner(self, element: HtmlElement) -> str:
        """Return the blocks within an element as Markdown; headings become bold paragraphs."""
        parts = [
            f"**{block.text.replace('**', '')}**" if block.sort is Sort.HEADING else block.text
            for block in self._flow(element)
        ]
        return "\n\n".join(parts)

    def _list(self, element: HtmlElement, tag: str) -> str:
        start = element.get("start") or "1"
        number = int(start) if start.isdigit() else 1
        items: list[str] = []
        loose = False
        for child in element:
            if child in self.skip or tag_of(child) not in ("li", "ul", "ol", "p", "div"):
                continue
            text = self._inner(child) if tag_of(child) == "li" else self._list(child, tag_of(child))
            mark = f"{number + len(items)}. " if tag == "ol" else "- "
            nested = re.sub(r"\n\n(?=(?:- |\d+\. ))", "\n", text)
            loose = loose or "\n\n" in nested
            lines = nested.split("\n")
            indent = " " * len(mark)
            items.append("\n".join([f"{mark}{lines[0]}", *(f"{indent}{line}".rstrip() for line in lines[1:])]))
        return ("\n\n" if loose else "\n").join(items)

    def _table(self, element: HtmlElement, place: Place, end: int) -> Iterator[Block]:
        rows: list[list[str]] = []
        caption = ""
        for part in element.iter("caption", "tr"):
            if tag_of(part) == "caption":
                caption = inline(part, self.around).replace('"', "”").replace("\\\n", " ")
                continue
            cells: list[str] = []
            for cell in part:
                if tag_of(cell) in ("td", "th"):
                    text = joined(re.sub(r"\\?\n", " · ", block.text) for block in self._flow(cell))
                    span = cell.get("colspan") or "1"
                    cells += [
                        text.replace("|", "\\|").replace("\\\\|", "\\|"),
                        *[""] * (min(int(span), 50) - 1 if span.isdigit() else 0),
                    ]
            if cells:
                rows.append(cells)
        if not rows:
            return
        width = max(map(len, rows))
        rows = [row + [""] * (width - len(row)) for row in rows]
        if width == 1 or any(cell.get("rowspan", "1") != "1" for cell in element.iter("td", "th")):
            what = "a table holds cells over several rows, or is no table" if width > 1 else "a table has one column"
            self._query("intake.table", what, "look at it", place)
        lines = [f"| {' | '.join(row)} |" for row in rows]
        lines.insert(1, f"|{'---|' * width}")
        head = [f'{{caption="{caption}"}}'] if caption else []
        yield Block(Sort.TABLE, "\n".join([*head, *lines]), place, end)
        yield from self._pictures(place)

    def _figure(self, element: HtmlElement, place: Place, end: int) -> Iterator[Block]:
        images = list(element.iter("img"))
        caption = next((inline(one, self.around) for one in element.iter("figcaption")), "")
        if len(images) != 1 or any(tag_of(inner) in ("table", "pre", "blockquote") for inner in element.iter()):
            yield from self._flow(element)
            return
        self.around.pictures.clear()
        if caption and not images[0].get("title"):
            images[0].set("title", re.sub(r"\s+", " ", "".join(next(element.iter("figcaption")).itertext())).strip())
        if text := self.picture(images[0], place):
            yield Block(Sort.PICTURE, text, place, end, name=self._name(element))

    def _definitions(self, element: HtmlElement) -> str:
        parts: list[str] = []
        for child in element.iter("dt", "dd"):
            if tag_of(child) == "dt":
                parts.append(("\n" if parts else "") + inline(child, self.around))
            else:
                parts.append(f": {inline(child, self.around)}")
        return "\n".join(parts)

    def _embedded(self, element: HtmlElement, tag: str, place: Place) -> None:
        address = element.get("src") or element.get("data") or ""
        what = f"`<{tag}>`{f' of {short(address)}' if address else ''} can't be shown on paper, and is left out"
        self._query("intake.embedded", what, "put a picture or a link into its place", place)

    def _query(self, rule: str, what: str, hint: str, place: Place) -> None:
        self.findings.append(query(rule, what, hint=hint, place=place))


def _lines_of(element: HtmlElement) -> Iterator[str]:
    """Yield the text of code; a break in it, as word processors write it, ends a line."""
    for part in element.iter():
        if isinstance(part.tag, str):
            yield "\n" if tag_of(part) == "br" else ""
            yield part.text or ""
        if part is not element:
            yield part.tail or ""


def fence(text: str, language: str = "") -> str:
    """Return code in a fence that it doesn't hold itself."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks}{language}\n{text.strip(chr(10)).rstrip()}\n{ticks}"


def _language(element: HtmlElement) -> str:
    """Return the language of code, as its class or that of the code in it tells."""
    for inner in element.iter("pre", "code"):
        for name in (inner.get("class") or "").split():
            match = re.fullmatch(r"(?:language-|lang-|sourceCode-?)?([a-z][a-z0-9+#-]*)", name, re.IGNORECASE)
            if match and match[1].lower() not in ("sourcecode", "highlight", "code", "pre", "numberlines"):
                return match[1].lower()
    return ""
