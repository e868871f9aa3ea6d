"""Markup: the Markdown of a body, as blocks of HTML that may be trusted.

In: CommonMark (https://spec.commonmark.org/0.31.2/) with tables, footnotes,
definition lists, strikethrough and a few attributes.  Out: `Body`, in which
every block has an id and a place, and in which every tag is one that this
module made.  What the copy may not hold (raw HTML, foreign links, stray
attributes) is a fault, never dropped: nothing that was written gets lost.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from coranto.findings import Finding, Place, stop
from coranto.issue import footnotes
from coranto.issue.model import Block, Body
from coranto.issue.source import check_characters

NESTING_LIMIT = 24
"""Lists and quotes within each other; the engine falls over far beyond it."""
_ADDRESS_LIMIT = 2_100
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_COMMENT = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*", re.DOTALL)
_ALIGN = re.compile(r"text-align:(left|center|right)")
_ALLOWED = ("id", "lang", "credit", "licence")


@dataclass(frozen=True, slots=True)
class PictureUse:
    """A picture that a body shows."""

    source: str
    """As written, relative to the issue folder."""
    place: Place


@dataclass
class Setting:
    """What comes of a body: its blocks, and what the reader has still to check."""

    body: Body
    places: dict[str, Place] = field(default_factory=dict)
    pictures: list[PictureUse] = field(default_factory=list)
    targets: list[tuple[str, str, Place]] = field(default_factory=list)
    """Links inside the issue: id that is pointed to, as written, place."""
    faults: list[Finding] = field(default_factory=list)
    questions: int = 0
    """Number of headings."""


def _parser() -> MarkdownIt:
    # html=True so that raw HTML shows up as tokens, which are then refused.
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    parser.use(attrs_plugin, spans=True, allowed=_ALLOWED)
    parser.use(attrs_block_plugin, allowed=_ALLOWED)
    parser.use(deflist_plugin)
    parser.validateLink = lambda _: True  # type: ignore[method-assign] # judged below, with a place
    for name, rule in footnotes.RULES.items():
        parser.add_render_rule(name, rule)
    return parser


def set_body(text: str, *, path: Path, line: int, slug: str, articles: Mapping[str, str]) -> Setting:
    """Return the body that `text` holds.

    `line` is where the text begins in the file at `path`; `slug` begins each
    id; `articles` maps the file names that may be linked to onto their slugs.
    """
    return _Setter(text, path, line, slug, articles).set()


class _Setter:
    """Works on one body; holds what the token checks have in common."""

    def __init__(self, text: str, path: Path, line: int, slug: str, articles: Mapping[str, str]) -> None:
        self.lines = text.split("\n")
        self.text, self.path, self.line, self.slug, self.articles = text, path, line, slug, articles
        self.setting = Setting(Body())

    def set(self) -> Setting:
        parser, env = _parser(), {"slug": self.slug}
        try:
            tokens = parser.parse(self.text, env)
        except RecursionError:
            self._fault("copy.nesting", "this is nested too deep", hint="flatten it", place=Place(self.path, self.line, 1))
            return self.setting
        self._check_nesting(tokens)
        if self.setting.faults:
            return self.setting
        tokens, notes, faults = footnotes.collect(tokens, lambda needle: self._locate((0, len(self.lines)), needle))
        self.setting.faults += faults
        self._set_headings(tokens)
        for token in (*tokens, *(token for note in notes for token in note)):
            self._check(token)
        if self.setting.faults:
            return self.setting
        blocks = []
        for run in _top_level(tokens):
            run = self._figure(run)
            start = next((token.map[0] for token in run if token.map), 0)
            html = parser.renderer.render(run, parser.options, env)
            if html.strip():
                identity = str(run[0].attrs.get("id", "")) or self._identity(start)
                blocks.append(Block(id=identity, html=html.strip("\n"), place=self._place(start)))
        self.setting.body = Body(blocks=tuple(blocks))
        return self.setting

    # --- what is not allowed ------------------------------------------------

    def _check_nesting(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            deepest = max((child.level for child in token.children or ()), default=0)
            if max(token.level, deepest) > NESTING_LIMIT:
                self._fault("copy.nesting", f"this is nested more than {NESTING_LIMIT} deep",
                            hint="flatten it", place=self._token_place(token))
                return

    def _check(self, token: Token, within: Token | None = None) -> None:
        """Check a token and name it; `within` is the block that an inline token stands in."""
        block = within or token
        if token.type in ("html_block", "html_inline"):
            if not _COMMENT.fullmatch(token.content):
                self._fault("copy.html", f"raw HTML `{_short(token.content)}` is not part of the format",
                            hint="write Markdown, or \\< for the sign itself", place=self._locate(block.map, token.content.strip()))
            token.type, token.content = "text", ""
        for name, value in token.meta.get("insecure_attrs", {}).items():
            self._fault("copy.attribute", f"the attribute `{name}={value}` is not part of the format",
                        hint=f"take it out; there are {', '.join(_ALLOWED)}", place=self._locate(block.map, str(name)))
        self._check_attributes(token, block)
        if token.type == "link_open":
            self._check_link(token, block)
        if token.type == "image":
            self.setting.pictures.append(PictureUse(unquote(str(token.attrs["src"])), self._locate(block.map, "![")))
        if token.content and token.type != "inline":
            place = self._token_place(block)
            self.setting.faults += check_characters(token.content, self.path, line=place.line or 1)
        if token.type == "inline":
            for child in token.children or ():
                self._check(child, token)
        elif within is None and token.block and token.nesting >= 0 and not token.hidden:
            self._name(token)
        if token.type == "tr_open":
            self._check_row(token)

    def _check_attributes(self, token: Token, block: Token) -> None:
        for name in ("credit", "licence"):
            if name in token.attrs and token.type != "image":
                self._fault("copy.attribute", f"`{name}` belongs to a picture only",
                            hint="take it out", place=self._locate(block.map, name))
        for name, pattern in (("lang", _LANGUAGE), ("id", _NAME)):
            value = token.attrs.get(name)
            if value is not None and not pattern.fullmatch(str(value)):
                self._fault("copy.attribute", f"`{value}` is no good as `{name}`",
                            hint="write a language as en or zh-Hans, an id in small letters", place=self._locate(block.map, str(value)))
        style = _ALIGN.fullmatch(str(token.attrs.pop("style", "")))
        if style:
            token.attrs["class"] = f"align-{style[1]}"

    def _check_link(self, token: Token, block: Token) -> None:
        address = str(token.attrs["href"])
        place = self._locate(block.map, address)
        scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address)
        if scheme and scheme[0].lower() in ("http:", "https:", "mailto:"):
            if len(address) > _ADDRESS_LIMIT:
                self._fault("copy.link", f"this address has {len(address):,} letters", hint="shorten it", place=place)
            return
        file, _, name = address.partition("#")
        if scheme or file.startswith("/") or (file and not file.endswith(".md")):
            self._fault("copy.link", f"the link to `{_short(address)}` leads nowhere on paper or screen",
                        hint="link to https://…, mailto:…, #id or an article's file", place=place)
            return
        slug = self.articles.get(file) if file else self.slug
        if slug is None:
            self._fault("copy.link", f"the article `{file}` is not in this issue's running order", place=place)
            return
        target = f"{slug}.{name}" if name else slug
        token.attrs["href"] = f"#{target}"
        self.setting.targets.append((target, address, place))

    def _check_row(self, token: Token) -> None:
        """A table row with more cells than its head loses them in GFM (4.10): refuse it."""
        if not token.map:
            return
        head = next((line for line in reversed(self.lines[: token.map[0] + 1]) if re.fullmatch(r"[\s>|:-]*-[\s|:-]*", line)), None)
        if head is None or token.map[0] >= len(self.lines):
            return
        columns, cells = _cells(head), _cells(self.lines[token.map[0]])
        if cells > columns:
            self._fault("copy.table", f"this row has {cells} cells, the table has {columns} columns",
                        hint="give the head a cell for each column", place=self._place(token.map[0]))

    # --- what is made of it -------------------------------------------------

    def _set_headings(self, tokens: list[Token]) -> None:
        """Let the headings of the body begin below the headline (h3), and skip no level."""
        levels = sorted({token.tag for token in tokens if token.type == "heading_open"})
        for token in tokens:
            if token.type in ("heading_open", "heading_close"):
                rank = levels.index(token.tag)
                token.tag = f"h{min(4 + rank, 6)}"
                self.setting.questions += token.nesting == 1
        for opening, inline in zip(tokens, tokens[1:], strict=False):
            if opening.type == "paragraph_open" and _label(inline):
                opening.attrs["class"] = "labelled"

    def _figure(self, run: list[Token]) -> list[Token]:
        """Make a figure of a paragraph that holds a picture and nothing else."""
        inline = run[1] if len(run) == 3 and run[0].type == "paragraph_open" else None  # noqa: PLR2004
        children = [child for child in (inline.children or ()) if child.content or child.type != "text"] if inline else []
        if len(children) != 1 or children[0].type != "image":
            for token in run:
                for child in token.children or ():
                    if child.type == "image":
                        self._fault("copy.picture", "a picture stands in a paragraph of its own",
                                    hint="put an empty line before and after it", place=self._locate(token.map, "!["))
            return run
        image = children[0]
        place = self._locate(run[0].map, "![")
        alt = image.content.strip()
        if not alt:
            self._fault("copy.picture", f"the picture `{image.attrs['src']}` has no alt text",
                        hint="say between the brackets what it shows: ![…](…)", place=place)
        caption, credit, licence = (str(image.attrs.get(name, "")) for name in ("title", "credit", "licence"))
        token = Token("html_block", "", 0, map=run[0].map)
        token.attrs["id"] = run[0].attrs["id"]
        token.content = _figure_html(str(run[0].attrs["id"]), f"{image.attrs['src']}", alt, caption, credit, licence)
        return [token]

    def _name(self, token: Token) -> None:
        """Give a block its id, and note its place."""
        if not token.map or token.type in ("tbody_open", "thead_open", "td_open", "th_open"):
            return
        name = token.attrs.get("id")
        identity = f"{self.slug}.{name}" if name else self._identity(token.map[0])
        if identity in self.setting.places:
            self._fault("copy.id", f"the id `{name}` is given twice", hint="change one", place=self._token_place(token))
        token.attrs["id"] = identity
        self.setting.places[identity] = self._token_place(token)

    def _identity(self, start: int) -> str:
        """Return an id that tells the line; a number parts blocks that begin on one line."""
        stem = f"{self.slug}.l{self.line + start}"
        names = (stem if n == 1 else f"{stem}-{n}" for n in itertools.count(1))
        return next(name for name in names if name not in self.setting.places)

    # --- places -------------------------------------------------------------

    def _place(self, row: int, column: int = 1) -> Place:
        return Place(self.path, self.line + row, column)

    def _token_place(self, token: Token) -> Place:
        return self._place(token.map[0] if token.map else 0)

    def _locate(self, rows: Iterable[int] | None, needle: str) -> Place:
        """Return where `needle` stands in these rows of the source, or where they begin."""
        first, end = rows or (0, 1)
        for row in range(first, min(max(end, first + 1), len(self.lines))):
            column = self.lines[row].find(needle.split("\n", 1)[0])
            if column >= 0:
                return self._place(row, column + 1)
        return self._place(first)

    def _fault(self, rule: str, message: str, *, hint: str = "", place: Place) -> None:
        self.setting.faults.append(stop(rule, message, hint=hint, place=place))


def _top_level(tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each outermost block."""
    run: list[Token] = []
    for token in tokens:
        run.append(token)
        if token.level == 0 and token.nesting <= 0 and token.type != "inline":
            yield run
            run = []


def _label(inline: Token) -> bool:
    """Tell whether a paragraph opens with bold and a colon, as in `**The facts:** …`."""
    children = [child for child in inline.children or () if child.content or child.type != "text"]
    kinds = [child.type for child in children[:3]]
    if kinds != ["strong_open", "text", "strong_close"]:
        return False
    after = children[3].content if len(children) > 3 else ""  # noqa: PLR2004
    if children[1].content.rstrip().endswith((":", "：")) or after.startswith((":", "：")):
        children[0].attrs["class"] = "label"
        return True
    return False


def _figure_html(identity: str, source: str, alt: str, caption: str, credit: str, licence: str) -> str:
    parts = [f"<span class=\"caption\">{escapeHtml(caption)}</span>"] if caption else []
    about = ", ".join(escapeHtml(part) for part in (credit, licence) if part)
    if about:
        parts.append(f"<span class=\"credit\">{about}</span>")
    note = f"<figcaption>{' '.join(parts)}</figcaption>" if parts else ""
    return (f"<figure id=\"{escapeHtml(identity)}\"><img src=\"{escapeHtml(source)}\" alt=\"{escapeHtml(alt)}\">"
            f"{note}</figure>\n")


def _cells(line: str) -> int:
    bare = re.sub(r"^[\s>]*\|?|\|?\s*$", "", line.replace("\\|", ""))
    return bare.count("|") + 1


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:57]}…"  # noqa: PLR2004
