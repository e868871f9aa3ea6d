"""`coranto run`: press all issues that are not current, and file them in an archive."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coranto import display
from coranto.cli.options import Archive, Json, LayoutName, MemoryLimit, Shelves, TimeLimit, Workers
from coranto.errors import CorantoError
from coranto.findings import Level

if TYPE_CHECKING:
    from coranto.archive.archive import Archive as OpenArchive
    from coranto.archive.inputs import Inputs
    from coranto.pressrun.pool import Executor
    from coranto.pressrun.report import Report
    from coranto.pressrun.run import Failed, Filed
    from coranto.pressrun.search import Found
    from coranto.pressrun.survey import Order, Survey

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH", help="Folders of issues, of periodicals, or of many periodicals.", show_default=False
    ),
]
_MOST_TOLD = 5
"""Findings of a failed issue that are told while the run goes on; the report has all."""


def command(
    paths: Paths,
    archive: Archive,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what is stale and why; make nothing.")] = False,
    workers: Workers = None,
    layout: LayoutName = None,
    layouts_from: Shelves = None,
    force: Annotated[bool, typer.Option("--force", help="File what preflight holds, too.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Ask whether to remove editions whose issue is gone.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --prune: remove them without asking.")] = False,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="End at once if another run is at work on the archive.")
    ] = False,
    dask: Annotated[
        str | None,
        typer.Option(
            "--dask",
            metavar="ADDRESS",
            help="Set the issues on the cluster of the Dask scheduler there, such as tcp://host:8786.",
            show_default=False,
        ),
    ] = None,
    time_limit: TimeLimit = 300.0,
    memory_limit: MemoryLimit = 3_000,
    as_json: Json = False,
) -> None:
    """Press all issues whose editions are not current, and file them in an archive.

    An edition is current while its PDF is whole and nothing that it was made from has changed: its
    copy, the layout, the fonts, Coranto and the libraries under it. One that fails stops no other; the
    edition before it stays. Whenever the run ends, the archive is whole, and the next run goes on.

    Example: coranto run issues --archive /srv/editions
    """
    from coranto.archive.archive import Archive as OpenArchive
    from coranto.pressrun.limits import Limits
    from coranto.pressrun.pool import Pool
    from coranto.pressrun.report import plan_as_data
    from coranto.pressrun.search import find_issues
    from coranto.pressrun.survey import Order

    order = Order(layout, tuple(folder.resolve() for folder in layouts_from or ()), force)
    found = find_issues(paths)
    if dry_run:
        seen = _survey(found, OpenArchive(archive.resolve()), order)[0]
        if as_json:
            display.write_json({"ok": True, "exit_code": 0, **plan_as_data(seen)})
        else:
            _show_plan(seen)
        return
    limits = Limits(time_limit, memory_limit)

    def executor(inputs: "Inputs") -> "Executor":
        if dask:
            from coranto.pressrun.cluster import Cluster

            return Cluster(dask, limits=limits, inputs=inputs)
        return Pool(workers or len(os.sched_getaffinity(0)), limits=limits)

    report = _run(found, archive.resolve(), order, executor, wait=not no_wait, prune=prune, yes=yes)
    code = report.exit_code
    if as_json:
        display.write_json({"ok": not code, "exit_code": code, **report.as_data()})
    else:
        _show(report)
    if code:
        raise typer.Exit(code)


def _survey(found: "Found", archive: "OpenArchive", order: "Order") -> tuple["Survey", "Inputs"]:
    from coranto.archive.inputs import Inputs
    from coranto.pressrun.survey import survey

    inputs = Inputs(archive.sums, shelves=order.shelves)
    return survey(found, archive, inputs, order), inputs


def _run(
    found: "Found",
    folder: Path,
    order: "Order",
    executor: "Callable[[Inputs], Executor]",
    *,
    wait: bool,
    prune: bool,
    yes: bool,
) -> "Report":
    from coranto.archive.archive import Archive as OpenArchive
    from coranto.pressrun.limits import ending_cleanly
    from coranto.pressrun.report import Report
    from coranto.pressrun.run import Run

    started = time.monotonic()
    with _held(folder, wait=wait):
        archive = OpenArchive(folder)
        seen, inputs = _survey(found, archive, order)
        report = Report(str(folder), seen)
        for name in seen.unsettled:
            archive.settle(name)
        at_work = None
        try:
            at_work = executor(inputs) if seen.jobs else None
            with ending_cleanly(), display.RunProgress(len(seen.jobs)) as progress:
                for failed in report.failed:
                    _tell(failed, progress)
                for result in Run(archive, inputs, order, at_work).results(seen.jobs) if at_work else ():
                    report.add(result)
                    _tell(result, progress)
        except CorantoError as error:
            report.stop(error.message, error.exit_code)
        except KeyboardInterrupt:
            report.stop("interrupted", 130)
        except SystemExit as end:
            report.stop("told to end", int(str(end.code)))
        finally:
            if at_work:
                at_work.close()
            archive.save()
        if prune and not report.stopped:
            _prune(report, archive, yes=yes)
    report.seconds = time.monotonic() - started
    return report


@contextlib.contextmanager
def _held(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the archive; if another run does, wait for it and say so."""
    from coranto.archive.archive import BusyError, locked

    try:
        with locked(folder, wait=0):
            yield
            return
    except BusyError:
        if not wait:
            raise
    print("coranto: another run is at work on this archive; waiting for its end", file=sys.stderr)
    with locked(folder, wait=-1):
        yield


def _tell(result: "Filed | Failed", progress: display.RunProgress) -> None:
    from coranto.pressrun.run import Filed

    if isinstance(result, Filed):
        progress.advance(pages=result.pages)
        return
    progress.advance(failed=True)
    progress.say(Level.STOP, f"{result.name}: {result.message}")
    for remark in [remark for remark in result.remarks if remark.level is Level.STOP][:_MOST_TOLD]:
        progress.say(remark.level, f"{result.name}/{remark}" if remark.file else f"{result.name}: {remark}")


def _prune(report: "Report", archive: "OpenArchive", *, yes: bool) -> None:
    """Remove the editions whose issue is gone, those that are agreed to."""
    for name in report.survey.orphans:
        question = f"remove the edition {archive.pdf(name)}? Its issue is gone"
        if yes or (sys.stdin.isatty() and typer.confirm(question, default=False, err=True)):
            archive.remove(name)
            report.pruned.append(name)


def _show_plan(seen: "Survey") -> None:
    display.show_table(("issue", "why"), [(job.name, "; ".join(job.reasons)) for job in seen.jobs])
    _show_what_is_odd(seen, ())
    for name, folders in seen.clashes.items():
        display.note(Level.STOP, f"{len(folders)} folders bear the name {name}; rename all but one")
    for path in seen.missing:
        display.note(Level.STOP, f"`{path}` is not a folder")
    print(f"{len(seen.jobs)} to press, {len(seen.current)} current")


def _show_what_is_odd(seen: "Survey", pruned: Sequence[str]) -> None:
    for name in seen.orphans:
        if name not in pruned:
            display.note(Level.QUERY, f"the edition {name} is in the archive, its issue is gone (--prune removes it)")


def _show(report: "Report") -> None:
    seen = report.survey
    _show_what_is_odd(seen, report.pruned)
    rate = len(report.filed) / report.seconds * 60 if report.seconds else 0.0
    queries = sum(len(filed.remarks) for filed in report.filed)
    facts = [
        ("filed", f"{len(report.filed)} editions, {report.pages} pages, {queries} findings to look at"),
        ("current", str(len(seen.current))),
        ("failed", str(len(report.failed))),
        *([("removed", str(len(report.pruned)))] if report.pruned else []),
        (
            "time",
            f"{display.span(report.seconds)}, {rate:.0f} issues a minute"
            if report.filed
            else display.span(report.seconds),
        ),
    ]
    if report.stopped:
        facts.append(("stopped", f"{report.stopped}; {report.left} left, run again to go on"))
    display.show_facts(f"archive {report.archive}", facts)
