"""The report: a comparison as a page for a browser, which needs nothing else and asks nobody.

In: a `Survey` and the plates of its editions.  Out: HTML.  Either all on one
page, or an overview and a page for each edition that differs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape

from coranto.browserpage import image, style_of, whole
from coranto.compare.causes import says
from coranto.compare.model import Comparison, Fact, Pairing, Span, Survey, Verdict
from coranto.compare.plates import Plate

Link = Callable[[str], str]
"""Where the page, or the part, of an edition is found, by the edition's name."""

VERDICTS = {
    Verdict.DIFFERS: ("differs", "differ"),
    Verdict.UNREAD: ("can’t be read", "can’t be read"),
    Verdict.GONE: ("stands before only", "stand before only"),
    Verdict.ADDED: ("stands after only", "stand after only"),
    Verdict.PAGES: ("looks and says the same, in other bytes", "look and say the same, in other bytes"),
    Verdict.BYTES: ("has the same bytes", "have the same bytes"),
}
"""Verdicts in words, of one edition and of several."""


def whole_report(title: str, survey: Survey, plates: Mapping[str, Sequence[Plate]]) -> str:
    """Return the overview and all editions that differ as one page."""
    parts = [*_overview(title, survey, lambda name: f"#{anchor(name)}")]
    if any(plates.values()):
        parts.append(_VIEWS)
    for pairing in survey.pairings:
        if pairing.comparison and pairing.verdict is Verdict.DIFFERS:
            parts += edition(pairing.name, pairing.comparison, plates.get(pairing.name, ()))
    return _page(title, parts)


def overview_report(title: str, survey: Survey, link: Link) -> str:
    """Return the overview as a page of its own, with links to the editions' pages."""
    return _page(title, _overview(title, survey, link))


def edition_report(name: str, found: Comparison, plates: Sequence[Plate], *, back: str) -> str:
    """Return the page of one edition."""
    parts = [f"<p><a href='{escape(back)}'>All editions</a></p>", _VIEWS, *edition(name, found, plates)]
    return _page(name, parts)


def anchor(name: str) -> str:
    """Return an edition's name as an id."""
    return "edition-" + "".join(sign if sign.isalnum() else "-" for sign in name)


def _page(title: str, parts: Iterable[str]) -> str:
    return whole(title, parts, style=style_of("compare", "report.css"))


_VIEWS = (
    "<div class='views'><span>Pages</span>"
    "<label><input type='radio' name='view' id='beside' checked> side by side</label>"
    "<label><input type='radio' name='view' id='over'> laid over each other: what is the same is white</label>"
    "<label><input type='checkbox' id='marks' checked> mark what differs</label></div>"
)


def _overview(title: str, survey: Survey, link: Link) -> Iterator[str]:
    yield f"<h1>{escape(title)}</h1>"
    yield "<ul class='totals'>"
    for verdict in VERDICTS:
        if count := survey.count(verdict):
            yield f"<li><b>{count:,}</b> {VERDICTS[verdict][count > 1]}</li>"
    yield "</ul>"
    if first := next((one.comparison for one in survey.pairings if one.comparison), None):
        yield f"<p class='soft'>{escape(how(first))}</p>"
    if survey.groups:
        yield "<h2>Why they differ</h2><p class='soft'>An edition may stand under several causes.</p>"
    for group in survey.groups:
        yield f"<details><summary><b>{len(group.names):,}</b> {escape(group.says)}</summary>"
        yield _names(group.names, link)
    for verdict in (Verdict.UNREAD, Verdict.GONE, Verdict.ADDED, Verdict.PAGES, Verdict.BYTES):
        some = [one for one in survey.pairings if one.verdict is verdict]
        if some:
            yield f"<details><summary><b>{len(some):,}</b> {VERDICTS[verdict][len(some) > 1]}</summary>"
            yield "<ul class='names'>"
            yield from (f"<li>{escape(one.name)}{_why(one)}</li>" for one in some)
            yield "</ul></details>"


def _names(names: Iterable[str], link: Link) -> str:
    items = (f"<li><a href='{escape(link(name))}'>{escape(name)}</a></li>" for name in names)
    return f"<ul class='names'>{''.join(items)}</ul></details>"


def _why(pairing: Pairing) -> str:
    if pairing.error:
        return f": {escape(pairing.error)}"
    facts = pairing.comparison.facts if pairing.comparison else ()
    return "".join(f" <small>{escape(f'{one.name}: {one.before} → {one.after}')}</small>" for one in facts)


def how(found: Comparison) -> str:
    """Return in words what was compared, and how exactly."""
    if found.dpi is None:
        return "Compared: text, outline, links, sizes and properties. Page pictures were not."
    passed = f"up to {found.tolerance} of 255 are passed over" if found.tolerance else "none is passed over"
    return (
        "Compared: text, outline, links, sizes, properties, and page pictures at "
        f"{found.dpi:g} pixels to the inch; of differences of a colour, {passed}."
    )


# --- one edition --------------------------------------------------------------------------------


def edition(name: str, found: Comparison, plates: Sequence[Plate]) -> Iterator[str]:
    """Yield the part of a report that shows one edition."""
    yield f"<article id='{anchor(name)}'><h2>{escape(name)}</h2>"
    yield f"<p>{escape('; '.join(map(says, found.causes)))}. {_counts(found)}</p>"
    yield from (f"<p class='soft'>{escape(note)}</p>" for note in found.notes)
    if found.moves:
        rows = (
            f"<tr><td>{escape(one.title)}<td class='page'>{span(one.before)}<td class='page'>{span(one.after)}</tr>"
            for one in found.moves
        )
        yield _table("What moved", ("Article", "Pages before", "Pages after"), rows)
    if found.changes:
        rows = (
            f"<tr><td class='page'>{one.page_before or '–'}<td class='page'>{one.page_after or '–'}"
            f"<td>{escape(one.article)}<td>{escape(one.lead)} <del>{escape(one.before)}</del> "
            f"<ins>{escape(one.after)}</ins> {escape(one.tail)}</tr>"
            for one in found.changes
        )
        yield _table("Words", ("Page before", "after", "Article", "Text"), rows)
    if found.shifts:
        rows = (
            f"<tr><td class='page'>{one.page_before}<td class='page'>{one.page_after}<td>{escape(one.article)}"
            f"<td>{escape(one.text)}</tr>"
            for one in found.shifts
        )
        yield _table("Words that stand elsewhere on their page", ("Page before", "after", "Article", "Text"), rows)
    for heading, facts in (
        ("Running heads", found.furniture),
        ("Links", found.links),
        ("Sizes", found.sizes),
        ("What the PDF says of itself", found.facts),
    ):
        if facts:
            yield _table(heading, ("", "Before", "After"), map(_fact, facts))
    if plates:
        left = len(found.looks) + len(found.gone) + len(found.added) - len(plates)
        more = f" <span class='soft'>{left} more pages differ, and are not shown</span>" if left else ""
        yield f"<h3>Pages</h3>{more}"
    for plate in plates:
        yield from _figure(plate)
    yield "</article>"


def _counts(found: Comparison) -> str:
    pages = f"{found.pages[0]} pages" if found.pages[0] == found.pages[1] else "{} → {} pages".format(*found.pages)
    said = [pages]
    if found.looks:
        said.append(f"{len(found.looks)} look otherwise")
    if found.references:
        said.append(f"{found.references} page numbers follow")
    if found.reflowed:
        said.append(f"{found.reflowed:,} words stand on another page than those around them")
    return f"<span class='soft'>{', '.join(said)}.</span>"


def span(pages: Span | None) -> str:
    """Return pages as an index has them: `4`, or `4–6`."""
    if pages is None:
        return "–"
    return str(pages[0]) if pages[0] == pages[1] else f"{pages[0]}–{pages[1]}"


def _fact(fact: Fact) -> str:
    return f"<tr><td>{escape(fact.name)}<td><del>{escape(fact.before)}</del><td><ins>{escape(fact.after)}</ins></tr>"


def _table(heading: str, columns: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f"<th scope='col'>{column}" for column in columns)
    return f"<h3>{heading}</h3><table><tr>{head}</tr>{''.join(rows)}</table>"


def _figure(plate: Plate) -> Iterator[str]:
    pair = plate.pair
    name = f"Page {pair.after or pair.before}"
    said = [name if pair.before == pair.after else f"Page {pair.before} → {pair.after}"]
    if pair.before is None or pair.after is None:
        said = [f"{name} is {'gone' if pair.after is None else 'new'}"]
    else:
        said.append(f"{pair.share:.3%} of it differs, by up to {pair.largest} of 255")
        said += ["its words, too"] if pair.words else []
        said += ["in its running head only"] if pair.furniture else []
    yield f"<figure class='plate'><figcaption>{escape('; '.join(said))}</figcaption>"
    yield f"<div class='pair{' both' if plate.before and plate.after else ''}'>"
    for when, picture in (("before", plate.before), ("after", plate.after)):
        if picture is None:
            yield f"<div class='page nothing'>no such page {when}</div>"
            continue
        yield f"<div class='page'>{image(picture, alt=f'{name}, {when}')}"
        for area in pair.areas:
            sides = (
                area.x / plate.size[0],
                area.y / plate.size[1],
                area.width / plate.size[0],
                area.height / plate.size[1],
            )
            yield "<i class='mark' style='left:{:.2%};top:{:.2%};width:{:.2%};height:{:.2%}'></i>".format(*sides)
        yield "</div>"
    yield "</div></figure>"
