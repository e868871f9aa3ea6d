"""`coranto press`: set an issue and file its PDF."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coranto import display
from coranto.archive.filing import is_file, is_folder
from coranto.cli.options import (
    Addresses,
    Blanks,
    Booklet,
    Creep,
    Editions,
    Issue,
    Json,
    LayoutName,
    MemoryLimit,
    Profile,
    Shelves,
    Spine,
    TimeLimit,
    paper_of,
)
from coranto.errors import HeldError
from coranto.finish.model import EditionName
from coranto.issue.folders import HEAD

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
    edition: Editions = None,
    layout: LayoutName = None,
    layouts_from: Shelves = None,
    force: Annotated[bool, typer.Option("--force", help="Write the PDF even if preflight holds it.")] = False,
    profile: Profile = None,
    blanks: Blanks = True,
    booklet: Booklet = False,
    creep: Creep = 0.0,
    spine: Spine = 0.0,
    addresses: Addresses = True,
    time_limit: TimeLimit = 300.0,
    memory_limit: MemoryLimit = 3_000,
    as_json: Json = False,
) -> None:
    """Set an issue and write its PDF.

    The copy is checked first, and all that is wrong with it is told at once,
    each as file:line:column. When the pages are made, preflight judges them; a
    finding marked ✗ holds the PDF back, one marked ? asks you to look. Until
    the new PDF is whole, the previous one stays where it is.

    With the PDF of an edition for the archive instead of a folder, the issue in it is set again, and what comes
    is compared with the PDF: the same bytes come, or it is said what is otherwise.

    Example: coranto press issues/the-forme/2026-09-01 -e screen -e print -o september.pdf
    """
    from coranto.archive.filing import writable, write_whole
    from coranto.children.guard import guarded
    from coranto.children.limits import Limits
    from coranto.pressrun.line import press_issue

    sealed = issue.name != HEAD and is_file(issue)
    lone = EditionName.ARCHIVE if sealed else EditionName.SCREEN
    asked = tuple(edition or (lone,))
    paper = paper_of(profile, asked, addresses=addresses, blanks=blanks, booklet=booklet, creep=creep, spine=spine)
    limits = Limits(time_limit, memory_limit)
    if sealed:
        from coranto.cli.press_sealed import press_sealed

        paths = destinations(f"{issue.stem}-again.pdf", output, asked, lone=lone)
        if layout:
            raise typer.BadParameter("a sealed issue is set in the layout that it was sealed in", param_hint="--layout")
        press_sealed(issue, paths, paper=paper, shelves=layouts_from or (), limits=limits, force=force, as_json=as_json)
        return
    paths = destinations(_name(issue), output, asked, lone=lone)
    for path in paths.values():
        writable(path)  # told before the work, not after it
    with display.progress(f"setting {issue}") as report:
        outcome = guarded(
            lambda told: press_issue(
                issue, layout=layout, shelves=layouts_from or (), editions=paths, paper=paper, report=told
            ),
            limits=limits,
            report=report,
        )
    let_pass(outcome, force=force)
    for name, path in paths.items():
        write_whole(path, outcome.editions[name].pdf)
    if as_json:
        display.write_json(data_of(outcome, paths))
        return
    display.show_findings(outcome.findings)
    display.show_facts(outcome.title, facts_of(outcome, paths))


def let_pass(outcome: "Outcome", *, force: bool) -> None:
    """Hold what preflight holds, unless it is forced.

    Raises:
        HeldError: there is something to hold it for.

    """
    held = outcome.held
    if held and not force:
        plural = "finding holds" if len(held) == 1 else "findings hold"
        raise HeldError(
            f"{len(held)} {plural} the press; nothing was written (--force writes it all the same)", outcome.findings
        )


def destinations(
    name: str, output: Path | None, editions: Sequence[EditionName], *, lone: EditionName
) -> dict[EditionName, Path]:
    """Return where each edition is written; `lone` is the one whose file has the bare name."""
    chosen = output is not None and not is_folder(output)
    path = Path(name) if output is None else output if chosen else output / name
    if chosen and len(set(editions)) == 1:
        return {editions[0]: path}
    return {one: path if one is lone else path.with_name(f"{path.stem}.{one}{path.suffix}") for one in editions}


def _name(issue: Path) -> str:
    folder = issue.resolve()
    if folder.name == HEAD:
        folder = folder.parent
    return f"{folder.parent.name}-{folder.name}.pdf"


def facts_of(outcome: "Outcome", paths: Mapping[EditionName, Path]) -> list[tuple[str, str]]:
    """Return what a terminal is told of a proof."""
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
        ("findings", display.count_findings(outcome.findings)),
        ("time", f"{total:.2f} s ({stages})"),
        *(_fact(name, path, outcome) for name, path in paths.items()),
    ]


def _fact(name: EditionName, path: Path, outcome: "Outcome") -> tuple[str, str]:
    label = "PDF" if len(outcome.editions) == 1 else str(name)
    return label, f"{path} ({len(outcome.editions[name].pdf) / 1000:,.0f} kB)"


def data_of(outcome: "Outcome", paths: Mapping[EditionName, Path]) -> dict[str, object]:
    """Return what a program is told of a proof."""
    return {
        "ok": True,
        "exit_code": 0,
        "issue": outcome.name,
        "title": outcome.title,
        "layout": outcome.layout,
        "pdf": str(next(iter(paths.values()))),
        "editions": {
            str(name): {
                "pdf": str(path),
                "bytes": len(outcome.editions[name].pdf),
                "pages": outcome.editions[name].pages,
            }
            for name, path in paths.items()
        },
        "bytes": len(outcome.proof.pdf),
        "pages": len(outcome.proof.flatplan.pages),
        "grid": {"lines": grid.lines, "on": grid.on} if (grid := outcome.proof.flatplan.grid) else None,
        "left_out": list(outcome.unset),
        "articles": [{"headline": headline, "page": page} for headline, page in outcome.articles],
        "findings": [display.as_data(finding) for finding in outcome.findings],
        "seconds": {stage: round(seconds, 3) for stage, seconds in outcome.stages},
    }
