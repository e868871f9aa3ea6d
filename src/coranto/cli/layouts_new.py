"""`coranto layouts new`: begin a layout, a folder that can be pressed with at once."""

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from coranto.archive.filing import new_folder
from coranto.cli.options import Shelves
from coranto.errors import LayoutError

_NAME = re.compile(r"[a-z][a-z0-9-]*")

_HEAD = """\
name: {name}
extends: {parent}
purpose: {purpose}
# Other fonts: families of fonts/ by role, the first choice first; others fill in for missing characters.
# fonts:
#   serif: [source-serif-4, noto-serif-sc]
# What an issue may choose. Each option becomes a custom property of the same name, here var(--accent).
options:
  accent:
    type: colour            # or choice, length, flag
    default: "{accent}"
    purpose: The one colour beside black
"""

_SHEETS = {
    "page.css": """\
/* Geometry of the page, and its furniture. What isn't said here is as {parent} has it. */

@page {{
  /* size: A5; */
  /* margin: 24mm 20mm 26mm 20mm;    top, right, bottom, left */

  /* @bottom-right {{ }}    the foot of a page; others: @top-left, @top-right, @bottom-left */
}}

/* @page :left {{ }} and @page :right {{ }} part left pages from right ones, @page :first is the cover. */
""",
    "type.css": """\
/* The type: var(--serif), var(--sans) and var(--mono) are the fonts of layout.yaml. */

/* html {{ font-size: 9.75pt; line-height: 13.5pt }} */
/* h1, h2, h3, h4 {{ font-family: var(--sans) }} */
""",
    "headline.css": """\
/* What opens an article. */

.headline {{ color: var(--accent) }}
/* .standfirst {{ font-style: normal }} */
/* .byline {{ }} */
""",
}

_NEXT = """\
now: coranto layouts show {name}{shelves}
     sets all that a layout can do in it, and says what is amiss
then change the stylesheets; to change a template, copy it from the layout that it comes from,
     or extend it: {{% extends "{parent}/cover.html" %}}
     coranto press ISSUE --layout {name}{shelves}"""


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the layout.", show_default=False)],
    extends: Annotated[
        str, typer.Option("--extends", metavar="LAYOUT", help="The layout that it is to be like.")
    ] = "newsletter",
    into: Annotated[
        Path,
        typer.Option("--into", file_okay=False, metavar="DIR", help="The folder of layouts to make it in."),
    ] = Path("layouts"),
    layouts_from: Shelves = None,
) -> None:
    """Begin a layout: a folder that can be pressed with at once.

    It takes over all that the layout has which it extends; you change what is
    to be otherwise. Nothing is overwritten.

    Example: coranto layouts new house --extends magazine
    """
    from coranto.archive.filing import write_whole
    from coranto.cli.layouts import COMMANDS
    from coranto.layout.stack import layout_names, resolve_layout

    if not _NAME.fullmatch(name) or name in COMMANDS:
        message = (
            f"`{name}` is no name for a layout: write it in small letters, digits and -, not {', '.join(COMMANDS)}"
        )
        raise typer.BadParameter(message)
    shelves = [*([into] if into.is_dir() else []), *(layouts_from or ())]
    if name in layout_names(shelves=shelves):
        raise LayoutError(f"there is a layout `{name}` already; choose another name")
    parent = resolve_layout(extends, shelves=shelves, with_fonts=False)
    accent = parent.options.get("accent")
    files = {"layout.yaml": _HEAD, **_SHEETS}
    folder = into / name
    new_folder(folder)
    for file, text in files.items():
        filled = text.format(
            name=name,
            parent=extends,
            purpose=json.dumps(f"{name.capitalize()}, after {extends}"),
            accent=accent.default if accent else "#8a2b2b",
        )
        write_whole(folder / file, filled.encode())
        print(folder / file)
    print(
        _NEXT.format(
            name=name, parent=extends, shelves="".join(f" --layouts-from {one}" for one in _named(into, layouts_from))
        )
    )


def _named(into: Path, others: list[Path] | None) -> list[Path]:
    """Return the folders that `--layouts-from` must name from now on; Coranto's own it finds by itself."""
    from coranto import shelf

    return [one for one in dict.fromkeys([into, *(others or ())]) if one.resolve() != shelf.layouts_folder().resolve()]
