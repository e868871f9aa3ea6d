"""What `coranto run` shows: the plan, the summary, the comparison."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coranto import display
from coranto.errors import DifferError, EditionError
from coranto.findings import Level
from coranto.pressrun.report import Report, plan_as_data
from coranto.pressrun.survey import Survey

if TYPE_CHECKING:
    from coranto.compare import Survey as Differences

__all__ = ["plan_as_data", "show_comparison", "show_plan", "show_report"]


def show_plan(seen: Survey) -> None:
    """Show what is stale, and why."""
    display.show_table(("issue", "why"), [(job.name, "; ".join(job.reasons)) for job in seen.jobs])
    _show_what_is_odd(seen, ())
    for name, folders in seen.clashes.items():
        display.note(Level.STOP, f"{len(folders)} folders bear the name {name}; rename all but one")
    for path, why in seen.unsearched.items():
        display.note(Level.STOP, f"`{path}` {why}")
    print(f"{len(seen.jobs)} to press, {len(seen.current)} current")


def _show_what_is_odd(seen: Survey, pruned: Sequence[str]) -> None:
    for name in seen.orphans:
        if name not in pruned:
            display.note(Level.QUERY, f"the edition {name} is in the archive, its issue is gone (--prune removes it)")


def show_report(report: Report, *, page: Path | None, as_json: bool) -> int:
    """Show what came of a run; return the exit code."""
    code = report.exit_code
    if as_json:
        display.write_json({"ok": not code, "exit_code": code, **report.as_data()})
        return code
    _show_what_is_odd(report.survey, report.pruned)
    display.show_facts(f"archive {report.archive}", _facts(report, page))
    return code


def _facts(report: Report, page: Path | None) -> list[tuple[str, str]]:
    queries = sum(not remark.waived for filed in report.filed for remark in filed.remarks)
    rate = f", {len(report.filed) / report.seconds * 60:.0f} issues a minute" if report.filed else ""
    editions = sum(len(filed.editions) for filed in report.filed)
    facts = [
        ("filed", f"{editions} editions, {report.pages} pages, {queries} findings to look at"),
        ("current", str(len(report.survey.current))),
        ("failed", str(len(report.failed))),
        ("time", f"{display.span(report.seconds)}{rate}"),
    ]
    if report.pruned:
        facts.append(("removed", str(len(report.pruned))))
    if page:
        facts.append(("report", str(page / "index.html")))
    if report.stopped:
        facts.append(("stopped", f"{report.stopped}; {report.left} left, run again to go on"))
    return facts


def show_comparison(folder: Path, report: Report, differences: "Differences", *, as_json: bool) -> int:
    """Show how editions that were pressed on trial differ from those that are filed; return the exit code."""
    from coranto.cli import compare

    code = report.exit_code
    if not code and not differences.same:
        code = EditionError.exit_code if differences.unread else DifferError.exit_code
    if as_json:
        data = {**report.as_data(), **compare.as_data(differences, folders=True)}
        display.write_json({**data, "ok": not code, "exit_code": code})
        return code
    compare.show_archives(folder, Path("the trial"), differences)
    same = f"{len(report.survey.current)} editions are current and were not pressed"
    display.show_facts(
        "trial", [("pressed", str(len(report.filed))), ("failed", str(len(report.failed))), ("same", same)]
    )
    return code
