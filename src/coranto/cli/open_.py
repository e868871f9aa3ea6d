"""`coranto open`: restore the folder of an issue from the PDF that carries it."""

from pathlib import Path
from typing import Annotated

import typer

from coranto import display
from coranto.cli.options import Json
from coranto.findings import Level


def command(
    pdf: Annotated[
        Path,
        typer.Argument(metavar="PDF", help="An edition for the archive, which carries its issue.", show_default=False),
    ],
    into: Annotated[
        Path,
        typer.Option("--into", metavar="DIR", help="Folder to restore it into; new, or empty.", show_default=False),
    ],
    as_json: Json = False,
) -> None:
    """Restore the folder of an issue from its edition for the archive, byte for byte.

    The PDF is not trusted: every file is proved against its sum, and nothing is written outside the folder.
    If anything is wrong, nothing is written at all.

    Example: coranto open the-forme-2026-09-01.archive.pdf --into restored
    """
    from coranto.archive.unsealing import restore
    from coranto.pressrun.sealed import open_edition

    sealed = open_edition(pdf)
    folder = restore(sealed, into)
    size = sum(map(len, sealed.files.values()))
    if as_json:
        display.write_json(
            {
                "ok": True,
                "exit_code": 0,
                "issue": str(folder),
                "files": sorted(sealed.files),
                "bytes": size,
                "whole": sealed.whole,
            }
        )
        return
    if not sealed.whole:
        display.note(
            Level.QUERY, f"`{pdf}` is not, byte for byte, as it was made; the files in it are true all the same"
        )
    display.show_facts(
        f"issue {folder}", [("files", f"{len(sealed.files)}, each true to its sum"), ("size", f"{size / 1000:,.0f} kB")]
    )
