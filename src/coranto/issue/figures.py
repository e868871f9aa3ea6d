"""Figures: pictures, charts and formulas of a body, which stand apart from its text or in its line.

In: the tokens of a body.  Out: tokens that render as figures, and the faults:
a picture that stands amid text, one without an alt text, a formula that can't
be drawn.
"""

from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from coranto.findings import Finding, Place, stop
from coranto.issue.bodytext import BodyText
from coranto.issue.charts import Chart, read_chart
from coranto.issue.formulas import FormulaError, draw_formula
from coranto.issue.vetting import PLATES, own_id

FORMULA_FENCE, CHART_FENCE = "math", "chart"
"""The languages of a fence that holds a formula, or a chart's numbers."""


def set_pictures(tokens: list[Token], text: BodyText, name: Callable[[Token], None]) -> list[Finding]:
    """Make a figure of each paragraph that holds a picture and nothing else; `name` gives a block its id."""
    faults: list[Finding] = []
    for at, inline in reversed(list(enumerate(tokens))):
        image = next((child for child in inline.children or () if child.type == "image"), None)
        if image is None:
            continue
        place, around = text.locate("![", inline.map), tokens[at - 1]
        if around.type != "paragraph_open" or len(said(inline)) > 1:
            what, hint = "a picture stands in a paragraph of its own", "put an empty line before and after it"
            faults.append(stop("copy.picture", what, hint=hint, place=place))
        if around.level and image.attrs.get("width") in PLATES:
            what = "a picture with a page of its own stands within something else"
            hint = "take it out of the box, the list or the quote"
            faults.append(stop("copy.picture", what, hint=hint, place=place))
        alt = "".join(child.content for child in image.children or ()).strip()
        if not alt:
            what = f"the picture `{image.attrs['src']}` has no alt text"
            faults.append(
                stop("copy.picture", what, hint="say between the brackets what it shows: ![…](…)", place=place)
            )
        if "id" not in around.attrs:  # a paragraph of a tight list has none
            name(around)
        named = {"id": around.attrs.get("id", "")}
        figure = Token("html_block", "", 0, map=inline.map, level=around.level, attrs=named)
        figure.content = _picture_html(figure, image, alt)
        tokens[at - 1 : at + 2] = [figure]
    return faults


def said(inline: Token) -> list[Token]:
    """Return the inline tokens but empty text."""
    return [child for child in inline.children or () if child.content or child.type != "text"]


def set_formula(token: Token, block: Token, text: BodyText) -> Iterator[Finding]:
    """Draw the formula that a token holds, if it holds one; yield the fault that keeps it from being drawn."""
    if token.type != "formula" and not (token.type == "fence" and token.info.strip() == FORMULA_FENCE):
        return
    try:
        draw_formula(token)
    except FormulaError as fault:
        place = (
            text.locate(f"{token.markup}{token.content}", block.map)
            if token.type == "formula"
            else text.place_of(token)
        )
        source = " ".join(token.content.split())
        shown = source if len(source) <= 40 else f"{source[:37]}…"  # noqa: PLR2004
        yield stop("copy.formula", f"the formula `{shown}` {fault.message}", hint=fault.hint, place=place)


def number_formulas(tokens: Iterable[Token], slug: str) -> dict[str, int]:
    """Number the formulas of an article that have a name of their own; return their numbers by id."""
    named = [token for token in tokens if token.type == "fence" and token.info.strip() == FORMULA_FENCE and token.attrs]
    numbers: dict[str, int] = {}
    for token in named:
        if name := token.attrs.get("id"):
            token.meta["number"] = numbers.setdefault(own_id(slug, str(name)), len(numbers) + 1)
    return numbers


def refer_to_formulas(inline: Token, numbers: dict[str, int], slug: str, text: BodyText) -> Iterator[Finding]:
    """Set a link without words as the number of the formula that it leads to; yield a fault if it leads elsewhere."""
    children = inline.children or []
    if "[]" not in inline.content:
        return
    for at in range(len(children) - 1, 0, -1):
        opening, closing = children[at - 1 : at + 1]
        if (opening.type, closing.type) != ("link_open", "link_close"):
            continue
        address = str(opening.attrs["href"])
        number = numbers.get(own_id(slug, address[1:])) if address.startswith("#") else None
        if number is None:
            hint = "write them between the brackets; only a link to a formula with an id may have none"
            place = text.locate(address, inline.map)
            yield stop("copy.link", f"the link to `{address}` has no words", hint=hint, place=place)
            continue
        opening.attrs["class"] = "formula-number"
        children.insert(at, Token("text", "", 0, content=f"({number})", level=opening.level + 1))


def set_chart(token: Token, text: BodyText) -> tuple[Chart | None, dict[str, Place], list[Finding]]:
    """Return the chart that a token holds, the place of each of its values by id, and the faults."""
    if token.type != "fence" or token.info.strip() != CHART_FENCE or not token.map:
        return None, {}, []
    if token.level:
        what, hint = "a chart stands within something else", "take it out of the box, the list or the quote"
        return None, {}, [stop("copy.chart", what, hint=hint, place=text.place_of(token))]
    chart, sheet, faults = read_chart(token.content, text.path, line=text.line + token.map[0] + 1)
    stem = str(token.attrs.get("id", ""))
    places = {".".join([stem, *map(str, path)]): place for path, place in sheet.values.items() if path}
    return chart, places, faults


def _render_formula(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    del renderer, options, env
    return str(tokens[index].meta["drawing"])


def _render_displayed_formula(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    del renderer, options, env
    token = tokens[index]
    drawing = str(token.meta["drawing"])
    tall = drawing.partition("height:")[2].partition(";")[0]
    number = f'<span class="formula-number">({token.meta["number"]})</span>' if "number" in token.meta else ""
    name = escapeHtml(str(token.attrs["id"]))
    return f'<div class="formula" id="{name}" style="--tall:{tall}">{drawing}{number}</div>\n'


def _picture_html(figure: Token, image: Token, alt: str) -> str:
    caption, credit, licence = (escapeHtml(str(image.attrs.get(name, ""))) for name in ("title", "credit", "licence"))
    about = ", ".join(part for part in (credit, licence) if part)
    parts = [
        f'<span class="{name}">{words}</span>' for name, words in (("caption", caption), ("credit", about)) if words
    ]
    note = f"<figcaption>{' '.join(parts)}</figcaption>" if parts else ""
    identity, source = escapeHtml(str(figure.attrs["id"])), escapeHtml(str(image.attrs["src"]))
    width = str(image.attrs.get("width", "column"))
    look = f"plate {width}" if width in PLATES else width
    wide = f' class="{look}"' if look != "column" else ""
    return f'<figure id="{identity}"{wide}><img src="{source}" alt="{escapeHtml(alt)}">{note}</figure>\n'


RULES = {"formula": _render_formula, "displayed_formula": _render_displayed_formula}
"""Render rules for markdown-it."""
