"""Inline text: what stands in a line of HTML becomes a line of our Markdown.

In: an element of lxml and what it holds.  Out: Markdown that says the same
words, with emphasis, code, links, footnote marks and languages; pictures are
lifted out, since ours stand in paragraphs of their own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from coranto.intake.stream import escaped

_MARKS = {
    "em": "*", "i": "*", "cite": "*", "dfn": "*", "var": "*", "strong": "**", "b": "**",
    "del": "~~", "s": "~~", "strike": "~~",
}  # fmt: skip
_CODE = ("code", "kbd", "samp", "tt")
_SUB = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SUP = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SCRIPTABLE = re.compile(r"[0-9+\-=()]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
UNSEEN = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "title",
    "meta",
    "link",
    "button",
    "input",
    "select",
    "option",
}
"""Elements whose text nobody sees, or that nobody can use on paper."""


@dataclass
class Surroundings:
    """What a line of HTML needs to know of its document."""

    notes: dict[str, str] = field(default_factory=dict)
    """Labels of footnotes by the ids of their elements."""
    names: dict[str, str] = field(default_factory=dict)
    """Our ids by those that links point to."""
    site: str = ""
    pictures: list[HtmlElement] = field(default_factory=list)
    """Pictures that were lifted out of the line."""
    depth: int = 0


DEPTH_LIMIT = 150
"""Elements within each other."""


def tag_of(element: HtmlElement) -> str:
    """Return the name of an element; a comment has none."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def inline(element: HtmlElement, around: Surroundings) -> str:
    """Return what an element holds as a line of Markdown."""
    return tidy(raw(element, around))


def tidy(text: str) -> str:
    """Return Markdown with its white space as a line has it."""
    text = re.sub(r"[ \t\r\n\f]+", " ", text)
    text = re.sub(r" *\ufdd4 *", "\\\\\n", text)
    return re.sub(r"^(?:\\\n)+|(?:\\\n)+$", "", text.strip()).strip()


def raw(element: HtmlElement, around: Surroundings) -> str:
    """Return what an element holds as Markdown whose white space is still as it was."""
    around.depth += 1
    try:
        if around.depth > DEPTH_LIMIT:
            return escaped("".join(element.itertext()))
        parts = [escaped(element.text or "")]
        for child in element:
            parts.append(one(child, around))
            parts.append(escaped(child.tail or ""))
        return "".join(parts)
    finally:
        around.depth -= 1


def one(element: HtmlElement, around: Surroundings) -> str:
    """Return one element within a line as Markdown."""
    tag = tag_of(element)
    if tag == "img":
        around.pictures.append(element)
    if not tag or tag in UNSEEN or tag == "img":
        return ""
    if tag == "br":
        return "\ufdd4"
    if tag in _CODE:
        return code("".join(element.itertext()))
    return _link(element, around) if tag == "a" else _dressed(element, tag, raw(element, around))


def _dressed(element: HtmlElement, tag: str, said: str) -> str:
    """Return words as their element has them look."""
    if tag in _MARKS:
        return marked(said, _MARKS[tag])
    if tag in ("sub", "sup"):
        table = _SUB if tag == "sub" else _SUP
        return said.translate(table) if _SCRIPTABLE.fullmatch(said.strip()) else said
    language = element.get("lang") or ""
    if _LANGUAGE.fullmatch(language) and said.strip() and tag in ("span", "bdi", "bdo"):
        return f"[{said}]{{lang={language}}}"
    if tag == "q":
        return f"“{said}”"
    return said if tag in _WITHIN else f" {said} "


_WITHIN = {
    "a", "abbr", "acronym", "bdi", "bdo", "big", "center", "font", "ins", "label", "mark", "q", "ruby", "rb", "small",
    "span", "time", "u", "wbr", "data", "nobr", "picture", "input", "rt", "rp",
}  # fmt: skip
"""Elements that don't part words."""


def marked(said: str, mark: str) -> str:
    """Return words between marks that Markdown will take for marks: no blank within, no stray stop at the end."""
    bare = said.strip()
    if not bare or bare.strip("\ufdd4") == "":
        return said
    lead, tail = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
    if mark in bare and mark != "~~":
        bare = bare.replace(f"{mark}", "") if mark == "**" else bare.replace("*", "")
    return f"{lead}{mark}{bare}{mark}{tail}"


def code(said: str) -> str:
    """Return a span of code, between as many back ticks as it needs."""
    flat = re.sub(r"\s+", " ", said)
    if not flat.strip():
        return flat
    longest = max((len(run) for run in re.findall("`+", flat)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{ticks}{pad}{flat}{pad}{ticks}"


def _link(element: HtmlElement, around: Surroundings) -> str:
    address = re.sub(r"\s+", "", element.get("href") or "")
    if address.startswith("#") and (label := around.notes.get(address[1:])):
        return f"[^{label}]"
    said = raw(element, around)
    if address.startswith("#"):
        name = around.names.get(address[1:])
        return f"[{said.strip()}](#{name})" if name and said.strip() else said
    if address.startswith("/") and around.site:
        address = f"{around.site}{address}"
    if not said.strip() or not address.startswith(("http://", "https://", "mailto:")):
        return said
    plain = "".join(element.itertext()).strip()
    if plain == address:
        return f"<{address}>"
    lead, tail = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
    return f"{lead}[{said.strip()}]({wrapped(address)}){tail}"


def wrapped(address: str) -> str:
    """Return an address as it stands in a link; brackets in it would end it."""
    safe = address.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")
    return f"<{safe}>" if re.search(r"[()\s\[\]]", safe) else safe


def joined(parts: Iterable[str]) -> str:
    """Return lines of a cell or a caption as one."""
    return " · ".join(part for part in parts if part)
