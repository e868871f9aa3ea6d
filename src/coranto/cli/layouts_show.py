"""`coranto layouts show`: a specimen of all that a layout can do."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from coranto import display
from coranto.archive.filing import is_folder
from coranto.cli.options import Json, MemoryLimit, Shelves, TimeLimit
from coranto.errors import HeldError


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The layout to show.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the PDF there (a file or a folder). Else it is <layout>-specimen.pdf in this folder.",
            show_default=False,
        ),
    ] = None,
    layouts_from: Shelves = None,
    time_limit: TimeLimit = 300.0,
    memory_limit: MemoryLimit = 3_000,
    as_json: Json = False,
) -> None:
    """Show a layout: a specimen of all that it can do, and what is amiss in it.

    The specimen has every kind of article, all that a body may hold, the
    layout's options and its type. Beside what `coranto press` says of it, it
    tells templates that nothing uses and fonts that are not the layout's.
    The PDF is written whatever there is to say; if preflight would hold an
    issue, the exit code says so.

    Example: coranto layouts show magazine -o specimen.pdf
    """
    from coranto.archive.filing import writable, write_whole
    from coranto.children.guard import guarded
    from coranto.children.limits import Limits
    from coranto.cli.layouts_list import facts_of
    from coranto.layout.stack import resolve_layout
    from coranto.pressrun.specimen import press_specimen

    path = Path(f"{name}-specimen.pdf")
    if output is not None:
        path = output / path if is_folder(output) else output
    writable(path)
    shelves = layouts_from or ()
    layout = resolve_layout(name, shelves=shelves)
    with tempfile.TemporaryDirectory(prefix="coranto-") as desk, display.progress(f"showing {name}") as report:
        outcome = guarded(
            lambda told: press_specimen(name, desk=Path(desk), shelves=shelves, report=told),
            limits=Limits(time_limit, memory_limit),
            report=report,
        )
    write_whole(path, outcome.proof.pdf)
    pages = len(outcome.proof.flatplan.pages)
    if outcome.held:
        would = "finding would hold" if len(outcome.held) == 1 else "findings would hold"
        message = (
            f"{len(outcome.held)} {would} an issue in this layout; the specimen is written all the same, to {path}"
        )
        raise HeldError(message, outcome.findings)
    if as_json:
        display.write_json(
            {
                "ok": True,
                "exit_code": 0,
                "layout": name,
                "pdf": str(path),
                "pages": pages,
                "options": {key: option.model_dump() for key, option in layout.options.items()},
                "findings": [display.as_data(finding) for finding in outcome.findings],
            }
        )
        return
    display.show_findings(outcome.findings)
    findings = f"{len(outcome.findings)} to look at" if outcome.findings else "none"
    facts = [*facts_of(layout), ("pages", str(pages)), ("findings", findings), ("PDF", str(path))]
    display.show_facts(f"{name}: {layout.chain[0].purpose}", facts)
