"""Dialects: what only kramdown, Hugo and HTML in Markdown know becomes our Markdown.

In: a site's Markdown, its code put away.  Out: the same words in our dialect:
classes gone, ids kept, side boxes for the `<div>` that the recipe names, tags
that are none with a backslash before them.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

import lxml.etree
import lxml.html

from coranto.intake.inlinetext import Surroundings, inline, tag_of, tidy
from coranto.intake.tracked import Tracked

_COMMENT = re.compile(r"(?s)(\*\*)?<!--.*?-->(?(1)\*\*)")
_CLASSES = re.compile(r"(?m)^[ ]*\{:[ ]*[.:][^}\n]*\}\n?")
_IDENTITY = re.compile(r"\{:[ ]*#([\w-]+)[^}\n]*\}|(?<=\S)[ ]*\{#([\w-]+)[^}\n]*\}(?=[ ]*$)", re.MULTILINE)
_HEADING = re.compile(r"(?m)^(#{1,6}[ ].*?)[ ]*\{:?[ ]*#([\w-]+)[^}\n]*\}[ #]*$")
_SPAN_CLASSES = re.compile(r"(?<=[\])*_`])\{:[^}\n]*\}")
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_LINED = re.compile(r"(?m)^([ ]*[|#].*)$")
_BREAK = re.compile(r"(?:<br[ ]*/?>(?:&nbsp;)*)+")
_BREAK_AT_END = re.compile(r"<br[ ]*/?>[ ]*\n(?=(?:[> ]*\n|[^>]))")
_ANY_BREAK = re.compile(r"<br[ ]*/?>[ ]*\n?")
_DASHES = re.compile(r"(?<=\w)---(?=\w)")
_EMPTY_LINK = re.compile(r"(?<!!)\[([^\]\[]*)\]\(\)")
_AT_ROOT = re.compile(r"(?<!\\)\]\((/[^)]*)\)")
_INLINE_HTML = re.compile(
    r"<(a|abbr|b|big|cite|code|del|em|font|i|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var)\b((?:\s[^<>\n]*)?)>"
    r"((?:(?!</?\1\b)[^\ufdd0]){0,2000}?)</\1>",
    re.IGNORECASE,
)
_STRAY_TAG = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])(?!https?:|mailto:|[\w.+-]+@)")
_FULL_LIQUID = re.compile(r"\{\{[<%]\s*(/?\w[\w-]*)(.*?)/?[>%]\}\}", re.DOTALL)
_ARGUMENT = re.compile(r"([\w-]+)=\"([^\"]*)\"")


def boxes(lines: list[str], classes: tuple[str, ...]) -> Iterator[str]:
    """Yield lines in which a `<div>` of these classes is a side box, and any other is gone."""
    opened: list[bool] = []
    for line in lines:
        bare = line.strip()
        if re.match(r"<(?:div|section|article|center)\b", bare) and bare.endswith(">") and "</" not in bare:
            named = re.search(r"class=[\"']([^\"']*)", bare)
            opened.append(bool(named and set(named[1].split()) & set(classes)))
            yield "::: box\n" if opened[-1] else ""
        elif re.fullmatch(r"</(?:div|section|article|center)>", bare):
            yield "\n:::" if opened and opened.pop() else ""
        else:
            yield line


def identity(name: str) -> str:
    """Return an id as ours are: small letters, digits, hyphens."""
    bare = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return bare if bare[:1].isalpha() else f"id-{bare or 'x'}"


def translated(text: Tracked, *, classes: tuple[str, ...], picture: Callable[..., str]) -> Tracked:
    """Return the text in our Markdown; `picture` is asked for the Markdown of an address, an alt text and a line."""

    def here(match: re.Match[str]) -> Callable[..., str]:
        return partial(picture, line=text.line_at(match.start()))

    text = text.sub(_FULL_LIQUID, lambda match: _shortcode(match, here(match)), sign="{{")
    text = text.sub(_COMMENT, "", sign="<!--")
    text = text.sub(_CLASSES, "", sign="{:")
    text = text.sub(_HEADING, lambda match: f"{{#{identity(match[2])}}}\n\n{match[1]}", sign="{")
    text = text.sub(_IDENTITY, _named, sign="{")
    text = text.sub(_SPAN_CLASSES, "", sign="{:")
    text = text.sub(_IMAGE, lambda match: _image(match[0], here(match)), sign="<")
    if "<" in text.text and re.search(r"</?(?:div|section|article|center)\b", text.text):
        rows = list(boxes(text.text.split("\n"), classes))
        lines = [line for line, row in zip(text.lines, rows, strict=True) for _ in range(row.count("\n") + 1)]
        text = Tracked("\n".join(rows), lines)
    text = text.sub(_LINED, lambda match: _BREAK.sub(" · ", match[0]), sign="<br")
    text = text.sub(_BREAK_AT_END, "\n", sign="<br")
    text = text.sub(_ANY_BREAK, "\\\\\\\\\n", sign="<br")
    text = text.sub(_DASHES, "—", sign="---")
    for _ in range(3):  # tags in tags
        text = text.sub(_INLINE_HTML, _inline_html, sign="</")
    return text.sub(_EMPTY_LINK, r"\1", sign="]()")


def with_site(text: Tracked, site: str) -> Tracked:
    """Return the text with the addresses in full that begin at the site's root."""
    return text.sub(_AT_ROOT, lambda match: f"]({site}{match[1]})", sign="](/") if site else text


def stray_tags(text: Tracked) -> Tracked:
    """Return the text with a backslash before each `<` that begins no address."""
    return text.sub(_STRAY_TAG, r"\\<", sign="<")


def _named(match: re.Match[str]) -> str:
    if match[1]:
        return f"{{#{identity(match[1])}}}"
    return ""


def _inline_html(match: re.Match[str]) -> str:
    """Return a passage of HTML within a line as Markdown; Markdown within it stays."""
    tag, said = match[1].lower(), match[3]
    if tag in ("a", "q", "sub", "sup", "code", "kbd", "samp", "tt"):
        try:
            element = lxml.html.fragment_fromstring(match[0])
        except (lxml.etree.LxmlError, ValueError):
            return said
        holder = lxml.html.Element("span")
        holder.append(element)
        return tidy(inline(holder, Surroundings()))
    mark = {
        "b": "**",
        "strong": "**",
        "i": "*",
        "em": "*",
        "cite": "*",
        "var": "*",
        "del": "~~",
        "s": "~~",
        "strike": "~~",
    }
    sign = mark.get(tag, "")
    return f"{sign}{said.strip()}{sign}" if said.strip() else said


def _image(tag: str, picture: Callable[[str, str], str]) -> str:
    try:
        element = lxml.html.fragment_fromstring(tag)
    except (lxml.etree.LxmlError, ValueError):
        return ""
    return (
        picture(element.get("src") or "", element.get("alt") or element.get("title") or "")
        if tag_of(element) == "img"
        else ""
    )


def _shortcode(match: re.Match[str], picture: Callable[..., str]) -> str:
    """Return what a shortcode of Hugo stands for: a figure, a link within the site, or nothing but what it frames."""
    name, told = match[1], dict(_ARGUMENT.findall(match[2]))
    if name in ("figure", "img") and told.get("src"):
        caption = told.get("caption") or ""
        shown = picture(told["src"], told.get("alt") or caption, caption=caption)
        return f"\n\n{shown}\n\n"
    if name in ("ref", "relref"):
        return ""
    return ""
