"""`coranto check`: read issues and tell what is wrong with the copy."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coranto import display
from coranto.cli.options import Json, Shelves
from coranto.errors import CopyError, CorantoError, LayoutError, PressError
from coranto.findings import Finding

if TYPE_CHECKING:
    from coranto.issue.mending import Mended

Issues = Annotated[
    list[Path],
    typer.Argument(
        metavar="ISSUE", help="Folders of issues; or of a periodical, for all of its issues.", show_default=False
    ),
]


def command(
    issues: Issues,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what is not in the house's style, where that is safe, and show it.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", "--dry-run", help="Show what --fix would mend, and write nothing.")
    ] = False,
    layouts_from: Shelves = None,
    as_json: Json = False,
) -> None:
    """Read issues and tell what is wrong with the copy.

    It makes no pages. All faults of an issue are told at once, each as file:line:column, with what
    to do. It takes a fraction of a second, so an editor may run it at each save.

    Example: coranto check issues/the-forme
    """
    from coranto.children.guard import guarded
    from coranto.children.limits import Limits

    errors: list[CorantoError] = []
    queries: list[Finding] = []
    read: list[str] = []
    folders = list(_folders(issues))
    mended = _mend(folders, write=fix and not diff, quiet=as_json) if fix or diff else []
    for folder in folders:
        try:
            name, found = guarded(
                lambda _, folder=folder: _check(folder, layouts_from or ()),  # type: ignore[misc]
                limits=Limits(60.0),
            )
        except (CopyError, LayoutError, PressError) as error:
            errors.append(error)
            continue
        read.append(name)
        queries += found
    if errors:
        message = errors[0].message if len(folders) == 1 else f"{len(errors)} of {len(folders)} issues are at fault"
        raise type(errors[0])(message, [finding for error in errors for finding in _all(error)])
    if as_json:
        changes = [{"file": str(one.path), "places": one.count, "written": not diff} for one in mended]
        told = {"mended": changes} if fix or diff else {}
        display.write_json(
            {"ok": True, "exit_code": 0, "issues": read, "findings": [display.as_data(one) for one in queries], **told}
        )
        return
    display.show_findings(queries)
    for name in read:
        print(f"{name}: the copy is in order")


def _mend(folders: Iterable[Path], *, write: bool, quiet: bool) -> "list[Mended]":
    """Mend these issues, or only show what would be; return what changed."""
    from coranto.archive.filing import write_all
    from coranto.children.guard import guarded
    from coranto.children.limits import Limits
    from coranto.issue.mending import mended

    changes: dict[Path, Mended] = {}
    for folder in folders:
        with contextlib.suppress(CopyError, PressError):  # the check tells
            found = guarded(lambda _, folder=folder: mended(folder), limits=Limits(300.0))  # type: ignore[misc]
            if write:
                write_all({one.path: (one.old, one.new) for one in found})
            changes.update((one.path, one) for one in found)
    for one in changes.values() if not quiet else ():
        display.show_diff(str(one.path), one.old.decode(), one.new.decode())
    if not quiet:
        places = sum(one.count for one in changes.values())
        print(f"{places} {'place' if places == 1 else 'places'} {'mended' if write else 'to be mended'}")
    return list(changes.values())


def _all(error: CorantoError) -> Iterable[Finding]:
    """Return an error's findings; one without any becomes one itself."""
    from coranto.findings import stop

    return error.findings or (stop("copy.check", error.message),)


def _folders(issues: Iterable[Path]) -> Iterator[Path]:
    for path in issues:
        if not _readable(path):
            yield path  # the reader tells why
            continue
        inside = sorted(head.parent for head in path.glob("*/issue.yaml"))
        if (path / "periodical.yaml").exists() and not (path / "issue.yaml").exists() and inside:
            yield from inside
            # A folder with articles and no head is an issue that somebody meant.
            yield from sorted({article.parent for article in path.glob("*/*.md")} - set(inside))
        else:
            yield path


def _readable(path: Path) -> bool:
    """Tell whether a folder may be looked into."""
    return os.access(path, os.R_OK | os.X_OK)


def _check(folder: Path, shelves: Iterable[Path]) -> tuple[str, tuple[Finding, ...]]:
    from coranto.layout.options import furniture_words, settle_options
    from coranto.layout.stack import resolve_layout
    from coranto.preflight.copyrules import judge_copy
    from coranto.preflight.waivers import waive
    from coranto.pressrun.desk import read_copy

    issue = read_copy(folder, shelves=shelves)
    layout = resolve_layout(issue.layout, shelves=shelves, with_fonts=False, place=issue.layout_place)
    settle_options(issue, layout)
    furniture_words(issue, layout)
    return issue.name, waive(issue, (*issue.queries, *judge_copy(issue)), ())
