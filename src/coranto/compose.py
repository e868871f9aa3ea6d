"""Compose: an issue and a layout become one galley.

In: `Issue` and `Layout`, both plain data.  Out: `Galley`, one HTML document
with one stylesheet, in reading order and without page numbers, and the list of
files that it may show.  Templates are Jinja's, sandboxed, strict about what is
not there, and escape all copy; copy is data to them, never code.
"""

import datetime as dt
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

import babel.dates
from jinja2 import (
    FileSystemBytecodeCache,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    meta,
)
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from coranto import __version__
from coranto.cache import cache_folder
from coranto.contents import department_id, list_contents
from coranto.errors import LayoutError
from coranto.findings import Place, stop
from coranto.issue.kinds import KINDS
from coranto.issue.model import Article, Issue
from coranto.issue.vetting import own_id
from coranto.layout.fonts import Family
from coranto.layout.model import Layout, Template, Value
from coranto.layout.options import furniture_words, settle_options
from coranto.layout.stylesheets import named_families, vet_stylesheets

BASE_URL = "https://issue.invalid/"
"""Where the galley says it lies, so that no real path gets into a PDF (RFC 2606, 2)."""


_FIRST_LETTER = re.compile(r"\A(<p id=[^>]*>)([“„«‘‚‹]?\w)")


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

    def css_place(self, line: int, column: int | None = None) -> Place | None:
        """Return the place in a stylesheet's file of a line of `css`."""
        for first, path in reversed(self.css_origins):
            if line >= first:
                return Place(path, line - first + 1, column)
        return None


def compose(issue: Issue, layout: Layout) -> Galley:
    """Return the galley of an issue in a layout.

    Raises:
        CopyError: an option of the issue is not one of the layout's.
        LayoutError: a template or a stylesheet is at fault, or the layout has no words in the issue's language.

    """
    if faults := vet_stylesheets(layout.stylesheets):
        raise LayoutError(f"the stylesheets of the layout `{layout.name}` are not in order", faults)
    options = settle_options(issue, layout)
    css, origins = _stylesheet(layout, options)
    assets = {
        BASE_URL + quote(picture.name): Asset(picture.path, picture.sha256, picture.media_type)
        for picture in issue.pictures.values()
    }
    named = named_families(layout.stylesheets)
    return Galley(_fill(issue, layout, options), css, origins, assets, layout.fonts, named, layout.fitted)


def unused_templates(layout: Layout) -> list[Template]:
    """Return a layout's own templates that are neither a kind of article nor included or extended by another.

    Raises:
        LayoutError: a template doesn't parse.

    """
    environment = _environment(tuple(sorted(layout.templates.items(), key=lambda item: item[0])))
    waiting = ["issue.html", *(f"{kind}.html" for kind in KINDS)]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in used or name not in layout.templates:
            continue
        used.add(name)
        template = layout.templates[name]
        try:
            tree = environment.parse(template.source, name, str(template.path))
        except TemplateSyntaxError as error:
            raise _template_error(layout, str(error.message), Place(template.path, error.lineno)) from error
        waiting += filter(None, meta.find_referenced_templates(tree))
    paths = {layout.templates[name].path for name in used}
    own = {one.path: one for one in layout.templates.values() if one.path.parent.name == layout.name}
    return [own[path] for path in sorted(own) if path not in paths]


# --- the stylesheet ---------------------------------------------------------


def _stylesheet(layout: Layout, options: dict[str, Value]) -> tuple[str, tuple[tuple[int, Path], ...]]:
    layers = [head.name for head in reversed(layout.chain)]
    parts = [f"@layer {', '.join([*layers, 'options'])};\n"]
    origins = []
    line = 2
    for sheet in layout.stylesheets:
        opening = f"@layer {sheet.layer} {{\n"
        origins.append((line + 1, sheet.path))
        parts.append(f"{opening}{sheet.css}\n}}\n")
        line += 3 + sheet.css.count("\n")
    fonts = {role: ", ".join(f'"{family.family}"' for family in families) for role, families in layout.fonts.items()}
    properties = fonts | {name: _css(value) for name, value in options.items()}
    parts.append(
        "@layer options {\n:root {\n"
        + "".join(f"--{name}: {value};\n" for name, value in properties.items())
        + "}\n}\n"
    )
    return "".join(parts), tuple(origins)


def _css(value: Value) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


# --- the document -----------------------------------------------------------


def _fill(issue: Issue, layout: Layout, options: dict[str, Value]) -> str:
    environment = _environment(tuple(sorted(layout.templates.items(), key=lambda item: item[0])))
    try:
        return environment.get_template("issue.html").render(
            issue=issue,
            contents=list_contents(issue),
            department_id=department_id,
            body=_body,
            opening=_opening,
            own_id=own_id,
            words=furniture_words(issue, layout),
            date=_date_writer(issue.language),
            dates=_dates_writer(issue.language),
            address=_address,
            paragraphs=_paragraphs,
            options=options,
            pdf_title=_title(issue),
            generator=f"Coranto {__version__}",
        )
    except TemplateSyntaxError as error:
        place = Place(Path(error.filename), error.lineno) if error.filename else None
        raise _template_error(layout, str(error.message), place) from error
    except TemplateError as error:
        raise _template_error(layout, str(error.message or error), _template_place(error, layout)) from error
    except Exception as error:
        # Whatever a template's expressions run into (a type, a key, a division by nought).
        place = _template_place(error, layout)
        if place is None:
            raise
        raise _template_error(layout, str(error), place) from error


def _template_error(layout: Layout, message: str, place: Place | None) -> LayoutError:
    return LayoutError(
        f"a template of the layout `{layout.name}` is at fault",
        [stop("layout.template", message.rstrip("."), hint="mend the template", place=place)],
    )


def _template_place(error: BaseException, layout: Layout) -> Place | None:
    files = {str(template.path) for template in layout.templates.values()}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    return Place(Path(frames[-1].filename), frames[-1].lineno) if frames else None


@lru_cache(maxsize=8)
def _environment(templates: tuple[tuple[str, Template], ...]) -> SandboxedEnvironment:
    by_name = dict(templates)

    def load(name: str) -> tuple[str, str, None] | None:
        template = by_name.get(name)
        return (template.source, str(template.path), None) if template else None

    folder = cache_folder("templates")
    return SandboxedEnvironment(
        bytecode_cache=FileSystemBytecodeCache(str(folder)) if folder else None,
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _body(article: Article) -> Markup:
    """Return a body as HTML that needs no escaping: `issue.markup` made every tag of it."""
    return Markup(article.body.html)  # noqa: S704


def _locale(language: str) -> babel.Locale:
    try:
        return babel.Locale.parse(language, sep="-")
    except (ValueError, babel.UnknownLocaleError):
        return babel.Locale.parse(language.partition("-")[0])


def _date_writer(language: str) -> Callable[[dt.date], str]:
    """Return a function that writes a date in full, as the language does (CLDR)."""
    return lambda date: babel.dates.format_date(date, format="long", locale=_locale(language))


def _dates_writer(language: str) -> Callable[[dt.date, dt.date | None], str]:
    """Return a function that writes a day, or from one day to another (CLDR, interval formats)."""
    write = _date_writer(language)

    def write_both(date: dt.date, until: dt.date | None) -> str:
        if until is None or until == date:
            return write(date)
        return str(babel.dates.format_interval(date, until, skeleton="yMMMMd", locale=_locale(language)))

    return write_both


def _address(url: str) -> Markup:
    """Return a web address as text that breaks where a reader expects it (Chicago Manual, 7.46)."""
    bare = url.removeprefix("https://").removeprefix("http://").removesuffix("/")
    parts = re.split(r"(?<=/)|(?=[.\-_?&=#%~])", bare)
    return Markup("<wbr>").join(parts)


def _opening(article: Article) -> Markup:
    """Return a body whose first letter, with a quote before it, stands in a span of its own: a drop cap.

    A span, since `::first-letter` in columns ends the engine (WeasyPrint 70).
    """
    return Markup(_FIRST_LETTER.sub(r'\1<span class="initial">\2</span>', article.body.html, count=1))  # noqa: S704


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text, which an empty line parts."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _title(issue: Issue) -> str:
    date = _date_writer(issue.language)(issue.head.date)
    return f"{issue.periodical.title} – {issue.head.title or date}"
