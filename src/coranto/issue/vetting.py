"""Vetting: what a body may not hold, told with its place.

In: the tokens of a body.  Out: faults.  Raw HTML, links that lead nowhere on
paper or screen, stray attributes, cells that a table would drop: none is
passed over, since what is passed over is lost.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from coranto.findings import Finding, stop
from coranto.issue.bodytext import BodyText
from coranto.issue.source import check_characters

ATTRIBUTES = ("id", "lang", "credit", "licence", "width", "caption")
"""What may stand in braces."""
_BELONGS = {"credit": "image", "licence": "image", "width": "image", "caption": "table_open"}
_THINGS = {"image": "a picture", "table_open": "a table"}
WIDTHS = ("column", "full", "page", "bleed")
"""How wide a picture may be: as its column, over the margin, too, a page of its own, or that page to its edges."""
PLATES = WIDTHS[2:]
"""The widths of plates: pictures that take a page of their own."""
NESTING_LIMIT = 24
"""Lists and quotes within each other; the engine falls over far beyond it."""
ADDRESS_LIMIT = 2_100
"""Letters of the longest web address."""
WORD_LIMIT = 10_000
"""Letters of the longest word: the engine's time grows with the square."""
BRACKET_LIMIT = 500
"""Brackets that a paragraph may open and not close: the parser's time grows with the square."""
CELL_LIMIT = 1_000
"""Words of the fullest cell of a table: two pages' worth."""

BOXES = ("box", "pull", "verse")
"""What `:::` may begin: a side box, a pull quote, verse."""

_COMMENT = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*", re.DOTALL)
# Where an attribute may stand: at a block's beginning, or behind a link, a passage or code.
_BRACED_COMMENT = re.compile(r"(?:^[\s>*+\d.)-]*|[\])`])\{[^}]*%")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
# Scripts that put blanks between words: Latin to Devanagari and its neighbours, not Thai or Chinese.
_LONG_WORD = re.compile(f"[!-\u0dff]{{{WORD_LIMIT + 1},}}")
_NORMAL = re.compile(
    r"(?:https?://[a-z0-9]{1,63}(?:[.-][a-z0-9]{1,31}){1,6}(?:/[\w;/?:@&=+$,.!~*'()#-]*)?|#[\w-]+)", re.ASCII
)
_PATTERNS = {"lang": re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"), "id": re.compile(r"[a-z][a-z0-9-]*")}


class References(dict[str, Any]):
    """The definitions that the parser finds, by their labels; `used` are those that a link asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def get(self, label: str, default: Any = None) -> Any:  # noqa: ANN401 - as dict has it
        """Return a definition, and note that it was asked for."""
        self.used.add(label)
        return super().get(label, default)


def vet_size(text: BodyText) -> Iterator[Finding]:
    """Yield a fault for what would take the parser or the engine minutes, before either sees it."""
    begins, opened = 0, 0
    for row, line in enumerate(text.rows):
        if len(line) > WORD_LIMIT and (match := _LONG_WORD.search(line)):
            what = f"the word `{_short(match[0][:80])}` has {len(match[0]):,} letters, the limit is {WORD_LIMIT:,}"
            yield stop("copy.size", what, hint="break it, or take it out", place=text.place(row, match.start() + 1))
        if not line.strip():
            begins, opened = row + 1, 0
            continue
        before = opened
        opened += line.count("[") - line.count("]")
        if before <= BRACKET_LIMIT < opened:
            what = f"this paragraph opens more than {BRACKET_LIMIT} brackets that nothing closes"
            yield stop("copy.size", what, hint="close them, or take them out", place=text.place(begins))


def vet_nesting(tokens: Iterable[Token], text: BodyText) -> Iterator[Finding]:
    """Yield a fault for the first thing that is nested too deep."""
    for token in tokens:
        deepest = max((child.level for child in token.children or ()), default=0)
        if max(token.level, deepest) > NESTING_LIMIT:
            message = f"this is nested more than {NESTING_LIMIT} deep"
            yield stop("copy.nesting", message, hint="flatten it", place=text.place_of(token))
            return


def vet_token(token: Token, block: Token, text: BodyText) -> Iterator[Finding]:
    """Yield the faults of one token; `block` is the block that an inline token stands in, or itself."""
    if token.type in ("html_block", "html_inline"):
        if not _COMMENT.fullmatch(token.content):
            yield stop(
                "copy.html",
                f"raw HTML `{_short(token.content)}` is not part of the format",
                hint="write Markdown, or \\< for the sign itself",
                place=text.locate(token.content.strip(), block.map),
            )
    elif token.content and token.type != "inline":
        yield from check_characters(token.content, text.path, line=text.line_of(block))
    if token.attrs or token.meta:
        yield from _vet_attributes(token, block, text)
    if token.type == "inline" and token.content.startswith(":::"):
        hint = f"begin a box with ::: and one of {', '.join(BOXES)}, and end it with :::"
        yield stop(
            "copy.box", f"`{token.content.split(chr(10))[0]}` begins no box", hint=hint, place=text.place_of(token)
        )
    if token.type.startswith("container_") and token.nesting == 1 and token.map:
        end = text.rows[token.map[1]] if token.map[1] < len(text.rows) else ""
        if not re.fullmatch(r"\s*:{3,}\s*", end):
            place = text.place_of(token)
            yield stop("copy.box", f"the box `{token.info.strip()}` is not closed", hint="end it with :::", place=place)


def vet_lost(tokens: Sequence[Token], env: Mapping[str, Any], text: BodyText) -> Iterator[Finding]:
    """Yield a fault for what Markdown would read and set nowhere; `env` is what the parser learnt on the way."""
    yield from _vet_fences(tokens, text)
    yield from _vet_braced_comments(tokens, text)
    yield from _vet_tables(tokens, text)
    yield from _vet_ends_of_boxes(tokens, text)
    yield from _vet_definitions(env, text)


def _vet_fences(tokens: Sequence[Token], text: BodyText) -> Iterator[Finding]:
    for token in tokens:
        if token.type == "fence" and (behind := token.info.strip().partition(" ")[2]):
            what = f"`{_short(behind)}` behind the language of a code block is set nowhere"
            yield stop("copy.code", what, hint="take it out, or begin a new line", place=text.place_of(token))


def _vet_braced_comments(tokens: Sequence[Token], text: BodyText) -> Iterator[Finding]:
    if "%" not in text.text:
        return
    code = {row for token in tokens if token.type in ("fence", "code_block") and token.map for row in range(*token.map)}
    for row, line in enumerate(text.rows):
        if row not in code and _BRACED_COMMENT.search(_CODE_SPAN.sub(lambda span: f"`{len(span[0]) * '…'}`", line)):
            hint = "write <!-- … --> for a comment, or \\{ for the sign itself"
            yield stop("copy.comment", f"`{_short(line)}` would be set nowhere", hint=hint, place=text.place(row))


def _vet_tables(tokens: Sequence[Token], text: BodyText) -> Iterator[Finding]:
    head, row = "", None
    for at, token in enumerate(tokens):
        if token.type == "table_open" and token.map:
            head = text.rows[token.map[0] + 1]
        elif token.type == "tr_open":
            yield from _vet_row(token, head, text)
            row = token
        elif token.type in ("td_open", "th_open") and row:
            words = len(tokens[at + 1].content.split())
            if words > CELL_LIMIT:
                what = f"a cell of this row has {words:,} words, the limit is {CELL_LIMIT:,}"
                yield stop("copy.size", what, hint="put them into the text", place=text.place_of(row))


def _vet_ends_of_boxes(tokens: Sequence[Token], text: BodyText) -> Iterator[Finding]:
    closed: dict[int, Token] = {}
    for token in tokens:
        if token.type.startswith("container_") and token.nesting == 1 and token.map:
            outer = closed.setdefault(token.map[1], token)
            if outer is not token:  # one ::: closed both: the outer box was never closed
                what, place = f"the box `{outer.info.strip()}` is not closed", text.place_of(outer)
                yield stop("copy.box", what, hint="end it with :::", place=place)


def _vet_definitions(env: Mapping[str, Any], text: BodyText) -> Iterator[Finding]:
    """Definitions of links, `[label]: address`, that a second one hides or that nothing refers to."""
    for again in env.get("duplicate_refs", ()):
        what = f"`[{str(again['label']).lower()}]` is defined twice, and this one is set nowhere"
        yield stop("copy.link", what, hint="keep one of the two", place=text.place(int(again["map"][0])))
    references: References = env["references"]
    for label, reference in references.items():
        if label not in references.used:
            what = (
                f"nothing refers to `[{label.lower()}]: {_short(str(reference['href']))}`, which would be set nowhere"
            )
            hint, place = "take it out, or write \\[ for the sign itself", text.place(int(reference["map"][0]))
            yield stop("copy.link", what, hint=hint, place=place)


def _vet_attributes(token: Token, block: Token, text: BodyText) -> Iterator[Finding]:
    alt = (child.content for child in token.children or ()) if token.type == "image" else ()
    for value in (token.attrs.get("title"), token.attrs.get("caption"), *alt):
        if isinstance(value, str):
            yield from check_characters(value, text.path, line=text.line_of(block))
    if token.type == "link_open" and token.attrs.get("title"):
        title = str(token.attrs["title"])
        hint = "put it into the text, or take it out"
        yield stop(
            "copy.link",
            f"the title of a link (“{_short(title)}”) is set nowhere",
            hint=hint,
            place=text.locate(title, block.map),
        )
    for name, value in token.meta.get("insecure_attrs", {}).items():
        yield stop(
            "copy.attribute",
            f"the attribute `{name}={value}` is not part of the format",
            hint=f"take it out; there are {', '.join(ATTRIBUTES)}",
            place=text.locate(str(name), block.map),
        )
    for name, kind in _BELONGS.items():
        if name in token.attrs and token.type != kind:
            what, place = f"`{name}` belongs to {_THINGS[kind]} only", text.locate(name, block.map)
            yield stop("copy.attribute", what, hint="take it out", place=place)
    width = token.attrs.get("width", "column")
    if width not in WIDTHS:
        what, place = f"a picture can't be `{width}` wide", text.locate("width", block.map)
        yield stop("copy.attribute", what, hint=f"write width= and one of {', '.join(WIDTHS)}", place=place)
    for name, pattern in _PATTERNS.items():
        value = token.attrs.get(name)
        if value is not None and not pattern.fullmatch(str(value)):
            yield stop(
                "copy.attribute",
                f"`{value}` is no good as `{name}`",
                hint="write a language as en or zh-Hans, an id in small letters",
                place=text.locate(str(value), block.map),
            )


def _vet_row(token: Token, head: str, text: BodyText) -> Iterator[Finding]:
    """A row with more cells than the table's head (its delimiter row) loses them (GFM 4.10)."""
    if not token.map or token.map[0] >= len(text.rows):
        return
    row = token.map[0]
    if (cells := _cells(text.rows[row])) > (columns := _cells(head)):
        yield stop(
            "copy.table",
            f"this row has {cells} cells, the table has {columns} columns",
            hint="give the head a cell for each column",
            place=text.place(row),
        )


def own_id(slug: str, name: str) -> str:
    """Return the id in the HTML of what an author called `name` in an article."""
    return f"{slug}.id.{name}"


def normal_link(address: str) -> str:
    """Return an address as the parser writes it; most are written so already, and that is seen at once."""
    return address if _NORMAL.fullmatch(address) else normalizeLink(address)


def resolve_link(address: str, slug: str, articles: Mapping[str, str]) -> tuple[str | None, str, str]:
    """Return the id that a link inside the issue points to, or why the link won't do and what to do.

    A link to the web or to a mailbox has neither.
    """
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address)
    if scheme and scheme[0].lower() in ("http:", "https:", "mailto:"):
        if len(address) > ADDRESS_LIMIT:
            return None, f"this address has {len(address):,} letters", "shorten it"
        return None, "", ""
    file, _, name = address.partition("#")
    if scheme or file.startswith("/") or (file and not file.endswith(".md")) or not (file or name):
        hint = "link to https://…, mailto:…, #id or an article's file"
        return None, f"the link to `{_short(address)}` leads nowhere on paper or screen", hint
    target = articles.get(file) if file else slug
    if target is None:
        return None, f"the article `{file}` is not in this issue's running order", "name one that is"
    return (own_id(target, name) if name else target), "", ""


def _cells(line: str) -> int:
    bare = re.sub(r"^[\s>]*\|?|\|?\s*$", "", line.replace("\\|", ""))
    return bare.count("|") + 1


def _short(text: str) -> str:
    flat = " ".join(text.split())
    longest = 60
    return flat if len(flat) <= longest else f"{flat[: longest - 3]}…"
