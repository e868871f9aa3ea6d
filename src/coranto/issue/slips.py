"""Slips: what was meant as Markdown and is set as it stands.

In: the tokens of a body, or a data file.  Out: queries, each with its place.
CommonMark never refuses a text; a mark that it doesn't understand is printed.
It may be meant so, so none holds the press.  Code is left alone, and what a
backslash stands before.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from coranto.findings import Finding, query
from coranto.issue.bodytext import BodyText
from coranto.issue.datafile import Sheet, Value


class _Slip(NamedTuple):
    """A pattern in set text, what to say of it, and what to do."""

    pattern: re.Pattern[str]
    message: str
    hint: str


_SLIPS = (
    _Slip(re.compile(r"^#{2,6}[^\s#].*", re.MULTILINE), "`{}` is no heading", "put a blank behind the #"),
    _Slip(re.compile(r"\A#[A-ZÀ-Þ][^.\n#]{0,80}\Z"), "`{}` is no heading", "put a blank behind the #"),
    _Slip(
        re.compile(r"!?\[[^\]\n]*\]\((?=[^)\n\"']*[./#])(?=[^)\n\"']*[^)\n\"'\s]\s+[^)\n\"'\s])[^)\n\"']+\)"),
        "`{}` is no link, since its address has a blank in it",
        "put the address between < and >, or name the file without blanks",
    ),
    _Slip(
        re.compile(r"!?\[[^\]\n]+\][ \t]+\((?:https?://|[\w/-]+\.(?:md|png|jpe?g|svg|webp)\b)[^)\s]*\)?"),
        "`{}` is no link, since a blank stands before its address",
        "take the blank out",
    ),
    _Slip(re.compile(r"!?\[[^\]\n]+\]\(https?://\S*"), "`{}` is no link", "close it with )"),
    _Slip(
        re.compile(r"^\{[^{}\n]*[=#][^{}\n]*\}?\s*$", re.MULTILINE), "`{}` names no attributes", 'write {{name="…"}}'
    ),
    _Slip(re.compile(r"^:{1,2}[ \t]*(?:box|pull|verse)\b.*", re.MULTILINE), "`{}` begins no box", "write three colons"),
    _Slip(re.compile(r"^::[ \t]*\w+$", re.MULTILINE), "`{}` begins no box", "write three colons"),
    _Slip(re.compile(r"(?<=.):::.*", re.DOTALL), "`{}` begins or ends no box", "give it a line of its own, and a name"),
)
_MARK = re.compile(r"[#\[{]|:::|^:", re.MULTILINE)
"""A sign that each slip has."""
_BOLD = re.compile(r"\*\*+")
_LONE = re.compile(r"(?<![\s*\d(])\*(?=\s|\Z|[.,;:!?])|(?:(?<=\s)|\A)\*(?=\w)")
_ESCAPED = re.compile(r"\\\*|&ast;|&#42;|&#x2a;", re.IGNORECASE)
_IN_DATA = re.compile(
    r"\*\*[^\s*](?:[^*]*[^\s*])?\*\*|(?<![\w*])\*[^\s*](?:[^*]*[^\s*])?\*(?![\w*])|\[[^\]]+\]\([^)\s]+\)|`[^`]+`"
)
_UNSET = {"url", "file", "alt", "email"}


def find_slips(tokens: Sequence[Token], text: BodyText) -> Iterator[Finding]:
    """Yield a query for each mark of Markdown in a body that is none."""
    for at, token in enumerate(tokens):
        if token.type == "ordered_list_open":
            yield from _lone_item(tokens, at, text)
        elif token.type == "inline" and token.map:
            yield from _in_text(token, text)


def _in_text(inline: Token, text: BodyText) -> Iterator[Finding]:
    said = _set_text(inline)
    told: list[tuple[int, int]] = []
    for slip in _SLIPS if _MARK.search(said) else ():
        for match in slip.pattern.finditer(said):
            if not any(start < match.end() and match.start() < end for start, end in told):
                told.append(match.span())
                yield _query(slip.message.format(_short(match[0])), slip.hint, match[0], inline, text)
    if said.count("*") > len(_ESCAPED.findall(inline.content)):
        for match in [*_BOLD.finditer(said), *_LONE.finditer(said)]:
            word = said[max(0, match.start() - 1) : match.end() + 12].split("\n")[0].strip()
            what = f"`{match[0]}` at `{_short(word)}` has no partner, and is printed"
            yield _query(what, "close it, or write \\* for the sign itself", word, inline, text)


def _set_text(inline: Token) -> str:
    """Return the text that is set, a line a row; what is no text stands as a sign of its own."""
    return "".join(
        child.content if child.type == "text" else "\n" if child.type in ("softbreak", "hardbreak") else "\ufffc"
        for child in inline.children or ()
        if child.type != "html_inline"
    )


def _lone_item(tokens: Sequence[Token], at: int, text: BodyText) -> Iterator[Finding]:
    """A list of one numbered item is most often a date, or a year with a full stop."""
    opening = tokens[at]
    level = opening.level
    items = 0
    for token in tokens[at + 1 :]:
        if token.level == level:
            break
        items += token.type == "list_item_open" and token.level == level + 1
    if items == 1 and level == 0 and opening.map:
        row = text.rows[opening.map[0]].strip()
        what = f"`{_short(row)}` is set as a list of one item"
        hint = "write a backslash before the full stop if it is none"
        yield query("copy.slip", what, hint=hint, place=text.place_of(opening))


def _query(message: str, hint: str, needle: str, inline: Token, text: BodyText) -> Finding:
    start = needle.strip("\ufffc").split("\ufffc")[0]
    return query("copy.slip", message, hint=hint, place=text.locate(start, inline.map))


def slips_in_data(sheet: Sheet) -> Iterator[Finding]:
    """Yield a query for each text of a data file, or of front matter, that has Markdown in it: it is set as written."""

    def walk(value: Value, path: tuple[str | int, ...]) -> Iterator[Finding]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key not in _UNSET:
                    yield from walk(inner, (*path, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from walk(inner, (*path, index))
        elif isinstance(value, str) and (match := _IN_DATA.search(value)):
            what = f"`{_short(match[0])}` is Markdown, which is set as it stands here"
            yield query("copy.slip", what, hint="take the marks out", place=sheet.place(path))

    yield from walk(sheet.data, ())


def _short(text: str) -> str:
    flat = " ".join(text.replace("\ufffc", "…").split())
    longest = 40
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"
