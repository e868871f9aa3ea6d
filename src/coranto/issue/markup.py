"""Markup: the Markdown of a body, as blocks of HTML that may be trusted.

In: CommonMark (https://spec.commonmark.org/0.31.2/) with tables, footnotes,
definition lists, strikethrough and a few attributes.  Out: `Body`, in which
every block has an id and a place, and in which every tag is one that this
module made.
"""

import itertools
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from coranto.findings import Finding, Place, stop
from coranto.issue import classes, figures, footnotes, slips, typography, vetting
from coranto.issue.bodytext import BodyText
from coranto.issue.formulas import formula_plugin
from coranto.issue.highlighting import highlight
from coranto.issue.house.paper import foreign_rows
from coranto.issue.model import Block, Body

SHORT_CODE = 18
"""Lines of code that are not parted."""
_NAMELESS = ("tbody_open", "thead_open", "td_open", "th_open")


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
    queries: list[Finding] = field(default_factory=list)
    headings: int = 0
    foreign: tuple[tuple[int, int], ...] = ()
    """Rows that are code, or the words of others."""


@cache
def _parser() -> MarkdownIt:
    # html=True so that raw HTML shows up as tokens, which are then refused.
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    parser.use(attrs_plugin, spans=True, allowed=vetting.ATTRIBUTES)
    parser.use(attrs_block_plugin, allowed=vetting.ATTRIBUTES)
    parser.use(deflist_plugin)
    parser.core.ruler.before("text_join", "typography", typography.set_body)
    parser.use(formula_plugin)
    parser.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005 - vetted below, with a place
    parser.normalizeLink = vetting.normal_link  # type: ignore[method-assign,assignment]
    for name in vetting.BOXES:
        container_plugin(parser, name, render=_render_box)
    parser.add_render_rule("table_open", _render_table)
    parser.options["highlight"] = highlight
    for name, rule in (footnotes.RULES | figures.RULES).items():
        parser.add_render_rule(name, rule)
    return parser


def set_body(
    text: str, *, path: Path, line: int, slug: str, articles: Mapping[str, str], language: str = "en"
) -> Setting:
    """Return the body that `text` holds.

    `line` is where the text begins in the file at `path`; `slug` begins each
    id; `articles` maps the file names that may be linked to onto their slugs.
    """
    return _Setter(BodyText(text, path, line), slug, articles, language).set()


class _Setter:
    """Sets one body; gathers places and faults on the way."""

    def __init__(self, text: BodyText, slug: str, articles: Mapping[str, str], language: str) -> None:
        self.text, self.slug, self.articles, self.language = text, slug, articles, language
        self.setting = Setting(Body())

    def set(self) -> Setting:
        parser, faults = _parser(), self.setting.faults
        env: dict[str, Any] = {"slug": self.slug, "references": vetting.References(), "language": self.language}
        faults += vetting.vet_size(self.text)
        try:
            tokens = parser.parse("" if faults else self.text.text, env)
        except RecursionError:
            self._fault("copy.nesting", "this is nested too deep", "flatten it", self.text.place(0))
            return self.setting
        faults += vetting.vet_nesting(tokens, self.text)
        if faults:
            return self.setting
        faults += vetting.vet_lost(tokens, env, self.text)
        self.setting.queries += slips.find_slips(tokens, self.text)
        self.setting.foreign = foreign_rows(tokens)
        tokens, notes, found = footnotes.collect(tokens, self.text.locate)
        faults += found
        self.setting.headings = classes.set_headings(tokens)
        classes.set_labels(tokens)
        classes.set_brief(tokens)
        classes.set_verse(tokens)
        numbers = figures.number_formulas(tokens, self.slug)
        for token in itertools.chain(tokens, *notes):
            faults += figures.refer_to_formulas(token, numbers, self.slug, self.text)
            self._set_token(token, token)
        for token in tokens:
            token.meta["chart"], places, found = figures.set_chart(token, self.text)
            self.setting.places |= places
            faults += found
        faults += figures.set_pictures(tokens, self.text, self._name)
        if not faults:
            self.setting.body = Body(blocks=tuple(self._render(parser, list(_top_level(tokens)), env)))
        return self.setting

    def _render(self, parser: MarkdownIt, runs: list[list[Token]], env: dict[str, Any]) -> Iterator[Block]:
        for run in runs:
            identity, place = str(run[0].attrs.get("id", self.slug)), self.text.place_of(run[0])
            chart = run[0].meta.get("chart")
            html = "" if chart else parser.renderer.render(run, parser.options, env).strip("\n")
            if html or chart:
                yield Block(id=identity, html=html, place=place, chart=chart)

    def _set_token(self, token: Token, block: Token) -> None:
        """Vet a token, name it if it is a block, and turn its links inwards."""
        self.setting.faults += vetting.vet_token(token, block, self.text)
        if token.attrs:
            classes.set_style(token)
            if token is not block and "id" in token.attrs:
                self._name_as_written(token, self.text.locate(f"#{token.attrs['id']}", block.map))
        if token.type == "inline":
            for child in token.children or ():
                self._set_token(child, token)
            return
        if token.type in ("html_block", "html_inline"):  # a comment, or a fault by now
            token.type, token.content = "text", ""
        elif token.type in ("formula", "fence", "code_block"):
            self._set_code(token, block)
        elif token is not block:
            self._set_inline(token, block)
        if token is block and token.block and token.nesting >= 0 and not token.hidden:
            self._name(token)

    def _set_inline(self, token: Token, block: Token) -> None:
        """Note a picture and the place of a footnote; turn a link inwards."""
        if token.type == "link_open":
            self._set_link(token, block)
        elif token.type == "image":
            place = self.text.locate("![", block.map)
            self.setting.pictures.append(PictureUse(unquote(str(token.attrs["src"])), place))
        elif token.type == "footnote_ref" and token.meta.get("again") is False:
            identity = footnotes.identity(self.slug, token)
            self.setting.places[identity] = self.text.locate(f"[^{token.meta['label']}]", block.map)

    def _set_code(self, token: Token, block: Token) -> None:
        """Draw a formula; mark code that is not to be parted."""
        self.setting.faults += figures.set_formula(token, block, self.text)
        if token.type != "formula" and token.content.count("\n") <= SHORT_CODE:
            token.attrs["class"] = "short"

    def _set_link(self, token: Token, block: Token) -> None:
        address = str(token.attrs["href"])
        place = self.text.locate(address, block.map)
        target, what, hint = vetting.resolve_link(address, self.slug, self.articles)
        if what:
            self._fault("copy.link", what, hint, place)
        elif target:
            token.attrs["href"] = f"#{target}"
            self.setting.targets.append((target, address, place))

    def _name(self, token: Token) -> None:
        """Give a block its id, and note its place."""
        if not token.map or token.type in _NAMELESS:
            return
        place = self.text.place_of(token)
        if "id" in token.attrs:
            self._name_as_written(token, place)
        else:
            token.attrs["id"] = identity = self._identity(place)
            self.setting.places[identity] = place

    def _name_as_written(self, token: Token, place: Place) -> None:
        """Put the id that an author gave into a namespace of its own: it can't be mistaken for one of ours."""
        name = str(token.attrs["id"])
        identity = vetting.own_id(self.slug, name)
        if identity in self.setting.places:
            self._fault("copy.id", f"the id `{name}` is given twice", "change one", place)
        token.attrs["id"] = identity
        self.setting.places[identity] = place

    def _identity(self, place: Place) -> str:
        """Return an id that tells the line; a number parts blocks that begin on one line."""
        stem = f"{self.slug}.l{place.line}"
        names = (stem if n == 1 else f"{stem}-{n}" for n in itertools.count(1))
        return next(name for name in names if name not in self.setting.places)

    def _fault(self, rule: str, message: str, hint: str, place: Place) -> None:
        self.setting.faults.append(stop(rule, message, hint=hint, place=place))


def _render_box(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """Render the beginning or the end of a box; what stands behind its name is its title."""
    token = tokens[index]
    if token.nesting != 1:
        return "</aside>\n"
    name, _, title = token.info.strip().partition(" ")
    token.tag = "aside"
    token.attrs["class"] = name
    opening = renderer.renderToken(tokens, index, options, env)
    return f'{opening}<p class="box-title">{escapeHtml(title.strip())}</p>\n' if title.strip() else opening


def _render_table(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """Render the beginning of a table, with its caption."""
    caption = str(tokens[index].attrs.pop("caption", ""))
    opening = renderer.renderToken(tokens, index, options, env)
    return f"{opening}<caption>{escapeHtml(caption)}</caption>\n" if caption else opening


def _top_level(tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each outermost block."""
    run: list[Token] = []
    for token in tokens:
        run.append(token)
        if token.level == 0 and token.nesting <= 0 and token.type != "inline":
            yield run
            run = []
