"""`coranto verify`: prove that each edition of an archive, or one PDF, is the one that was made."""

import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coranto import display
from coranto.cli.options import Copy, Json, MemoryLimit, Shelves, TimeLimit, Workers
from coranto.errors import ArchiveError
from coranto.findings import Level

if TYPE_CHECKING:
    from coranto.archive.archive import Archive
    from coranto.archive.fixity import Verdict
    from coranto.pressrun.rebuild import Rebuilt

_EVERY = "all"


def _sample(value: str) -> str:
    if value != _EVERY and not (value.isascii() and value.isdigit() and int(value)):
        raise typer.BadParameter(f"`{value}` is no number of editions; write one, or `{_EVERY}`")
    return value


def command(
    archive: Annotated[
        Path,
        typer.Argument(metavar="DIR|PDF", help="Folder of the archive, or one PDF.", show_default=False, exists=True),
    ],
    copy: Copy = None,
    rebuild: Annotated[
        str | None,
        typer.Option(
            "--rebuild",
            metavar="N",
            callback=lambda value: value and _sample(value),
            help="Press so many editions again, or `all`, and compare bytes; where they differ, text and pictures.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="NUMBER", help="Choose the same sample as another time.", show_default=False),
    ] = None,
    layouts_from: Shelves = None,
    workers: Workers = None,
    time_limit: TimeLimit = 300.0,
    memory_limit: MemoryLimit = 3_000,
    as_json: Json = False,
) -> None:
    """Prove that each edition of an archive is, byte for byte, the one that was filed.

    Every PDF is summed anew and held against its record: missing, altered and unknown files are told, and
    which editions are stale. With --rebuild, a sample is pressed again from its copy and must come out the same;
    where it doesn't, the difference is shown, and what changed since: a font, the layout, Pango. Nothing is written.

    Of one PDF it is said whether it is, byte for byte, as it was made, and whether the issue that an edition for
    the archive carries is true to its sums.

    Example: coranto verify /srv/editions --rebuild 10
    """
    if not archive.is_dir():
        from coranto.cli.verify_pdf import verify_pdf

        verify_pdf(archive, as_json=as_json)
        return
    from coranto.archive.archive import Archive as OpenArchive
    from coranto.archive.fixity import Fixity
    from coranto.archive.inputs import Inputs
    from coranto.children.limits import Limits, ending_cleanly
    from coranto.pressrun.pool import Pool
    from coranto.pressrun.rebuild import Sources, rebuilt

    opened = OpenArchive(archive.resolve())
    verdicts = list(_proved(opened))
    faults = [verdict for verdict in verdicts if verdict.fixity is not Fixity.TRUE]
    true = [verdict for verdict in verdicts if verdict.fixity is Fixity.TRUE]
    inputs = Inputs(opened.sums, shelves=[folder.resolve() for folder in layouts_from or ()])
    sources = Sources(copy or ())
    stale = {verdict.name: reasons for verdict in true if (reasons := sources.stale(verdict, opened, inputs))}
    chance = random.Random(seed)  # noqa: S311 - a sample is no secret
    chosen = true if rebuild == _EVERY else chance.sample(true, min(int(rebuild or 0), len(true)))
    again: list[Rebuilt] = []
    pool = Pool(workers or len(os.sched_getaffinity(0)), limits=Limits(time_limit, memory_limit))
    try:
        with ending_cleanly(), display.RunProgress(len(chosen)) as progress:
            for result in rebuilt(chosen, sources, opened, inputs, pool):
                again.append(result)
                progress.advance(failed=not result.true)
    finally:
        pool.close()
    again.sort(key=lambda one: one.name)
    code = ArchiveError.exit_code if faults or any(not one.true for one in again) else 0
    if as_json:
        display.write_json(_data(code, true, faults, stale, again))
    else:
        _show(archive, true, faults, stale, again)
    if code:
        raise typer.Exit(code)


def _proved(archive: "Archive") -> "Iterator[Verdict]":
    """Yield the verdicts, and say how far it is."""
    from coranto.archive.fixity import prove_editions

    with display.progress("summing the editions") as report:
        for verdict in prove_editions(archive):
            report(verdict.name)
            yield verdict


def _show(
    archive: Path,
    true: "Sequence[Verdict]",
    faults: "Sequence[Verdict]",
    stale: dict[str, list[str]],
    again: "Sequence[Rebuilt]",
) -> None:
    for fault in faults:
        display.note(Level.STOP, fault.message)
    for name, reasons in stale.items():
        display.note(Level.QUERY, f"{name} is stale: {'; '.join(reasons)}")
    for one in again:
        if one.failure:
            display.note(Level.STOP, f"{one.name} could not be pressed again: {one.failure}")
        elif not one.same:
            why = "; ".join(one.reasons) or "although nothing that it was made from has changed"
            level = Level.QUERY if one.reasons else Level.STOP
            display.note(level, f"{one.name} comes out with other bytes: {why}; {_difference(one)}")
    facts = [("true", f"{len(true)} editions"), ("at fault", str(len(faults))), ("stale", str(len(stale)))]
    if again:
        same = sum(one.same for one in again)
        facts.append(("made again", f"{len(again)}, {same} of them the same bytes"))
    display.show_facts(f"archive {archive}", facts)


def _difference(one: "Rebuilt") -> str:
    """Return in words how text and pages differ from what was filed."""
    from coranto.compare.causes import says

    causes = one.comparison.causes if one.comparison else ()
    return ", ".join(map(says, causes)) or "text and page pictures are the same"


def _data(
    code: int,
    true: "Sequence[Verdict]",
    faults: "Sequence[Verdict]",
    stale: dict[str, list[str]],
    again: "Sequence[Rebuilt]",
) -> dict[str, object]:
    return {
        "ok": not code,
        "exit_code": code,
        "true": [verdict.name for verdict in true],
        "faults": [{"name": one.name, "fault": str(one.fixity), "message": one.message} for one in faults],
        "stale": stale,
        "rebuilt": [
            {
                "issue": one.name,
                "same": one.same,
                "reasons": list(one.reasons),
                "error": one.failure or None,
                "difference": _difference(one) if one.comparison else None,
            }
            for one in again
        ],
    }
