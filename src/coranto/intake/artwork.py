"""Artwork: the pictures of a source come along, and get names of their own.

In: an `<img>` or an address.  Out: the Markdown that shows it.  A picture of
another site isn't fetched: it becomes a link, and is told with its address.
"""

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from lxml.html import HtmlElement

from coranto.findings import Place, query
from coranto.intake.inlinetext import wrapped
from coranto.intake.sitefiles import beside
from coranto.intake.stream import Reading, escaped, short
from coranto.issue.pictures import FILE_LIMIT
from coranto.issue.source import read_bytes

_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".svg")
_NAME_LIMIT = 60


class Artwork:
    """Takes the pictures of one source."""

    def __init__(self, path: Path, site: str, reading: Reading, packed: dict[str, bytes] | None = None) -> None:
        self.path, self.site, self.reading = path, site, reading
        self.packed = packed
        """Pictures within the source, by the names that it calls them; without it they lie beside it."""
        self.names: dict[str, str] = {}

    def take(self, element: HtmlElement, place: Place) -> str:
        """Return the Markdown of an `<img>`."""
        caption = " ".join((element.get("title") or "").split())
        return self.show(element.get("src") or "", " ".join((element.get("alt") or "").split()), place, caption)

    def show(self, address: str, alt: str, place: Place, caption: str = "") -> str:
        """Return the Markdown that shows the picture at an address, or a link to it, or its words."""
        if not address:
            return ""
        name = self.names.get(address) or self._bring(address, place)
        said = escaped(alt) or escaped(caption)
        if not name:
            remote = f"{self.site}{address}" if address.startswith("/") and self.site else address
            if remote.startswith(("http://", "https://")):
                return f"[{said or escaped(short(remote, 50))}]({wrapped(remote)})"
            return f"*{said}*" if said and not caption else escaped(caption)
        if not said:
            said = re.sub(r"[-_.]+", " ", Path(unquote(address)).stem).strip() or "picture"
            what = f"the picture `{short(address)}` has no alt text; its name stands for it"
            self._query("intake.alt", what, "say what it shows", place)
        title = caption if caption and caption != alt else ""
        behind = ' "' + title.replace("\\", "\\\\").replace('"', '\\"') + '"' if title else ""
        return f"![{said}]({name}{behind})"

    def _bring(self, address: str, place: Place) -> str:
        """Take a picture along; return its name in the issue, or nothing."""
        if address.startswith(("http://", "https://", "//", "data:")):
            what = f"the picture `{short(address)}` lies on another site, and is not brought along"
            self._query("intake.picture", what, "save it into art/ and show it there", place)
            return ""
        plain = unquote(address.partition("?")[0].partition("#")[0])
        content = self._content(plain)
        if content is None and plain in self.reading.pictures:
            return plain  # it was brought already, and is shown by its new name
        suffix = PurePosixPath(plain).suffix.lower()
        if content is None or suffix not in _SUFFIXES:
            lost = "is not beside the source" if content is None else "is no PNG, JPEG, WebP or SVG file"
            what = f"the picture `{short(address)}` {lost}, and is not brought along"
            self._query("intake.picture", what, "put it into art/ and show it there", place)
            return ""
        stem = re.sub(r"[^\w.-]+", "-", PurePosixPath(plain).stem).strip("-.")[:_NAME_LIMIT] or "picture"
        name = f"art/{stem}{suffix}"
        number = 2
        while self.reading.pictures.get(name, content) != content:
            name, number = f"art/{stem}-{number}{suffix}", number + 1
        self.reading.pictures[name] = content
        self.names[address] = name
        return name

    def _content(self, plain: str) -> bytes | None:
        if self.packed is not None:
            return self.packed.get(plain)
        path = beside(self.path, plain)
        content = read_bytes(path.resolve(), limit=FILE_LIMIT) if path else None
        return content if isinstance(content, bytes) else None

    def _query(self, rule: str, what: str, hint: str, place: Place) -> None:
        self.reading.findings.append(query(rule, what, hint=hint, place=place))
