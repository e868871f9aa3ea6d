"""`coranto schema`: JSON Schemas of the files that editors write."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coranto.errors import OutputError


class Name(StrEnum):
    """The files that have a schema."""

    PERIODICAL = "periodical"
    ISSUE = "issue"
    ARTICLE = "article"
    RECIPE = "recipe"


def command(
    name: Annotated[Name | None, typer.Argument(help="Print this one.", show_default=False)] = None,
    write: Annotated[
        Path | None,
        typer.Option(
            "--write",
            metavar="DIR",
            help="Write it, or all of them, into this folder, as <name>.schema.json.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write JSON Schemas, for completion in an editor.

    An editor's YAML extension completes and checks by them.

    A file names its schema in its first line, such as
    # yaml-language-server: $schema=../.schemas/issue.schema.json
    (`coranto new` does so.)

    Example: coranto schema issue
    """
    from coranto.archive.filing import write_whole

    if write is not None:
        try:
            write.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"`{write}` can't be made: {error.strerror}"
            raise OutputError(message) from error
        for each in [name] if name else Name:
            write_whole(write / f"{each}.schema.json", _text(each).encode())
            print(write / f"{each}.schema.json")
    elif name is not None:
        print(_text(name), end="")
    else:
        print("\n".join(Name))


def _text(name: Name) -> str:
    if name is Name.RECIPE:
        from coranto.intake.recipe import recipe_schema

        return recipe_schema()
    from coranto.issue.schemas import schema_text

    return schema_text(name.value)
