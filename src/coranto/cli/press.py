"""`coranto press`: set an issue and file its PDF."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coranto import display
from coranto.archive.filing import is_folder
from coranto.cli.options import Issue, Json, LayoutName, MemoryLimit, Shelves, TimeLimit
from coranto.errors import HeldError

if TYPE_CHECKING:
    from coranto.pressrun.line import Outcome


def _output(written: str) -> Path:
    """Return the place that `--output` names; a slash at its end says that it is a folder."""
    path = Path(written)
    if written.endswith("/") and not is_folder(path):
        message = f"the folder `{written}` does not exist; make it first, or name a file without a slash at its end"
        raise typer.BadParameter(message)
    return path


def command(
    issue: Issue,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            parser=_output,
            help="Write the PDF there (a file or a folder). Else it is <periodical>-<issue>.pdf in this folder.",
            show_default=False,
        ),
    ] = None,
    layout: LayoutName = None,
    layouts_from: Shelves = None,
    force: Annotated[bool, typer.Option("--force", help="Write the PDF even if preflight holds it.")] = False,
    time_limit: TimeLimit = 300.0,
    memory_limit: MemoryLimit = 3_000,
    as_json: Json = False,
) -> None:
    """Set an issue and write its PDF.

    The copy is checked first, and all that is wrong with it is told at once,
    each as file:line:column. When the pages are made, preflight judges them; a
    finding marked ✗ holds the PDF back, one marked ? asks you to look. Until
    the new PDF is whole, the previous one stays where it is.

    Example: coranto press issues/the-forme/2026-09-01 -o september.pdf
    """
    from coranto.archive.filing import writable, write_whole
    from coranto.pressrun.guard import guarded
    from coranto.pressrun.limits import Limits
    from coranto.pressrun.line import press_issue

    path = _destination(issue, output)
    writable(path)  # told before the work, not after it
    with display.progress(f"setting {issue}") as report:
        outcome = guarded(
            lambda told: press_issue(issue, layout=layout, shelves=layouts_from or (), report=told),
            limits=Limits(time_limit, memory_limit),
            report=report,
        )
    held = outcome.held
    if held and not force:
        plural = "finding holds" if len(held) == 1 else "findings hold"
        raise HeldError(
            f"{len(held)} {plural} the press; nothing was written (--force writes it all the same)", outcome.findings
        )
    write_whole(path, outcome.proof.pdf)
    if as_json:
        display.write_json(_data(outcome, path))
        return
    display.show_findings(outcome.findings)
    display.show_facts(outcome.title, _facts(outcome, path))


def _destination(issue: Path, output: Path | None) -> Path:
    folder = issue.resolve()
    if folder.name == "issue.yaml":
        folder = folder.parent
    name = f"{folder.parent.name}-{folder.name}.pdf"
    if output is None:
        return Path(name)
    return output / name if is_folder(output) else output


def _facts(outcome: "Outcome", path: Path) -> Sequence[tuple[str, str]]:
    queries = len(outcome.findings) - len(outcome.held)
    total = sum(seconds for _, seconds in outcome.stages)
    stages = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in outcome.stages)
    size, grid = outcome.proof.flatplan.pages[0], outcome.proof.flatplan.grid
    return [
        ("layout", outcome.layout),
        (
            "pages",
            f"{len(outcome.proof.flatplan.pages)}, {size.width * 25.4 / 72:.0f} × {size.height * 25.4 / 72:.0f} mm",
        ),
        *([("grid", f"{grid.share:.0%} of {grid.lines} lines of text stand on it")] if grid else []),
        *([("left out", f"{' and '.join(outcome.unset)}: this layout has no place for it")] if outcome.unset else []),
        ("findings", f"{len(outcome.held)} held, {queries} to look at" if outcome.findings else "none"),
        ("time", f"{total:.2f} s ({stages})"),
        ("PDF", f"{path} ({len(outcome.proof.pdf) / 1000:,.0f} kB)"),
    ]


def _data(outcome: "Outcome", path: Path) -> dict[str, object]:
    return {
        "ok": True,
        "exit_code": 0,
        "issue": outcome.name,
        "title": outcome.title,
        "layout": outcome.layout,
        "pdf": str(path),
        "bytes": len(outcome.proof.pdf),
        "pages": len(outcome.proof.flatplan.pages),
        "grid": {"lines": grid.lines, "on": grid.on} if (grid := outcome.proof.flatplan.grid) else None,
        "left_out": list(outcome.unset),
        "articles": [{"headline": headline, "page": page} for headline, page in outcome.articles],
        "findings": [display.as_data(finding) for finding in outcome.findings],
        "seconds": {stage: round(seconds, 3) for stage, seconds in outcome.stages},
    }
