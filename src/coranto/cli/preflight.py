"""`coranto preflight`: have an issue, or any finished PDF, judged."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coranto import display
from coranto.archive.filing import is_file
from coranto.cli.options import Editions, Json, LayoutName, MemoryLimit, Profile, Shelves, TimeLimit
from coranto.errors import HeldError, OutputError
from coranto.findings import Level
from coranto.issue.folders import HEAD
from coranto.preflight.rules import JudgeName

if TYPE_CHECKING:
    from coranto.archive.judges import Verdict
    from coranto.preflight.painting.model import Limits
    from coranto.pressrun.judging import Judged

_PAGE = "index.html"


def command(
    subject: Annotated[
        Path, typer.Argument(metavar="ISSUE|PDF", help="Folder of the issue, or any finished PDF.", show_default=False)
    ],
    judge: Annotated[
        list[JudgeName] | None,
        typer.Option("--judge", "-j", help="Who judges; else all that it calls for. May be given again."),
    ] = None,
    edition: Editions = None,
    layout: LayoutName = None,
    layouts_from: Shelves = None,
    profile: Profile = None,
    ink: Annotated[
        float | None,
        typer.Option("--ink", metavar="PERCENT", min=100, max=400, help="The most ink on a spot; else by the profile."),
    ] = None,
    ppi: Annotated[
        float, typer.Option("--ppi", metavar="PPI", min=1, max=2_400, help="Pixels to the inch that print shows.")
    ] = 300.0,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="DIR",
            help="Write a page for a browser there, with a picture of each spot.",
            show_default=False,
        ),
    ] = None,
    sarif: Annotated[
        Path | None,
        typer.Option("--sarif", metavar="FILE", help="Write the findings as SARIF 2.1.0.", show_default=False),
    ] = None,
    time_limit: TimeLimit = 300.0,
    memory_limit: MemoryLimit = 3_000,
    as_json: Json = False,
) -> None:
    """Have an issue, or any finished PDF, judged.

    Of an issue, the editions are pressed for it and none is kept; five judges
    look at it: pages, print, archive, access and editorial. Of a PDF, whoever
    made it, those rules are asked that need no copy: those of the standards that
    it says it keeps, or of the judges that are named; and veraPDF, qpdf and
    poppler are asked, too, where they are installed.

    Example: coranto preflight issues/the-forme/2026-09-01 --judge print
    """
    from coranto.archive.filing import writable
    from coranto.preflight.painting.model import Limits

    if sarif:
        writable(sarif)
    limits = replace(Limits(), ppi=ppi, ink=ink)
    whole = subject.name == HEAD or not (is_file(subject) or subject.suffix.lower() == ".pdf")
    outside: tuple[Verdict, ...] = ()
    if whole:
        judged = _of_issue(subject, judge, edition, layout, layouts_from, profile, limits, (time_limit, memory_limit))
    else:
        for name, given in (("--edition", edition), ("--layout", layout), ("--profile", profile)):
            if given:
                raise typer.BadParameter("a PDF is finished: this is for issues", param_hint=name)
        judged, outside = _of_pdf(subject, judge, limits, (time_limit, memory_limit))
    _write(judged, outside, subject, report, sarif)
    code = HeldError.exit_code if judged.held else 0
    if as_json:
        display.write_json(_as_data(judged, outside, code))
    else:
        _show(judged, outside, report)
    if code:
        raise typer.Exit(code)


def _of_issue(
    folder: Path,
    judges: list[JudgeName] | None,
    editions: Editions,
    layout: str | None,
    shelves: list[Path] | None,
    profile: Path | None,
    limits: "Limits",
    most: tuple[float, int],
) -> "Judged":
    from coranto.children.guard import guarded
    from coranto.children.limits import Limits as Most
    from coranto.finish.model import Paper
    from coranto.finish.profile import read_profile
    from coranto.pressrun.judging import judge_issue

    paper = Paper(read_profile(profile)) if profile else None
    with display.progress(f"judging {folder}") as told:
        return guarded(
            lambda report: judge_issue(
                folder,
                judges=judges or (),
                editions=editions or (),
                layout=layout,
                shelves=shelves or (),
                paper=paper,
                limits=limits,
                report=report,
            ),
            limits=Most(*most),
            report=told,
        )


def _of_pdf(
    pdf: Path, judges: list[JudgeName] | None, limits: "Limits", most: tuple[float, int]
) -> "tuple[Judged, tuple[Verdict, ...]]":
    from coranto.archive.judges import ask_all
    from coranto.children.limits import Limits as Most
    from coranto.pressrun.judging import judge_pdf

    with display.progress(f"judging {pdf}"):
        judged = judge_pdf(pdf, judges=judges or (), limits=limits, guard=Most(*most))
        return judged, ask_all(pdf)


def _write(
    judged: "Judged", outside: "tuple[Verdict, ...]", subject: Path, report: Path | None, sarif: Path | None
) -> None:
    """Write what was asked for: a page, a SARIF log."""
    import json

    from coranto.archive.filing import write_whole

    if sarif:
        from coranto.pressrun.sarif import as_sarif

        log = as_sarif(judged.findings, subject=subject)
        write_whole(sarif, (json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode())
    if report:
        from coranto.pressrun.findingspage import page_of_findings, pictures_of

        try:
            report.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"`{report}` can't be made: {error.strerror}") from error
        page = page_of_findings(judged, pictures_of(judged), {one.name: one.said for one in outside})
        write_whole(report / _PAGE, page.encode())


def _show(judged: "Judged", outside: "tuple[Verdict, ...]", report: Path | None) -> None:
    display.show_findings(judged.findings, codes=True)
    for verdict in outside:
        if verdict.fault:
            display.note(Level.QUERY, f"{verdict.name} {verdict.said}")
    facts = [
        ("judges", f"{', '.join(judged.judges)}: {judged.why}"),
        ("pages", str(judged.pages)),
        ("findings", display.count_findings(judged.findings)),
        *((verdict.name, verdict.said) for verdict in outside),
        *([("report", str(report / _PAGE))] if report else []),
    ]
    display.show_facts(judged.title, facts)


def _as_data(judged: "Judged", outside: "tuple[Verdict, ...]", code: int) -> dict[str, object]:
    return {
        "ok": not code,
        "exit_code": code,
        "title": judged.title,
        "judges": list(judged.judges),
        "pages": judged.pages,
        "claims": list(judged.claims),
        "findings": [display.as_data(finding) for finding in judged.findings],
        "outside": {verdict.name: verdict.said for verdict in outside},
    }
