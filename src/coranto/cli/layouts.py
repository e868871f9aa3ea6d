"""`coranto layouts`: which layouts there are."""

from typing import TYPE_CHECKING, Annotated

import typer

from coranto import display
from coranto.cli.options import Json, Shelves

if TYPE_CHECKING:
    from coranto.layout.model import Option


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
    from coranto.layout.stack import all_layouts, resolve_layout

    if name is None:
        heads = all_layouts(shelves=layouts_from or ())
        if as_json:
            display.write_json([head.model_dump() for head in heads.values()])
        else:
            display.show_table(
                ("layout", "extends", "purpose"),
                [(head.name, head.extends or "", head.purpose) for head in heads.values()],
            )
        return
    layout = resolve_layout(name, shelves=layouts_from or ())
    fonts = {role: [family.family for family in families] for role, families in layout.fonts.items()}
    chain = [head.name for head in layout.chain]
    if as_json:
        display.write_json(
            {
                "name": name,
                "chain": chain,
                "purpose": layout.chain[0].purpose,
                "fonts": fonts,
                "languages": sorted(layout.words),
                "options": {key: option.model_dump() for key, option in layout.options.items()},
            }
        )
        return
    options = [(f"option {key}", _describe(option)) for key, option in layout.options.items()]
    display.show_facts(
        f"{name}: {layout.chain[0].purpose}",
        [
            ("chain", " → ".join(chain)),
            *((role, ", ".join(families)) for role, families in fonts.items()),
            ("languages", ", ".join(sorted(layout.words))),
            *options,
        ],
    )


def _describe(option: "Option") -> str:
    choices = f" ({', '.join(option.choices)})" if option.choices else ""
    return f"{option.purpose}; {option.type}{choices}, {option.default} by default"
