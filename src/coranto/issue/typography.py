"""Typography: what is typed plainly, set with the marks of its language.

In: the inline tokens of a body, or a plain text of a data file.  Out: the same
with the language's quotation marks for `"…"` and `'…'`, its dashes for `--`
and `---`, its ellipsis for `...`, and spaces that don't break where they must
not.  What is typographic already stays as typed, and so do code, addresses,
and signs behind a backslash.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token

from coranto.issue.datafile import Sheet, Value

_THIN, _FIRM, _FIRM_HYPHEN, _OPAQUE = "\u202f", "\u00a0", "\u2011", "\ufffc"

QUOTES: dict[str, Sequence[str]] = {
    "ar": "«»“”", "cs": "„“‚‘", "da": "»«›‹", "de": "„“‚‘", "de-CH": "«»‹›", "el": "«»“”", "es": "«»“”",
    "fa": "«»‹›", "fi": "””’’", "fr": (f"«{_THIN}", f"{_THIN}»", "“", "”"), "he": "””’’", "hu": "„”»«",
    "it": "«»“”", "ja": "「」『』", "nb": "«»‘’", "nn": "«»‘’", "pl": "„”«»", "pt-PT": "«»“”", "ro": "„”«»",
    "ru": "«»„“", "sk": "„“‚‘", "sl": "„“‚‘", "sv": "””’’", "uk": "«»„“", "ur": "”“’‘", "zh-Hant": "「」『』",
    "zh-HK": "「」『』", "zh-TW": "「」『』",
}  # fmt: skip
"""Opening and closing marks, then those within them, where they are not the English ones (CLDR, delimiters)."""

_WIDE = ("ja", "zh")
_TYPED = re.compile(r"""['"]|--|\.\.\.|[«»;:!?]|\d |\. |\w-\w""")
_SET = re.compile(r"""'|--|\.\.\.|\d |\. |\w-\w""")
"""What is set otherwise in any language, but for quotation marks."""
_UNSPACED = re.compile("[!-~]+")
_ADDRESS = re.compile(r"://|@|(?<![!-~])www\.")
_DASH = re.compile(r"(?<!-)(---?)(?!-)")
_APOSTROPHE = re.compile(r"'(?=[^\W_])|(?<=[^\W\d_])'")
_ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_UNIT = re.compile(
    r"(?<=\d) (?=(?:[kcm]?m|km|[km]?g|[mh]?l|t|h|min|s|pt|px|kB|MB|GB|dpi|%|‰|°C?|€|£|\$|Kč|zł|CHF|EUR|USD)(?!\w))"
)
_SCRAP = re.compile(
    r"(?<![\w\u0300-\u036f-])(?:[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]|[A-Z]{2})-(?=\w)"
    r"|(?<=[^\W\d_])-(?=\d)"
)
"""A hyphen at which no line may end: behind a letter or two, as in e-mail, or before a number, as in CC-BY-4.0."""
_ABBREVIATED = re.compile(r"\b(No|Nr|Vol|Bd|Fig|pp|p|S|s|n|č)\. (?=\d)", re.IGNORECASE)
_INITIAL = re.compile(r"\b([^\W\d_]\.) (?=[^\W\d_]\.)|\b([A-ZÀ-ÞŁŠŽČŘ]\.) (?=[A-ZÀ-ÞŁŠŽČŘ]\w)")
_FRENCH = ((re.compile(r"(?<=[\w)\]»”’%…]) ?(?=[;!?]+(?:[\s»”)\]\ufffc]|$))"), _THIN),
           (re.compile(r"(?<=[\w)\]»”’%…]) ?(?=:(?:[\s\ufffc]|$))"), _FIRM),
           (re.compile(r"(?<=«) ?(?=\S)|(?<=[^\s\u00a0\u202f]) ?(?=»)"), _THIN))  # fmt: skip
_FIRM_BEFORE = f"{_THIN}{_FIRM}"
QUOTE_LIMIT = 500
"""Straight quotes of a paragraph; beyond, it is no prose, and to pair them would take the square of the time."""
_NOT_PROSE = {
    "kind",
    "language",
    "layout",
    "options",
    "articles",
    "file",
    "url",
    "email",
    "phone",
    "isbn",
    "issn",
    "doi",
    "id",
    "licence",
    "house_style",
}


def quotes(language: str) -> Sequence[str]:
    """Return the quotation marks of a language: opening, closing, and those within them."""
    return QUOTES.get(language) or QUOTES.get(language.partition("-")[0]) or "“”‘’"


def set_body(state: StateCore) -> None:
    """Set the text of a body: a rule for markdown-it's core, which finds the language in `env`."""
    languages: list[str] = [state.env["language"]]
    for token in state.tokens:
        if token.nesting == 1:
            languages.append(str(token.attrs.get("lang", languages[-1])))
        language = str(token.attrs.get("lang", languages[-1]))
        if token.type == "inline":
            _set_inline(token.children or [], language)
        elif token.type.startswith("container_"):
            token.info = set_plain(token.info, language)
        if "caption" in token.attrs:
            token.attrs["caption"] = set_plain(str(token.attrs["caption"]), language)
        if token.nesting == -1:
            languages.pop()


def set_plain(text: str, language: str) -> str:
    """Return a plain text with the marks of its language."""
    if not _TYPED.search(text):
        return text
    token = Token("text", "", 0, content=text)
    _set_run([token], language)
    return token.content


def set_sheet(sheet: Sheet, language: str) -> Sheet:
    """Return a data file with its prose set in its own language, else in `language`."""
    own = sheet.data.get("language")
    data = {
        name: _set_value(name, value, own if isinstance(own, str) else language) for name, value in sheet.data.items()
    }
    return replace(sheet, data=data)


def _set_value(name: str, value: Value, language: str) -> Value:
    if name in _NOT_PROSE:
        return value
    if isinstance(value, str):
        return set_plain(value, language)
    if isinstance(value, list):
        return [_set_value(name, item, language) for item in value]
    if isinstance(value, dict):
        return {key: _set_value(key, item, language) for key, item in value.items()}
    return value


def _set_inline(tokens: list[Token], language: str) -> None:
    """Set a block's text; a passage in another language is a run of its own, and a single sign to its surroundings."""
    run: list[Token] = []
    outer: list[tuple[list[Token], str, int]] = []
    for token in tokens:
        if token.nesting == 1 and "lang" in token.attrs:
            outer.append((run, language, token.level))
            run, language = [], str(token.attrs["lang"])
        elif token.nesting == -1 and outer and token.level == outer[-1][2]:
            _set_run(run, language)
            passage = Token("passage", "", 0, content="".join(one.content for one in run))
            run, language, _ = outer.pop()
            run.append(passage)
        else:
            run.append(token)
    _set_run(run, language)


def _set_run(tokens: list[Token], language: str) -> None:
    for token in tokens:
        if token.type == "image":
            for name in ("title", "credit", "licence"):
                if name in token.attrs:
                    token.attrs[name] = set_plain(str(token.attrs[name]), language)
    said = "".join([token.content for token in tokens])
    if not _TYPED.search(said):
        return
    if 0 < said.count("'") + said.count('"') <= QUOTE_LIMIT:
        marks = quotes(language)
        if language.startswith(_WIDE):
            _quote_wide(tokens, marks)
        process_inlines(tokens, SimpleNamespace(md=SimpleNamespace(options=SimpleNamespace(quotes=marks))))  # type: ignore[arg-type]
    shown = [token for token in tokens if token.nesting == 0]
    linked = {id(token) for opening, token in pairwise(tokens) if opening.markup == "autolink"}
    ends = ["", *(token.content[-1:] or _OPAQUE for token in shown)]
    beginnings = [*(token.content[:1] or _OPAQUE for token in shown[1:]), ""]
    for token, before, after in zip(shown, ends, beginnings, strict=False):
        if token.type == "text" and id(token) not in linked:
            token.content = _set_text(token.content, before, after, language)


def _quote_wide(tokens: list[Token], marks: Sequence[str]) -> None:
    """Set quotation marks that stand between characters without a space: they open and close by turns."""
    for typed, pair in (('"', marks[:2]), ("'", marks[2:])):
        count = 0
        for token in tokens:
            if token.type == "text":
                parts = re.split(rf"(?<![A-Za-z]){typed}|{typed}(?![A-Za-z])", token.content)
                content = parts[0]
                for part in parts[1:]:
                    content += pair[count % 2] + part
                    count += 1
                token.content = content


def _set_text(text: str, before: str, after: str, language: str) -> str:
    """Set a text between the signs `before` and `after`, but for the web and mail addresses in it."""
    parts, at = [], 0
    addresses = _UNSPACED.finditer(text) if _ADDRESS.search(text) else ()
    for address in (match for match in addresses if _ADDRESS.search(match[0])):
        parts += [_set_part(text[at : address.start()], before, _OPAQUE, language), address[0]]
        at, before = address.end(), address[0][-1]
    return "".join([*parts, _set_part(text[at:], before, after, language)])


def _set_part(text: str, before: str, after: str, language: str) -> str:
    """Set a text between the signs `before` and `after`."""
    wide, french = language.startswith(_WIDE), language.partition("-")[0] == "fr"
    left, right = _edge(before), _edge(after)
    whole = f"{left}{text}{right}"
    if not french and not _SET.search(whole):
        return text
    if "'" in whole:
        whole = _APOSTROPHE.sub("’", whole)
    if "..." in whole:
        whole = _ELLIPSIS.sub("……" if wide else "…", whole)
    if "--" in whole:
        whole = _DASH.sub(lambda match: _dash(match, wide=wide), whole)
    if not wide:
        for pattern in (_UNIT, _ABBREVIATED, _INITIAL) if ". " in whole else (_UNIT,):
            whole = pattern.sub(lambda match: match[0].replace(" ", _FIRM), whole)
        if "-" in whole:
            whole = _SCRAP.sub(lambda match: match[0].replace("-", _FIRM_HYPHEN), whole)
    if french:
        for pattern, space in _FRENCH:
            end = len(whole) - len(right)  # a space between two runs belongs to the second
            whole = pattern.sub(lambda match: "" if right and match.start() == end else space, whole)  # noqa: B023
    return whole[len(left) : len(whole) - len(right)]


def _edge(sign: str) -> str:
    """Return a neighbour of a text as its patterns may see it: none that could become one sign with the text's own."""
    if sign in ("-", "."):
        return _OPAQUE
    return sign if sign.strip() else "\n" * bool(sign)


def _dash(match: re.Match[str], *, wide: bool) -> str:
    """Return a dash for hyphens, but for those that only a word's beginning touches: they are an option's."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(start - 1, 0) : start].strip(), text[end : end + 1].strip()
    if after and not before and not wide:
        return match[1]
    if match[1] == "--":
        return "–"
    return "——" if wide else "—"
