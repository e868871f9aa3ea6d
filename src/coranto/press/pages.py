"""Pages: the paginated document, and what is read off it.

`Pages` owns the engine's objects and never leaves its process; `pull` makes of
it a `Proof`, which is plain data.
"""

import os
import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import pydyf
from weasyprint import CSS, HTML
from weasyprint.logger import LOGGER
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration

from coranto.compose import BASE_URL, Galley
from coranto.findings import Spot
from coranto.press import fitting
from coranto.press.endings import read_endings
from coranto.press.fetcher import GalleyFetcher
from coranto.press.fontrules import follow_rules
from coranto.press.legibility import PT
from coranto.press.linking import describe_links
from coranto.press.log import gathered
from coranto.press.matter import AMENDABLE, Matter
from coranto.press.proof import AIM, Ending, Flatplan, FontUse, Grid, Link, LogLine, PageSize, Proof, Refusal, bare
from coranto.press.reading import read_pages
from coranto.press.tagging import complete_tags
from coranto.press.unbroken import Words, broken_words

_LAST = 2
"""Passes at most for words broken at the end of a column, of which the first may break others."""
_NO_NUMBER = re.compile(rb"(?<![\w/<(.])-?(?:nan|inf)(?![\w>).])")

Document = Any  # the engine has no types


@dataclass
class Pages:
    """A document laid out; `font_configuration` must live as long as it does."""

    galley: Galley
    document: Document
    html: HTML
    font_configuration: FontConfiguration
    fetcher: GalleyFetcher
    log: list[LogLine]
    grid: Grid | None
    """How the text stands on the grid of its pages, if the layout is fitted."""


def lay_out(galley: Galley) -> Pages:
    """Return the galley as pages; `coranto.press.environment` must be prepared."""
    log: list[LogLine] = []
    fetcher = GalleyFetcher(galley.assets)
    style = _style(galley.css, os.environ["FONTCONFIG_FILE"])
    follow_rules(style.fonts)
    log += style.log
    fetcher.refusals += style.refusals
    with gathered(log):
        html = HTML(string=galley.html, base_url=BASE_URL, url_fetcher=fetcher)
        matter, grid = _set(_Setting(html, style, log), passes=fitting.PASSES if galley.fitted else 0)
        document = matter.finish()
    return Pages(galley, document, html, style.fonts, fetcher, log, grid)


def _set(setting: "_Setting", *, passes: int) -> tuple[Matter, Grid | None]:
    """Return the document made up into pages that are fitted, and how its text then stands on their grid."""
    pages = setting.make_up()
    grid = None
    for _ in range(passes):
        endings = _endings(pages)
        fit = fitting.fit(pages, endings, setting.html.etree_element)
        words = broken_words(endings)
        del pages  # they take as much memory as the next
        setting.change(fit, words)
        pages = setting.make_up()
        grid = fitting.measure(pages)
        if grid.share >= AIM:
            break
    # Where a pull quote hangs, and which word is broken, depends on where all came to stand in the end.
    for _ in range(_LAST):
        astray = fitting.hang(pages) if passes else fitting.bring_pictures_back(pages)
        words = broken_words(_endings(pages))
        if not astray.styles and not words:
            break
        del pages
        setting.change(astray, words)
        pages = setting.make_up()
        grid = fitting.measure(pages) if passes else None
    return setting.matter, grid


class _Setting:
    """A document that is set as often as it takes; what the engine said of former settings is forgotten."""

    def __init__(self, html: HTML, style: "_Style", log: list[LogLine]) -> None:
        self.html = html
        self._style = style
        self._log = log
        self._pictures: dict[str, Any] = {}
        self._said = len(log)
        self._whole: list[Words] = []
        self.matter = self._build()

    def _build(self, before: Matter | None = None) -> Matter:
        del self._log[self._said :]
        style = self._style
        matter = Matter(self.html, style.css, fonts=style.fonts, pictures=self._pictures, before=before)
        for words in self._whole:
            matter.keep_whole(words)
        self._built = len(self._log)
        return matter

    def change(self, fit: fitting.Fit, words: Words) -> None:
        """Change what does not fit, and break these words no more; build anew only what must be."""
        fit.apply()
        if fit.classes or any(styles.keys() - AMENDABLE for styles in fit.styles.values()):
            self.matter = self._build(self.matter)
        else:
            self.matter.amend(fit.styles)
        if words:
            self.matter.keep_whole(words)
            self._whole.append(words)

    def make_up(self) -> list[Any]:
        """Return the pages."""
        del self._log[self._built :]
        return self.matter.make_up()


def _endings(pages: list[Any]) -> tuple[Ending, ...]:
    return tuple(read_endings([page._page_box for page in pages]))  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class _Style:
    """A stylesheet read, the fonts it is set with, and what there was to complain of."""

    css: CSS
    fonts: FontConfiguration
    log: tuple[LogLine, ...]
    refusals: tuple[Refusal, ...]


@lru_cache(maxsize=4)
def _style(css: str, font_configuration: str) -> _Style:  # noqa: ARG001 - fontconfig reads the file that is named
    """Return a stylesheet, read once for all the issues that a warm process sets in it."""
    log: list[LogLine] = []
    fetcher = GalleyFetcher({})
    with gathered(log):
        fonts = FontConfiguration()
        sheet = CSS(string=css, base_url=BASE_URL, url_fetcher=fetcher, font_config=fonts)
    return _Style(sheet, fonts, tuple(log), tuple(fetcher.refusals))


def pull(pages: Pages) -> Proof:
    """Return the proof of these pages: the same pages give the same bytes."""
    with gathered(pages.log):
        pdf = pages.document.write_pdf(
            pdf_tags=not pages.galley.on_paper, finisher=partial(_finish, rtl=pages.galley.rtl)
        )
    flatplan_pages = pages.document.pages
    reading = read_pages([page._page_box for page in flatplan_pages], pages.html.etree_element)  # noqa: SLF001
    flatplan = Flatplan(
        pages=tuple(PageSize(page.width * PT, page.height * PT) for page in flatplan_pages),
        spots=_spots(flatplan_pages),
        furniture=tuple(reading.furniture),
        generated=reading.generated,
        letters=bare("".join(reading.text)),
        calls=reading.calls,
        grid=pages.grid,
    )
    fonts = sorted(
        {FontUse(font.family, tuple(sorted(font.missing))) for font in pages.document.fonts.values()},
        key=lambda font: font.family,
    )
    return Proof(
        pdf=pdf,
        flatplan=flatplan,
        links=tuple(_links(flatplan_pages)),
        fonts=tuple(fonts),
        asked={family: pages.galley.named.get(family) for family in reading.families},
        families=tuple(family.family for role in pages.galley.fonts.values() for family in role),
        losses=tuple(reading.losses),
        overruns=tuple(reading.overruns),
        shown=tuple(reading.shown),
        illegible=tuple(reading.illegible),
        pale=tuple(reading.pale),
        refusals=tuple(dict.fromkeys(pages.fetcher.refusals)),
        endings=_endings(flatplan_pages),
        log=tuple(_placed(line, pages.galley) for line in pages.log),
    )


def _placed(line: LogLine, galley: Galley) -> LogLine:
    """Return a log line with its place, if it speaks of the stylesheet."""
    match = re.search(r" at (\d+):(\d+)[,.]?", line.text)
    if match and not line.text.startswith("Failed"):
        row, column = int(match[1]), int(match[2])
        return LogLine(line.level, line.text.replace(match[0].rstrip(",."), ""), galley.css_place(row, column))
    if match := re.search(r"selector, '(.+)'", line.text, re.DOTALL):
        # Of a nested rule the engine tells the outer selectors, too, as :is(…) before its own.
        selector = match[1].rpartition(") ")[2] if ":is(" in match[1] else match[1]
        rule = re.search(re.escape(selector.strip()) + r"\s*\{", galley.css)
        row = galley.css.count("\n", 0, rule.start() if rule else 0) + 1
        return LogLine(line.level, " ".join(line.text.split()), galley.css_place(row))
    return line


def _bad_number(stream: Stream) -> str:
    """Return a number of a drawing that is none (an SVG makes `inf` or `nan` of one too large), or nothing."""
    for part in stream.stream:
        operator = part if isinstance(part, bytes) else str(part).encode()
        if match := _NO_NUMBER.search(operator):
            return match[0].decode()
    return ""


def _finish(document: Document, pdf: pydyf.PDF, *, rtl: bool) -> None:
    """Add what the engine leaves out of a PDF, before its bytes are written."""
    # Page labels (ISO 32000-2, 12.4.2): decimal numbers from 1, as the folios have them.
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
    # Show the title, not the file's name, and the outline (12.2 and 7.7.2).
    preferences = {"DisplayDocTitle": "true"} | ({"Direction": "/R2L"} if rtl else {})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary(preferences)
    if "Outlines" in pdf.catalog:
        pdf.catalog["PageMode"] = "/UseOutlines"
    # PDF/A forbids interpolated pictures, which the engine asks for (ISO 19005-2, 6.2.8).
    for item in pdf.objects:
        if isinstance(item, Stream) and (number := _bad_number(item)):
            LOGGER.error("A drawing has the number %s, which is none", number)
        if isinstance(item, pydyf.Stream) and "Interpolate" in item.extra:
            item.extra["Interpolate"] = "false"
    describe_links(document)
    complete_tags(pdf)


def _spots(pages: list[Any]) -> dict[str, tuple[Spot, ...]]:
    spots: dict[str, list[Spot]] = {}
    for number, page in enumerate(pages, 1):
        for identity, (left, top, right, bottom) in page.anchors.items():
            spot = Spot(number, left * PT, top * PT, (right - left) * PT, (bottom - top) * PT)
            spots.setdefault(identity, []).append(spot)
    return {identity: tuple(found) for identity, found in spots.items()}


def _links(pages: list[Any]) -> list[Link]:
    return [
        Link(target, box.element.get("id") or "", Spot(number, *(side * PT for side in rectangle)))
        for number, page in enumerate(pages, 1)
        for kind, target, rectangle, box in page.links
        if kind == "internal"
    ]
