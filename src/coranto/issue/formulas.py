"""Formulas: LaTeX as drawings that stand on the line and take the text's colour.

In: a span of code between dollars, which is a formula in a line, or a fence
whose language is `math`, which is one by itself; both as GitHub writes them
(https://docs.github.com/get-started/writing-on-github), since neither can be
mistaken for money.  Out: SVG of paths in the font's em, with the LaTeX as its
title, for WeasyPrint 70 draws no MathML; or what is wrong with it.  Fonts of
the page have no part in it: the signs are STIX Two Math's, which ziamath brings.
"""

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element, ParseError, fromstring

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

LENGTH_LIMIT = 1_000
"""Letters of the longest formula."""
WORK_LIMIT = 6_000
"""Steps of the drawing: ziamath 0.13 takes the time of two for each row that stands within another."""
EM_LIMIT = 80
"""Width and height of the largest formula, in em."""

_ABOVE, _BELOW, _OVERLAP = 0.9, 0.35, 0.3
"""Of a line of text, in em: what stands above and below its baseline, and how much more may."""

_OPENING = re.compile(r"\$(`+)(?!`)")
_SIZE = 1_000.0
_NOT_OURS = re.compile(
    r"\\(href|color|textcolor|colorbox|fcolorbox|hspace|vspace|hskip|rule|tag|def|newcommand|newenvironment|style|class|"
    r"label|ref|eqref|DeclareMathOperator|mathchoice|includegraphics|require|unicode|bbox)(?![A-Za-z])"
)


class FormulaError(ValueError):
    """What is wrong with a formula, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def formula_plugin(parser: MarkdownIt) -> None:
    """Let the parser know a formula in a line: a span of code between dollars."""
    parser.inline.ruler.before("escape", "formula", _read_inline)


def _read_inline(state: StateInline, silent: bool) -> bool:
    opening = _OPENING.match(state.src, state.pos)
    if not opening:
        return False
    closing = opening[1] + "$"
    end = state.src.find(closing, opening.end(), state.posMax)
    if end < 0:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content, token.markup = state.src[opening.end() : end].strip(), opening[0]
    state.pos = end + len(closing)
    return True


def draw_formula(token: Token) -> None:
    """Put the drawing of a formula beside its source.

    Raises:
        FormulaError: it can't be drawn.

    """
    displayed = token.type == "fence"
    token.meta["drawing"] = _draw(token.content.strip(), displayed=displayed)
    token.type = "displayed_formula" if displayed else "formula"


@lru_cache(maxsize=1024)
def _draw(source: str, *, displayed: bool) -> str:
    _vet_source(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ziamath 0.13 finds its font in a way that Python deprecates
        from ziamath.config import config
        from ziamath.tex import tex2mml
        from ziamath.zmath import Math

    config.svg2 = False  # paths where they stand: `use` would need ids, which must be the document's own
    config.precision = 2
    try:
        tree = fromstring(tex2mml(source, inline=not displayed))  # noqa: S314 - of our own library
        _vet_tree(tree)
        drawing = Math(tree, size=_SIZE, margin=0)
        shape, (width, height), foot = drawing.svgxml(), drawing.getsize(), drawing.getyofst()
    except FormulaError:
        raise
    except ParseError:
        raise FormulaError(
            "puts a sign where it means nothing", "write & within an environment only, else \\&"
        ) from None
    except Exception as error:  # noqa: BLE001 - the library raises whatever it likes at LaTeX that is none
        raise FormulaError(_reason(error), "look at its braces, and at what stands behind each command") from None
    if not (0 < width <= EM_LIMIT * _SIZE and 0 < height <= EM_LIMIT * _SIZE):
        raise FormulaError("has no size that can be set", f"keep it under {EM_LIMIT} em, or break it into two")
    return _svg(source, shape, width, height, foot)


def _svg(source: str, shape: Element, width: float, height: float, foot: float) -> str:
    tall, below = height / _SIZE, -foot / _SIZE
    # What stands out of the line a little overlaps its neighbours' white, and so leaves the lines on their grid.
    up, down = (min(max(part, 0), _OVERLAP) for part in (tall - below - _ABOVE, below - _BELOW))
    sides = (
        f"width:{width / _SIZE:.3f}em;height:{tall:.3f}em;"
        f"margin:{-up:.3f}em 0 {-down:.3f}em;vertical-align:{down - below:.3f}em"
    )
    parts = "".join(_parts(shape))
    return (
        f'<svg class="formula" viewBox="{shape.get("viewBox")}" style="{sides}" fill="currentColor">'
        f"<title>{escapeHtml(source)}</title>{parts}</svg>"
    )


def _parts(shape: Element) -> Iterator[str]:
    """Yield the drawing's parts without colours: each takes the text's."""
    for part in shape.iter():
        if part.tag in ("path", "rect", "line"):
            kept = {key: value for key, value in part.items() if key not in ("fill", "stroke")}
            if part.get("stroke") not in (None, "none"):
                kept["stroke"] = "currentColor"
            if part.get("fill") == "none":
                kept["fill"] = "none"
            attributes = " ".join(f'{key}="{escapeHtml(value)}"' for key, value in kept.items())
            yield f"<{part.tag} {attributes}/>"


def _vet_source(source: str) -> None:
    if not source:
        raise FormulaError("is empty", "write it between the dollars, or take them out")
    if len(source) > LENGTH_LIMIT:
        raise FormulaError(f"has {len(source):,} letters, the limit is {LENGTH_LIMIT:,}", "break it into several")
    if other := _NOT_OURS.search(source):
        raise FormulaError(f"asks for `{other[0]}`, which is not set", "take it out")
    depth = 0
    for brace in re.findall(r"\\.|[{}]", source, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            break
    if depth:
        raise FormulaError(
            "has a brace without its partner", "close each { with a }, and write \\{ for the sign itself"
        )


def _vet_tree(tree: Element) -> None:
    from ziamath.zmath import loadedfonts

    font = loadedfonts["default"]
    for element in tree.iter():
        text = (element.text or "").strip()
        if text.startswith("\\") and len(text) > 1:
            raise FormulaError(f"has the command `{text}`, which is none", "look at how LaTeX spells it")
        for sign in text:
            if not sign.isspace() and not _invisible(sign) and font.glyphindex(sign) == 0:
                hint = "write it into the text, or otherwise"
                raise FormulaError(f"has the character {sign} (U+{ord(sign):04X}), which its font hasn't got", hint)
    if _work(tree, 1) > WORK_LIMIT:
        raise FormulaError("has too many parts within each other", "break it into several")


def _invisible(sign: str) -> bool:
    return sign in "\u2061\u2062\u2063\u2064\u200b"


def _work(element: Element, cost: int) -> int:
    deeper = cost * 2 if element.tag.rpartition("}")[2] in ("math", "mrow", "mtd", "mtr", "mstyle", "msqrt") else cost
    total = cost
    for child in element:
        total += _work(child, deeper) if total <= WORK_LIMIT else 0
    return total


def _reason(error: Exception) -> str:
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(error).__name__.removesuffix("Error")).lower()
    known = {
        "no available tokens": "ends before it is complete",
        "extra left or missing right": "has a \\left without its \\right, or the other way round",
        "missing super script or subscript": "has nothing behind a ^ or a _",
        "double superscripts": "has two superscripts at one sign",
        "double subscripts": "has two subscripts at one sign",
        "missing end": "has a \\begin without its \\end",
        "denominator not found": "has a fraction without a denominator",
        "numerator not found": "has a fraction without a numerator",
    }
    return known.get(words, "is not LaTeX that can be read")
