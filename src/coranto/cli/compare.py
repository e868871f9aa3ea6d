"""`coranto compare`: two PDFs or two archives side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coranto import display
from coranto.archive.filing import is_folder, writable
from coranto.cli.options import Json
from coranto.errors import DifferError, EditionError

if TYPE_CHECKING:
    from coranto.compare import Comparison, Survey

_SHOWN = 8
"""Lines of each sort that a screen shows."""


def command(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="A PDF, or a folder of PDFs.", show_default=False)],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="Another of the same sort.", show_default=False)],
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE|DIR",
            help="Show the pages side by side: on one page (a name that ends in .html), or in a folder, where each "
            "edition has its own.",
            show_default=False,
        ),
    ] = None,
    pixels: Annotated[bool, typer.Option("--pixels/--no-pixels", help="Compare the pages as pictures, too.")] = True,
    dpi: Annotated[
        float, typer.Option("--dpi", min=20, max=600, metavar="N", help="Pixels to the inch of these pictures.")
    ] = 100.0,
    tolerance: Annotated[
        int,
        typer.Option("--tolerance", min=0, max=254, metavar="N", help="Pass over so small differences of a colour."),
    ] = 0,
    as_json: Json = False,
) -> None:
    """Compare two PDFs, or two archives of them.

    It tells which articles moved, which words changed, and which pages look
    otherwise; of archives, how many editions differ, by cause. Editions are
    all files *.pdf below a folder, in pairs by their paths. Equal bytes are
    not looked into. Colours have 256 steps; every pixel counts.

    The exit code is 0 if all that was compared is the same, 9 if it isn't, 10
    if a PDF can't be read.

    Example: coranto compare archive/2026 /tmp/archive/2026 --report changes.html
    """
    from coranto.compare import Pairing, Survey, compare_archives, compare_files
    from coranto.compare.causes import grouped

    folders = _are_folders(before, after)
    if report is not None and report.suffix.lower() == ".html":
        writable(report)  # told before the work, not after it
    exactness = dpi if pixels else None
    with display.progress(f"comparing {before} and {after}") as told:
        if folders:
            survey = compare_archives(
                before,
                after,
                dpi=exactness,
                tolerance=tolerance,
                report=lambda done, of, name: told(f"{done} of {of}, {name}"),
            )
        else:
            found = compare_files(before, after, dpi=exactness, tolerance=tolerance)
            pairings = (Pairing(after.name, found.verdict, found),)
            survey = Survey(pairings, grouped(pairings))
        if report is not None:
            from coranto.cli.compare_report import write_report

            write_report(report, before, after, survey, told=told)
    if as_json:
        display.write_json(as_data(survey, folders=folders))
    elif folders:
        show_archives(before, after, survey)
    else:
        _show_pair(before, after, found)
    if report is not None and not as_json:
        print(f"the report is {report / 'index.html' if is_folder(report) else report}")
    if code := _exit_code(survey):
        raise typer.Exit(code)


def _are_folders(before: Path, after: Path) -> bool:
    for path in (before, after):
        if not path.exists():
            raise EditionError(f"`{path}` does not exist; name a PDF or a folder of PDFs")
    if is_folder(before) != is_folder(after):
        message = "name two PDFs or two folders, not one of each"
        raise typer.BadParameter(message, param_hint="AFTER")
    return is_folder(before)


def _exit_code(survey: "Survey") -> int:
    if survey.unread:
        return EditionError.exit_code
    return 0 if survey.same else DifferError.exit_code


def as_data(survey: "Survey", *, folders: bool) -> dict[str, object]:
    """Return a comparison as JSON has it."""
    data = {"ok": survey.same, "exit_code": _exit_code(survey)}
    if folders:
        return {**data, "editions": _plain(survey.pairings), "groups": _plain(survey.groups)}
    return {**data, "comparison": _plain(survey.pairings[0].comparison)}


def _plain(value: object) -> object:
    """Return a value as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        names: Sequence[str] | None = getattr(value, "_fields", None)
        plain = [_plain(item) for item in value]
        return dict(zip(names, plain, strict=True)) if names else plain
    return str(value) if isinstance(value, StrEnum) else value


# --- one pair -----------------------------------------------------------------------------------


def _show_pair(before: Path, after: Path, found: "Comparison") -> None:
    from coranto.compare import Verdict
    from coranto.compare.report import how

    said = {Verdict.BYTES: "the same bytes", Verdict.PAGES: "the same, in other bytes"}.get(found.verdict, "different")
    title = f"{before} and {after}: {said}"
    facts = (
        [] if found.verdict is Verdict.BYTES else [*_facts(found), ("compared", how(found).removeprefix("Compared: "))]
    )
    display.show_facts(title, facts or [("compared", "every byte")])


def _facts(found: "Comparison") -> Iterator[tuple[str, str]]:
    from coranto.compare.causes import says
    from coranto.compare.report import span

    yield from _lines("why", [says(cause) for cause in found.causes])
    yield "pages", str(found.pages[0]) if found.pages[0] == found.pages[1] else "{} → {}".format(*found.pages)
    yield from _lines("moved", [f"‘{one.title}’ {span(one.before)} → {span(one.after)}" for one in found.moves])
    changes = [
        f"{_page(one.page_before, one.page_after)} … {one.lead} [-{one.before}-]{{+{one.after}+}} {one.tail} …"
        for one in found.changes
    ]
    yield from _lines("words", [_cut(line) for line in changes])
    shifts = [f"{_page(one.page_before, one.page_after)} … {one.text} …" for one in found.shifts]
    yield from _lines("elsewhere", [_cut(line) for line in shifts])
    others = [
        f"{one.name}: [-{one.before}-]{{+{one.after}+}}" for one in (*found.furniture, *found.links, *found.sizes)
    ]
    yield from _lines("others", [_cut(line) for line in others])
    yield from _lines("says", [f"{one.name}: {one.before or '–'} → {one.after or '–'}" for one in found.facts])
    looks = [f"{_page(one.before, one.after)} {one.share:.3%}" for one in found.looks]
    if looks:
        more = f", and {len(looks) - _SHOWN} more" if len(looks) > _SHOWN else ""
        yield "pictures", f"{len(looks)} pages look otherwise: {', '.join(looks[:_SHOWN])}{more}"
    yield from _lines("note", found.notes)


def _lines(name: str, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield lines under one name, as many as a screen takes."""
    for at, line in enumerate(lines[:_SHOWN]):
        yield ("" if at else name), line
    if len(lines) > _SHOWN:
        yield "", f"… and {len(lines) - _SHOWN} more"


def _page(before: int | None, after: int | None) -> str:
    if before == after or after is None:
        return f"p. {before}"
    return f"p. {after}" if before is None else f"p. {before} → {after}"


def _cut(line: str) -> str:
    longest = 160
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


# --- archives -----------------------------------------------------------------------------------


def show_archives(before: Path, after: Path, survey: "Survey") -> None:
    """Show how two archives differ, by cause."""
    from coranto.compare import Verdict
    from coranto.compare.report import VERDICTS

    facts = [(f"{count:,}", VERDICTS[one][count > 1]) for one in VERDICTS if (count := survey.count(one))]
    display.show_facts(f"{before} and {after}: {len(survey.pairings):,} editions", facts or [("0", "editions")])
    if survey.groups:
        rows = [(f"{len(group.names):,}", f"{group.says}: {_some(group.names)}") for group in survey.groups]
        display.show_facts("why they differ", list(_topped(rows)))
    for verdict in (Verdict.UNREAD, Verdict.GONE, Verdict.ADDED):
        some = [(one.name, one.error) for one in survey.pairings if one.verdict is verdict]
        if some:
            display.show_facts(VERDICTS[verdict][1], list(_topped(some)))


def _topped(rows: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    yield from rows[: 2 * _SHOWN]
    if len(rows) > 2 * _SHOWN:
        yield "…", f"and {len(rows) - 2 * _SHOWN} more; --report and --json have them all"


def _some(names: Sequence[str]) -> str:
    shown = 3
    return ", ".join(names[:shown]) + (" …" if len(names) > shown else "")
