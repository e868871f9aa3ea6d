"""`coranto layouts`: which layouts there are, or all that one of them offers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coranto import display
from coranto.cli.options import Json, Shelves
from coranto.errors import LayoutError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coranto.findings import Finding
    from coranto.layout.model import Layout, LayoutHead, Option


def command(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Say all of this one.", show_default=False)
    ] = None,
    layouts_from: Shelves = None,
    as_json: Json = False,
) -> None:
    """Say which layouts there are, or all that one of them offers.

    Example: coranto layouts newsletter
    """
    if name is None:
        _list(layouts_from or (), as_json=as_json)
        return
    from coranto.layout.stack import resolve_layout

    layout = resolve_layout(name, shelves=layouts_from or ())
    if as_json:
        display.write_json(
            {
                "name": name,
                "chain": [head.name for head in layout.chain],
                "purpose": layout.chain[0].purpose,
                "fonts": _fonts(layout),
                "languages": sorted(layout.words),
                "options": {key: option.model_dump() for key, option in layout.options.items()},
            }
        )
        return
    display.show_facts(f"{name}: {layout.chain[0].purpose}", facts_of(layout))


def facts_of(layout: "Layout") -> list[tuple[str, str]]:
    """Return what there is to say of a layout, by name."""
    return [
        ("chain", " → ".join(head.name for head in layout.chain)),
        *((role, ", ".join(families)) for role, families in _fonts(layout).items() if families),
        ("languages", ", ".join(sorted(layout.words))),
        *((f"option {key}", _describe(option)) for key, option in layout.options.items()),
    ]


def _list(shelves: "Iterable[Path]", *, as_json: bool) -> None:
    """List the layouts that are in order, and tell what is wrong with the others."""
    from coranto.layout.stack import layout_head, layout_names

    shelves = list(shelves)
    heads: list[LayoutHead] = []
    broken: dict[str, tuple[Finding, ...]] = {}
    for name in layout_names(shelves=shelves):
        try:
            heads.append(layout_head(name, shelves=shelves))
        except LayoutError as error:
            broken[name] = error.findings
    if as_json:
        faulty = [{"name": name, "findings": list(map(display.as_data, found))} for name, found in broken.items()]
        display.write_json([*(head.model_dump() for head in heads), *faulty])
        if broken:
            raise typer.Exit(LayoutError.exit_code)
        return
    display.show_table(
        ("layout", "extends", "purpose"), [(head.name, head.extends or "", head.purpose) for head in heads]
    )
    if broken:
        what = ", ".join(f"`{name}`" for name in broken)
        raise LayoutError(f"not in order: {what}", [finding for findings in broken.values() for finding in findings])


def _fonts(layout: "Layout") -> dict[str, list[str]]:
    return {role: [family.family for family in families] for role, families in layout.fonts.items()}


def _describe(option: "Option") -> str:
    choices = f" ({', '.join(option.choices)})" if option.choices else ""
    return f"{option.purpose}; {option.type}{choices}, {option.default} by default"
