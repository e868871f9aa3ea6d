"""Stylesheets as files: each judged by itself, before they are put one behind the other.

In: the text of a stylesheet.  Out: what is not closed in it, which would
swallow what follows, in this file and in the next (css-syntax-3, 5.4.8: at the
end of the text everything is closed without a word), and what is divided by
nought or scaled to nothing, which the engine falls over; and the families of
fonts that it names, each with its place.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import tinycss2

from coranto.findings import Finding, Place, stop
from coranto.layout.model import Stylesheet

_END = "end-of-the-stylesheet"
"""Put behind a stylesheet: what holds it has not been closed."""
_CLOSERS = {"{} block": ("{", "}"), "[] block": ("[", "]"), "() block": ("(", ")"), "function": ("(", ")")}
_ERRORS = {
    "bad-string": ("a text in quotes is not closed on its line", "close it with the same sign"),
    "bad-url": ("this is no address", "write url(), the address between quotes"),
    "eof-in-string": ("a text in quotes is not closed", "close it with the same sign"),
    "eof-in-url": ("this address is not closed", "close it with )"),
    "}": ("this } closes nothing", "take it out, or look for the { that is missing"),
    ")": ("this ) closes nothing", "take it out"),
    "]": ("this ] closes nothing", "take it out"),
}
_MATHS = {"calc", "min", "max", "clamp", "round", "mod", "rem", "hypot", "pow"}
_SCALES = {"scale", "scalex", "scaley", "scale3d"}
_SIZES = {"xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "smaller", "larger"}
_KEYWORDS = {"inherit", "initial", "unset", "revert", "revert-layer"}
_GENERIC = {"serif", "sans-serif", "monospace", "system-ui"}

Node = Any  # tinycss2 has no types


def vet_stylesheets(sheets: Iterable[Stylesheet]) -> list[Finding]:
    """Return what is not closed in these stylesheets, or comes to nothing, each told of the file that it stands in."""
    return [finding for sheet in sheets for finding in _vet(sheet.css, sheet.path)]


def named_families(sheets: Iterable[Stylesheet]) -> dict[str, Place]:
    """Return the families of fonts that these stylesheets name, and where each is named first."""
    named: dict[str, Place] = {}
    for sheet in sheets:
        for family, place in _families(sheet.css, sheet.path):
            named.setdefault(family, place)
    return named


@lru_cache(maxsize=256)
def _vet(css: str, path: Path) -> tuple[Finding, ...]:
    nodes = tinycss2.parse_component_value_list(f"{css}\n{_END}")
    errors = tuple(_errors(nodes, path))
    swallowing = {_ERRORS[kind][0] for kind in _ERRORS if len(kind) > 1}
    if any(error.message in swallowing for error in errors):
        return errors  # the text or address took the closing brace with it
    return tuple(_unclosed(nodes, path)) or errors or tuple(_noughts(nodes, path))


def _noughts(nodes: Sequence[Node], path: Path, *, reckoning: bool = False) -> Iterator[Finding]:
    """Yield a fault for each division by nought, and for what is scaled to nothing."""
    written = [node for node in nodes if node.type not in ("whitespace", "comment")]
    for before, node in pairwise([None, *written]):
        divides = reckoning and before is not None and before.type == "literal" and before.value == "/"
        if divides and _is_nought(node):
            message = f"`/ {node.serialize()}` divides by nought"
            yield stop("layout.css", message, hint="divide by another number", place=_place(node, path))
        elif node.type == "function" and node.lower_name in _SCALES and any(map(_is_nought, node.arguments)):
            message = f"`{node.serialize()}` scales to nothing"
            yield stop("layout.css", message, hint="take out what is not to be seen", place=_place(node, path))
        elif node.type in _CLOSERS:
            inside = node.lower_name in _MATHS if node.type == "function" else reckoning and node.type == "() block"
            yield from _noughts(_inside(node), path, reckoning=inside)


def _is_nought(node: Node) -> bool:
    return node.type in ("number", "dimension", "percentage") and node.value == 0


def _unclosed(nodes: Sequence[Node], path: Path) -> Iterator[Finding]:
    """Yield a fault for the outermost thing that is open at the end, or for the comment that made it so."""
    first: Node = None
    while nodes:
        node = nodes[-1]
        if node.type == "comment":
            yield stop("layout.css", "this comment is not closed", hint="close it with */", place=_place(node, path))
            return
        if node.type not in _CLOSERS:
            break
        first = first or node
        nodes = _inside(node)
    if first is not None:
        opened, closer = _CLOSERS[first.type]
        message = f"this {opened} is not closed, and would swallow all that follows"
        yield stop("layout.css", message, hint=f"close it with {closer}", place=_place(first, path))


def _errors(nodes: Sequence[Node], path: Path) -> Iterator[Finding]:
    for node in nodes:
        if node.type == "error":
            message, hint = _ERRORS.get(node.kind, (node.message, "mend it"))
            yield stop("layout.css", message, hint=hint, place=_place(node, path))
        elif node.type in _CLOSERS:
            yield from _errors(_inside(node), path)


def _inside(node: Node) -> Sequence[Node]:
    return (node.arguments if node.type == "function" else node.content) or ()


def _place(node: Node, path: Path) -> Place:
    return Place(path, node.source_line, node.source_column)


@lru_cache(maxsize=256)
def _families(css: str, path: Path) -> tuple[tuple[str, Place], ...]:
    return tuple(_in_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), path))


def _in_rules(rules: Iterable[Node], path: Path) -> Iterator[tuple[str, Place]]:
    for rule in rules:
        if rule.type == "declaration" and rule.lower_name in ("font-family", "font"):
            for family in _in_declaration(rule):
                yield family, _place(rule, path)
        elif getattr(rule, "content", None):
            within = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _in_rules(within, path)


def _in_declaration(declaration: Node) -> Iterator[str]:
    """Yield the names in the list at the end of `font-family` or `font` (css-fonts-4, 2.1 and 2.7)."""
    groups: list[list[Node]] = [[]]
    for token in declaration.value:
        if token.type == "literal" and token.value == ",":
            groups.append([])
        elif token.type not in ("whitespace", "comment"):
            groups[-1].append(token)
    if declaration.lower_name == "font":
        groups[0] = _behind_the_size(groups[0])
    for group in groups:
        if any(token.type not in ("ident", "string") for token in group):
            continue  # var(): one of the layout's own roles
        name = " ".join(token.value for token in group)
        if name and name.lower() not in _KEYWORDS | _GENERIC:
            yield name


def _behind_the_size(tokens: list[Node]) -> list[Node]:
    """Return what stands behind size and line height; nothing if `font` names no size."""
    sized = [
        index
        for index, token in enumerate(tokens)
        if token.type in ("dimension", "percentage", "function", "literal", "number")
        or (token.type == "ident" and token.lower_value in _SIZES)
    ]
    if not sized:
        return []
    last = tokens[sized[-1]]
    at_the_end = last.type == "function" and last.name == "var" and sized[-1] == len(tokens) - 1
    return [] if at_the_end else tokens[sized[-1] + 1 :]
