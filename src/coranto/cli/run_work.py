"""The work of `coranto run`: survey, run, comparison, with what is told of them on the way."""

import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coranto import display
from coranto.archive.archive import Archive, BusyError, locked
from coranto.archive.inputs import Inputs
from coranto.children.limits import ending_cleanly
from coranto.errors import CorantoError, OutputError
from coranto.findings import Level
from coranto.layout.stack import layout_head
from coranto.pressrun.pool import Executor
from coranto.pressrun.report import Report
from coranto.pressrun.run import Failed, Filed, Run
from coranto.pressrun.search import Found
from coranto.pressrun.survey import Order, Survey, survey

if TYPE_CHECKING:
    from coranto.compare import Survey as Differences

Begin = Callable[[Inputs], Executor]
"""Begins an executor, when there is work for it."""

_MOST_TOLD = 5
"""Findings of a failed issue that are told while the run goes on; the report has all."""


@dataclass(frozen=True, slots=True)
class Pruning:
    """Whether editions whose issue is gone are to be removed."""

    wanted: bool
    agreed: bool
    """Without being asked for each."""


def surveyed(found: Found, folder: Path, order: Order) -> Survey:
    """Return what a run over an archive would do."""
    archive = Archive(folder)
    return survey(found, archive, _inputs(archive, order), order)


def _inputs(archive: Archive, order: Order) -> Inputs:
    """Return the inputs; a layout that is asked for and not there is told at once, not by each issue.

    Raises:
        LayoutError: there is no such layout.

    """
    inputs = Inputs(archive.sums, shelves=order.shelves)
    if order.layout and not inputs.layout(order.layout):
        layout_head(order.layout, shelves=order.shelves)
    return inputs


def run(
    found: Found,
    folder: Path,
    order: Order,
    begin: Begin,
    *,
    prepare: Callable[[], None],
    wait: bool,
    pruning: Pruning,
) -> Report:
    """Press what is stale and file it; return what came of it, also if the run ended early.

    `prepare` is called as soon as it is known that there is work, and must not wait for anything.

    Raises:
        OutputError: the archive can't be written, or another run holds it and this one is not to wait.

    """
    started = time.monotonic()
    with _held(folder, wait=wait):
        archive = Archive(folder)
        inputs = _inputs(archive, order)
        report = Report(str(folder), survey(found, archive, inputs, order, begun=prepare))
        for name in report.survey.unsettled:
            archive.settle(name)
        _press(report, archive, inputs, order, begin)
        if pruning.wanted and not report.stopped:
            _prune(report, archive, agreed=pruning.agreed)
    report.seconds = time.monotonic() - started
    return report


def compared(
    found: Found, folder: Path, order: Order, begin: Begin, *, report: Path | None
) -> tuple[Report, "Differences"]:
    """Press what is stale into a passing archive; return what came of it, and how it differs from what is filed.

    `report` is where pages for a browser are written.

    Raises:
        OutputError: they can't be written.

    """
    from coranto.cli.compare_report import write_report
    from coranto.compare import compare_archives

    started = time.monotonic()
    archive = Archive(folder)
    inputs = _inputs(archive, order)
    done = Report(str(folder), survey(found, archive, inputs, order))
    with tempfile.TemporaryDirectory(prefix="coranto-") as name, locked(Path(name), wait=0):
        passing = Path(name)
        _press(done, Archive(passing), inputs, order, begin)
        names = {f"{name}.pdf" for filed in done.filed for name in filed.editions}
        with display.progress("comparing") as told:
            differences = compare_archives(
                folder, passing, only=names, report=lambda at, of, name: told(f"{at} of {of}, {name}")
            )
            if report:
                write_report(report, folder, passing, differences, told=told)
    done.seconds = time.monotonic() - started
    return done, differences


def write_page(report: Report, folder: Path, into: Path) -> None:
    """Write the page of a run for a browser, as `index.html` in a folder.

    Raises:
        OutputError: it can't be written.

    """
    from datetime import UTC, datetime

    from coranto.pressrun.page import page_of_run

    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    try:
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=into, encoding="utf-8", delete=False) as file:
            part = Path(file.name)
            with display.progress("writing the report") as told:
                for piece in page_of_run(report, when=when, pdf=Archive(folder).pdf):
                    file.write(piece)
                    told(f"{file.tell() / 1_000_000:.1f} MB")
        part.chmod(0o644)
        part.replace(into / "index.html")
    except OSError as error:
        raise OutputError(f"the report in `{into}` can't be written: {error.strerror}") from error


def _press(report: Report, archive: Archive, inputs: Inputs, order: Order, begin: Begin) -> None:
    """Press the jobs of a report; whatever ends it early is noted there."""
    jobs = report.survey.jobs
    executor = None
    try:
        with ending_cleanly(), display.RunProgress(len(jobs)) as progress:
            for failed in report.failed:
                _tell(failed, progress)
            if jobs:
                executor = begin(inputs)
                for result in Run(archive, inputs, order, executor).results(jobs):
                    report.add(result)
                    _tell(result, progress)
    except CorantoError as error:
        report.stop(error.message, error.exit_code)
    except KeyboardInterrupt:
        report.stop("interrupted", 130)
    except SystemExit as end:
        report.stop("told to end", int(str(end.code)))
    finally:
        if executor:
            executor.close()
        archive.save()


@contextlib.contextmanager
def _held(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the archive; if another run does, wait for it and say so."""
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


def _tell(result: Filed | Failed, progress: display.RunProgress) -> None:
    if isinstance(result, Filed):
        progress.advance(pages=result.pages)
        return
    progress.advance(failed=True)
    progress.say(Level.STOP, f"{result.name}: {result.message}")
    for remark in [remark for remark in result.remarks if remark.level is Level.STOP][:_MOST_TOLD]:
        progress.say(remark.level, f"{result.name}/{remark}" if remark.file else f"{result.name}: {remark}")


def _prune(report: Report, archive: Archive, *, agreed: bool) -> None:
    """Remove the editions whose issue is gone, those that are agreed to."""
    asking = sys.stdin.isatty()
    if report.survey.orphans and not (agreed or asking):
        display.note(
            Level.QUERY, "nobody is there to be asked what to remove; say --yes to remove all whose issue is gone"
        )
    for name in report.survey.orphans:
        question = f"remove the edition {archive.pdf(name)}? Its issue is gone"
        if agreed or (asking and typer.confirm(question, default=False, err=True)):
            archive.remove(name)
            report.pruned.append(name)
