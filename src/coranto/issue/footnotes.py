"""Footnotes: from Markdown's `[^1]` and `[^1]: text` to notes set in line.

In: the tokens of a body.  Out: the same without the notes' definitions; each
mark carries its note, which the page then moves to its foot (CSS `float:
footnote`, css-gcpm-3, 2).  A note that nothing refers to, or a mark without a
note, is a fault: neither would be seen on the page.
"""

import re
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from coranto.findings import Finding, Place, stop

WORD_LIMIT = 350
"""Words of the longest footnote: a page's worth; the engine's time grows with the square."""

# Signs of scripts without blanks, Thai to Japanese and Chinese: three take the room of a word.
# It takes milliseconds to compile; so that is left to its first use.
_HAN = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"

Locate = Callable[[str], Place]


def collect(tokens: Sequence[Token], locate: Locate) -> tuple[list[Token], list[list[Token]], list[Finding]]:
    """Return the tokens without notes, each note's tokens, and the faults.

    `locate` finds the place of a string in the body.
    """
    rest, notes, faults = _take_out(tokens, locate)
    used: dict[str, int] = {}
    for token in rest:
        for child in token.children or ():
            if child.type != "footnote_ref":
                continue
            label = child.meta["label"]
            child.meta["again"] = label in used
            child.meta["number"] = used.setdefault(label, len(used) + 1)
            if label in notes:
                child.meta["note"] = notes[label]
            else:
                faults.append(
                    stop(
                        "copy.footnote",
                        f"the footnote `[^{label}]` is not written anywhere",
                        hint=f"add a line `[^{label}]: text`",
                        place=locate(f"[^{label}]"),
                    )
                )
    for label, note in notes.items():
        place = locate(f"[^{label}]:")
        if label not in used:
            faults.append(
                stop(
                    "copy.footnote",
                    f"nothing refers to the footnote `[^{label}]`",
                    hint=f"put [^{label}] where it belongs, or delete it",
                    place=place,
                )
            )
        faults += _check_note(label, note, place)
    return rest, list(notes.values()), faults


def _take_out(tokens: Sequence[Token], locate: Locate) -> tuple[list[Token], dict[str, list[Token]], list[Finding]]:
    rest: list[Token] = []
    notes: dict[str, list[Token]] = {}
    faults: list[Finding] = []
    into = rest
    for token in tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            if label in notes:
                faults.append(
                    stop(
                        "copy.footnote",
                        f"the footnote `[^{label}]` is written twice",
                        hint="keep one of the two",
                        place=locate(f"[^{label}]:"),
                    )
                )
            into = notes[label] = []
        elif token.type == "footnote_reference_close":
            into = rest
        else:
            into.append(token)
    return rest, notes, faults


def _check_note(label: str, note: Sequence[Token], place: Place) -> list[Finding]:
    faults = []
    if any(token.type not in ("paragraph_open", "inline", "paragraph_close") for token in note):
        faults.append(
            stop(
                "copy.footnote",
                f"the footnote `[^{label}]` holds more than paragraphs",
                hint="write it as plain paragraphs",
                place=place,
            )
        )
    children = [child for token in note for child in token.children or ()]
    if any(child.type in ("footnote_ref", "image") for child in children):
        faults.append(
            stop(
                "copy.footnote",
                f"the footnote `[^{label}]` holds a picture or another footnote",
                hint="take it out",
                place=place,
            )
        )
    if not any(child.content.strip() for child in children):
        faults.append(stop("copy.footnote", f"the footnote `[^{label}]` is empty", hint="write it", place=place))
    words = sum(len(child.content.split()) + len(re.findall(_HAN, child.content)) // 3 for child in children)
    if words > WORD_LIMIT:
        faults.append(
            stop(
                "copy.footnote",
                f"the footnote `[^{label}]` is as long as {words} words, more than a page takes",
                hint=f"keep it under {WORD_LIMIT} words, or put it into the text",
                place=place,
            )
        )
    return faults


def identity(slug: str, mark: Token) -> str:
    """Return the id of the note that a mark refers to."""
    return f"{slug}.note-{mark.meta['number']}"


def _render_mark(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    meta, name = tokens[index].meta, identity(env["slug"], tokens[index])
    if meta["again"]:
        return f'<a class="note-again" href="#{name}">{meta["number"]}</a>'
    paragraphs = [
        renderer.renderInline(token.children or [], options, env) for token in meta["note"] if token.type == "inline"
    ]
    return f'<span class="footnote" id="{name}">{"<br>".join(paragraphs)}</span>'


RULES = {"footnote_ref": _render_mark}
"""Render rules for markdown-it."""
