"""Compose: an issue and a layout become one galley.

In: `Issue` and `Layout`, both plain data.  Out: `Galley`, one HTML document
with one stylesheet, in reading order and without page numbers, and the list of
files that it may show.  Templates are Jinja's, sandboxed, strict about what is
not there, and escape all copy; copy is data to them, never code.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

from jinja2 import TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from coranto import __version__
from coranto.charts import Hand, draw_chart, tones
from coranto.codes import draw_qr_code, issue_bar_code
from coranto.compose.addresses import address
from coranto.compose.templates import environment_of, template_error, template_place
from coranto.contents import department_id, list_contents
from coranto.errors import LayoutError
from coranto.findings import Place
from coranto.issue.model import Article, Block, Issue
from coranto.issue.vetting import own_id
from coranto.language import (
    counter_style,
    direction,
    in_digits,
    marks,
    numbered,
    space_scripts,
    write_date,
    write_days,
    write_number,
    write_percent,
)
from coranto.layout.fonts import Family
from coranto.layout.mirror import mirrored, page_rules
from coranto.layout.model import Layout, Value
from coranto.layout.options import furniture_words, settle_options
from coranto.layout.stylesheets import named_families, vet_stylesheets

BASE_URL = "https://issue.invalid/"
"""Where the galley says it lies, so that no real path gets into a PDF (RFC 2606, 2)."""
BLEED = "3mm"
"""How far pages go on beyond their edge; the editions that aren't printed cut it off."""

_NUMBERED = re.compile(r'(<(?:a|span) [^>]*class="(?:note-again|formula-number)"[^>]*>\(?)(\d+)')
_LANG = re.compile(r' lang="([^"]+)"')
_ARTICLE = re.compile(r'<article [^>]*\blang="([^"]+)".*?</article>', re.DOTALL)
_DESCENDING = "JQÇĢĶĻŅŖŞŢȘȚĄĘĮ"
"""Capitals that reach below their line."""
_FIRST_LETTER = re.compile(r"\A(<p id=[^>]*>)([“„«‘‚‹]?[^\W\u0590-\u0fff])")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that the galley shows: what it must be, and where it lies."""

    path: Path
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Galley:
    """One HTML document with its stylesheet, before any page is made."""

    html: str
    css: str
    css_origins: tuple[tuple[int, Path], ...]
    """For each stylesheet, the line of `css` (from 1) that is line 1 of its file."""
    assets: dict[str, Asset]
    """By URL; nothing else can be fetched."""
    fonts: dict[str, tuple[Family, ...]]
    """Families by role."""
    named: dict[str, Place]
    """Families that the stylesheets name themselves, and where each is named first."""
    fitted: bool = False
    """Whether the pages are fitted in a second pass."""
    rtl: bool = False
    """Whether its pages follow each other from right to left."""
    on_paper: bool = False
    """Whether it is set for paper alone, where nothing is read aloud: its pages need no tags."""

    def css_place(self, line: int, column: int | None = None) -> Place | None:
        """Return the place in a stylesheet's file of a line of `css`."""
        for first, path in reversed(self.css_origins):
            if line >= first:
                return Place(path, line - first + 1, column)
        return None


def compose(issue: Issue, layout: Layout, *, template: str = "issue.html") -> Galley:
    """Return the galley of an issue in a layout, or of what another template makes of it.

    Raises:
        CopyError: an option of the issue is not one of the layout's, or asks for what the copy hasn't got.
        LayoutError: a template or a stylesheet is at fault, or the layout has no words in the issue's language.

    """
    if faults := vet_stylesheets(layout.stylesheets):
        raise LayoutError(f"the stylesheets of the layout `{layout.name}` are not in order", faults)
    options = settle_options(issue, layout)
    css, origins = _stylesheet(layout, options, issue.language)
    assets = {
        BASE_URL + quote(picture.name): Asset(picture.path, picture.sha256, picture.media_type)
        for picture in issue.pictures.values()
    }
    html = _spaced(_fill(issue, layout, options, template), issue.language)
    rtl = direction(issue.language) == "rtl"
    named = named_families(layout.stylesheets)
    return Galley(html, css, origins, assets, layout.fonts, named, layout.fitted, rtl)


# --- the stylesheet ---------------------------------------------------------


def _stylesheet(layout: Layout, options: dict[str, Value], language: str) -> tuple[str, tuple[tuple[int, Path], ...]]:
    rtl = direction(language) == "rtl"
    layers = [head.name for head in reversed(layout.chain)]
    parts = [f"@layer {', '.join([*layers, 'options'])};\n"]
    origins = []
    line = 2
    for sheet in layout.stylesheets:
        opening = f"@layer {sheet.layer} {{\n"
        origins.append((line + 1, sheet.path))
        css = mirrored(sheet.css) if rtl and sheet.path.name == "page.css" else sheet.css
        parts.append(f"{opening}{css}\n}}\n")
        line += 3 + sheet.css.count("\n")
    fonts = {role: ", ".join(f'"{family.family}"' for family in families) for role, families in layout.fonts.items()}
    properties = fonts | {name: _css(value) for name, value in options.items()}
    properties |= {
        "digits": counter_style(language),
        "comma": f'"{marks(language).comma}"',
        "dot": f'"{marks(language).dot}"',
        "bleed": BLEED,
    }
    parts.append(
        "@layer options {\n:root {\n"
        + "".join(f"--{name}: {value};\n" for name, value in properties.items())
        + f"}}\n}}\n@page {{ bleed: {BLEED} }}\n"
        + (page_rules() if rtl else "")
    )
    return "".join(parts), tuple(origins)


def _css(value: Value) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


# --- the document -----------------------------------------------------------


def _fill(issue: Issue, layout: Layout, options: dict[str, Value], template: str) -> str:
    environment = environment_of(tuple(sorted(layout.templates.items(), key=lambda item: item[0])))
    words = furniture_words(issue, layout)
    draw = _body_drawer(issue, layout, options, environment)
    try:
        return environment.get_template(template).render(
            issue=issue,
            contents=list_contents(issue),
            department_id=department_id,
            body=draw,
            opening=lambda article: _opening(draw(article)),
            own_id=own_id,
            words=words,
            date=partial(write_date, language=issue.language),
            dates=partial(write_days, language=issue.language),
            numeral=partial(in_digits, language=issue.language),
            direction=direction,
            numbered=partial(numbered, language=issue.language),
            marks=marks(issue.language),
            address=address,
            paragraphs=_paragraphs,
            bar_code=Markup(issue_bar_code(issue, layout, options)),  # noqa: S704
            qr_code=lambda url: Markup(draw_qr_code(url)),  # noqa: S704
            options=options,
            pdf_title=_title(issue),
            generator=f"Coranto {__version__}",
        )
    except TemplateSyntaxError as error:
        place = Place(Path(error.filename), error.lineno) if error.filename else None
        raise template_error(layout, str(error.message), place) from error
    except TemplateError as error:
        raise template_error(layout, str(error.message or error), template_place(error, layout)) from error
    except Exception as error:
        # Whatever a template's expressions run into (a type, a key, a division by nought).
        place = template_place(error, layout)
        if place is None:
            raise
        raise template_error(layout, str(error), place) from error


def _body_drawer(
    issue: Issue, layout: Layout, options: dict[str, Value], environment: SandboxedEnvironment
) -> Callable[[Article], Markup]:
    """Return a function that returns a body as HTML, its charts drawn by the template `chart.html`.

    It needs no escaping: `issue.markup` made every tag of it.
    """
    language = issue.language
    sans = layout.fonts.get("sans") or layout.families

    hand = Hand(
        faces=tuple(face.path for family in sans for face in family.faces if face.style == "normal"),
        families=tuple(family.family for family in sans),
        number=partial(write_number, language=language),
        percent=partial(write_percent, language=language),
        rtl=direction(language) == "rtl",
    )

    def html(block: Block) -> str:
        if block.chart is None:
            return block.html
        drawing = draw_chart(block.chart, layout.measure(block.chart.width, options), hand)
        template, picture = environment.get_template("chart.html"), Markup(drawing)  # noqa: S704
        return template.render(
            chart=block.chart,
            stem=block.id,
            drawing=picture,
            tones=tones(block.chart),
            number=hand.number,
        )

    def body(article: Article) -> Markup:
        return Markup(_spoken("\n".join(html(block) for block in article.body.blocks), language))  # noqa: S704

    return body


def _spoken(html: str, language: str) -> str:
    """Return the HTML of a body with the direction of each passage in another language, and the issue's digits."""
    html = _NUMBERED.sub(lambda mark: mark[1] + in_digits(mark[2], language), html)
    return _LANG.sub(lambda named: f'{named[0]} dir="{direction(named[1])}"', html)


def _spaced(html: str, language: str) -> str:
    """Return a document with thin spaces between scripts, in the articles of a language that has them."""
    html = _ARTICLE.sub(lambda article: space_scripts(article[0], article[1]), html)
    return space_scripts(html, language)


def _opening(body: Markup) -> Markup:
    """Return a body whose first letter, with a quote before it, stands in a span of its own: a drop cap.

    A span, since `::first-letter` in columns ends the engine (WeasyPrint 70).
    """
    match = _FIRST_LETTER.match(str(body))
    if match is None:
        return body
    look = "initial descends" if match[2][-1] in _DESCENDING else "initial"
    return Markup(f'{match[1]}<span class="{look}">{match[2]}</span>{str(body)[match.end() :]}')  # noqa: S704


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text, which an empty line parts."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _title(issue: Issue) -> str:
    date = write_date(issue.head.date, issue.language)
    return f"{issue.periodical.title} – {issue.head.title or date}"
