"""Classes: what Markdown only hints at, told to the layouts in classes, levels and breaks.

In: the tokens of a body.  Out: the same, its headings below the headline, its
labelled and brief paragraphs marked, the lines of its verse ended where they
are written.
"""

import itertools
import re

from markdown_it.token import Token

from coranto.issue import figures

BRIEF = 90
"""Letters of a paragraph that may have but one line."""
_HEADINGS = ("h4", "h5", "h6")
_ALIGN = re.compile(r"text-align:(left|center|right)")


def set_headings(tokens: list[Token]) -> int:
    """Let the headings of the body begin below the headline (h3), and skip no level; return their number."""
    levels = sorted({token.tag for token in tokens if token.type == "heading_open"})
    count = 0
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(4 + levels.index(token.tag), 6)}"
            count += token.nesting == 1
    return count


def set_labels(tokens: list[Token]) -> None:
    """Mark the paragraphs that open with bold and a colon, as in `**The facts:** …`."""
    for opening, inline in itertools.pairwise(tokens):
        if opening.type == "paragraph_open" and (label := _label(inline)):
            opening.attrs["class"], label.attrs["class"] = "labelled", "label"


def _label(inline: Token) -> Token | None:
    """Return the token that opens a label, if the paragraph has one."""
    match figures.said(inline):
        case [Token(type="strong_open") as opening, Token(type="text") as label, Token(type="strong_close"), *rest]:
            after = rest[0].content if rest else ""
            return opening if label.content.rstrip().endswith((":", "：")) or after.startswith((":", "：")) else None
    return None


def set_brief(tokens: list[Token]) -> None:
    """Mark a paragraph of a line below a heading that goes on in another: it must not part from what follows."""
    blocks = [
        (at, token)
        for at, token in enumerate(tokens)
        if token.level == 0 and token.nesting >= 0 and token.type != "inline"
    ]
    for (_, heading), (at, paragraph), (_, following) in zip(blocks, blocks[1:], blocks[2:], strict=False):
        opens = (heading.type, paragraph.type) == ("heading_open", "paragraph_open")
        is_brief = opens and len(tokens[at + 1].content) <= BRIEF and "class" not in paragraph.attrs
        if is_brief and following.tag not in _HEADINGS:
            paragraph.attrs["class"] = "brief"


def set_verse(tokens: list[Token]) -> None:
    """Let the lines of verse end where they are written."""
    within = False
    for token in tokens:
        if token.type.startswith("container_verse"):
            within = token.nesting == 1
        for child in token.children or () if within else ():
            if child.type == "softbreak":
                child.type, child.tag = "hardbreak", "br"


def set_style(token: Token) -> None:
    """Put the little that Markdown says of looks into a class or a counter."""
    if style := _ALIGN.fullmatch(str(token.attrs.pop("style", ""))):
        token.attrs["class"] = f"align-{style[1]}"
    if token.type == "ordered_list_open" and (start := token.attrs.pop("start", None)):
        # The engine takes no notice of `start` (WeasyPrint 70, without presentational hints).
        token.attrs["style"] = f"counter-reset: list-item {int(start) - 1}"
