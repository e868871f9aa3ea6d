"""Passages: Markdown taken apart and not set, for those who bring copy in.

In: Markdown in our dialect.  Out: its outermost blocks by their rows, the
words of a line without its marks, and the runs of a line with their links.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from coranto.issue import vetting


class Passage(NamedTuple):
    """An outermost block: its token's type without `_open`, its rows (first, end), a heading's level, its source."""

    sort: str
    first: int
    end: int
    level: int
    content: str


class Run(NamedTuple):
    """Words of a line, and where they lead."""

    text: str
    address: str = ""


@cache
def _parser(*, inline: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True).use(deflist_plugin)
    for name in vetting.BOXES:
        container_plugin(parser, name)
    if not inline:
        parser.disable(["inline", "text_join", "footnote_tail"], ignoreInvalid=True)
    return parser


def label_key(label: str) -> str:
    """Return a label of a link as CommonMark compares it."""
    return str(normalizeReference(label)).strip()


def split(text: str) -> list[Passage]:
    """Return the outermost blocks of a text."""
    found: list[Passage] = []
    rows = text.split("\n")
    tokens = _parser(inline=False).parse(text)
    for at, token in enumerate(tokens):
        if token.level == 0 and token.nesting >= 0 and token.map and token.type != "inline":
            level = int(token.tag[1]) if token.type == "heading_open" else 0
            content = tokens[at + 1].content if token.type in ("heading_open", "paragraph_open") else token.content
            first, end = token.map
            if token.type.startswith("container_") and end < len(rows) and rows[end].strip().startswith(":::"):
                end += 1  # the line that closes it
            found.append(Passage(token.type.removesuffix("_open"), first, end, level, content))
    return found


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of a line of Markdown, its marks dropped and its escapes undone."""
    address = ""
    for token in _parser(inline=True).parseInline(text)[0].children or ():
        if token.type == "link_open":
            address = str(token.attrs["href"])
        elif token.type == "link_close":
            address = ""
        elif token.type in ("softbreak", "hardbreak"):
            yield Run(" ", address)
        elif token.content:
            yield Run(token.content, address)


def said(text: str) -> str:
    """Return the words of a line of Markdown without its marks."""
    return "".join(run.text for run in runs(text)) if any(sign in text for sign in "*_`[<&\\~") else text
