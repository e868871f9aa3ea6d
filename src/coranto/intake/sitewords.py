"""The words of Markdown by their lines: what its marks leave, found without a parser.

In: a site's Markdown, its Liquid filled in.  Out: what the count of an import
goes by.
"""

import re

from coranto.intake.stream import Reading
from coranto.intake.tracked import Tracked


def count(body: Tracked, reading: Reading) -> None:
    """Note the words of the text by their lines: what its marks leave."""
    text = body.text
    for pattern, becomes in _UNCOUNTED:
        text = pattern.sub(lambda match: becomes + "\n" * match[0].count("\n"), text)  # noqa: B023 - called at once
    text = text.replace("`", "")
    text = _ANY_TAG.sub(lambda match: _gap(match[0]) + "\n" * match[0].count("\n"), text)
    for line, row in zip(body.lines, text.split("\n"), strict=True):
        if row.strip():
            reading.lines[line] = f"{reading.lines[line]} {row}" if line in reading.lines else row


_UNCOUNTED = (
    (re.compile(r"(?s)<!--.*?-->"), ""),
    (re.compile(r"(?m)^[ >]*(?:```+|~~~+)[^\n]*$"), ""),
    (re.compile(r"(?m)^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S.*$"), ""),
    (
        re.compile(
            r"\[\^[^\]]+\]:?|\{:[^}\n]*\}|\{#[^}\n]*\}|(?<=\])\{[^}\n]*\}|(?m:^:::[ ]*\w*)|(?m:^[ >]*\d+[.)][ ])"
        ),
        " ",
    ),
    (re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])|\{\{[<%].*?[>%]\}\}"), " "),
    (re.compile(r"(?<=\])(?:\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\))"), ""),
)
"""What the words of Markdown stand between: comments, fences, definitions, marks of notes, addresses."""
_ANY_TAG = re.compile(r"</?(?:[a-z]+|h[1-6])(?:\s[^<>\n]*)?/?>", re.IGNORECASE)
_TAGS = {
    "a", "abbr", "article", "aside", "audio", "b", "big", "blockquote", "br", "center", "cite", "code", "dd", "del",
    "details", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "i", "iframe", "img", "ins", "kbd", "li", "mark", "nav", "ol", "p", "pre", "q", "s", "samp",
    "section", "small", "source", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th",
    "thead", "tr", "tt", "u", "ul", "var", "video",
}  # fmt: skip
_JOINING = {
    "a",
    "b",
    "code",
    "em",
    "i",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "small",
    "del",
    "font",
    "kbd",
    "mark",
    "abbr",
}


def _gap(tag: str) -> str:
    name = re.sub(r"[</>]", " ", tag).split()[0].lower()
    if name not in _TAGS:
        return tag
    return "" if name in _JOINING else " "
