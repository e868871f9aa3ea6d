"""`coranto press` of a PDF: the issue that it carries is set again from itself."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coranto import display
from coranto.children.limits import Limits
from coranto.errors import DifferError
from coranto.findings import Level
from coranto.finish.model import EditionName, Paper

if TYPE_CHECKING:
    from coranto.pressrun.sealed import Again


def press_sealed(
    pdf: Path,
    paths: Mapping[EditionName, Path],
    *,
    paper: Paper,
    shelves: Iterable[Path],
    limits: Limits,
    force: bool,
    as_json: bool,
) -> None:
    """Set the issue in a sealed edition again, write what comes, and say how it differs from the PDF."""
    from coranto.archive.filing import writable, write_whole
    from coranto.archive.unsealing import read_edition
    from coranto.children.guard import guarded
    from coranto.cli.press import data_of, facts_of, let_pass
    from coranto.pressrun.sealed import open_edition, press_again

    for path in paths.values():
        writable(path)
    sealed, content = open_edition(pdf), read_edition(pdf)
    with display.progress(f"setting the issue in {pdf}") as report:
        again = guarded(
            lambda told: press_again(sealed, content, shelves=shelves, editions=paths, paper=paper, report=told),
            limits=limits,
            report=report,
        )
    let_pass(again.outcome, force=force)
    for name, path in paths.items():
        write_whole(path, again.outcome.editions[name].pdf)
    code = DifferError.exit_code if again.comparison and not again.comparison.same else 0
    if as_json:
        said = {"same": _is_same(again), "reasons": list(again.reasons), "difference": _difference(again)}
        display.write_json(data_of(again.outcome, paths) | said | {"ok": not code, "exit_code": code})
    else:
        display.show_findings(again.outcome.findings)
        if again.comparison and not _is_same(again):
            why = "; ".join(again.reasons) or "although nothing that it was made from has changed"
            level = Level.STOP if code or not again.reasons else Level.QUERY
            display.note(level, f"other bytes come than those of `{pdf}`: {why}; {_difference(again)}")
        facts = facts_of(again.outcome, paths)
        told = "the same bytes" if _is_same(again) else "other bytes" if again.comparison else "not asked for"
        display.show_facts(again.outcome.title, [*facts, ("made again", told)])
    if code:
        raise typer.Exit(code)


def _is_same(again: "Again") -> bool:
    from coranto.compare import Verdict

    return bool(again.comparison and again.comparison.verdict is Verdict.BYTES)


def _difference(again: "Again") -> str | None:
    from coranto.compare.causes import says

    if again.comparison is None or _is_same(again):
        return None
    return ", ".join(map(says, again.comparison.causes)) or "text and page pictures are the same"
