"""`coranto run`: press all issues that are not current, and file them in an archive."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coranto import display
from coranto.cli.options import (
    Addresses,
    Archive,
    Blanks,
    Booklet,
    Creep,
    Editions,
    Json,
    LayoutName,
    MemoryLimit,
    Profile,
    Shelves,
    Spine,
    TimeLimit,
    Workers,
    paper_of,
)
from coranto.finish.model import EditionName

if TYPE_CHECKING:
    from coranto.archive.inputs import Inputs
    from coranto.pressrun.pool import Executor

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH", help="Folders of issues, of periodicals, or of many periodicals.", show_default=False
    ),
]


def command(
    paths: Paths,
    archive: Archive,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what is stale and why; make nothing.")] = False,
    workers: Workers = None,
    edition: Editions = None,
    layout: LayoutName = None,
    layouts_from: Shelves = None,
    force: Annotated[bool, typer.Option("--force", help="File what preflight holds, too.")] = False,
    profile: Profile = None,
    blanks: Blanks = True,
    booklet: Booklet = False,
    creep: Creep = 0.0,
    spine: Spine = 0.0,
    addresses: Addresses = True,
    prune: Annotated[bool, typer.Option("--prune", help="Ask whether to remove editions whose issue is gone.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --prune: remove them without asking.")] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="DIR",
            help="Write a page for a browser there: what came of each issue, with pictures.",
            show_default=False,
            file_okay=False,
        ),
    ] = None,
    compare: Annotated[
        bool,
        typer.Option("--compare", help="File nothing: press what is stale elsewhere, and compare it with the archive."),
    ] = False,
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

    With --compare, a new layout can be judged before it is accepted: what it would change is shown as
    `coranto compare` shows it, and the archive stays as it is.

    Example: coranto run issues --archive /srv/editions
    """
    from coranto.children.limits import Limits
    from coranto.cli import run_show, run_work
    from coranto.pressrun.pool import Pool
    from coranto.pressrun.search import find_issues
    from coranto.pressrun.survey import Order

    editions = tuple(dict.fromkeys(edition or (EditionName.SCREEN,)))
    paper = paper_of(profile, editions, addresses=addresses, blanks=blanks, booklet=booklet, creep=creep, spine=spine)
    order = Order(layout, tuple(folder.resolve() for folder in layouts_from or ()), force, editions, paper)
    found, folder = find_issues(paths), archive.resolve()
    limits = Limits(time_limit, memory_limit)

    pool = Pool(workers or len(os.sched_getaffinity(0)), limits=limits)

    def executor(inputs: "Inputs") -> "Executor":
        if dask:
            from coranto.pressrun.cluster import Cluster

            return Cluster(dask, limits=limits, inputs=inputs)
        return pool

    if dry_run:
        seen = run_work.surveyed(found, folder, order)
        if as_json:
            display.write_json({"ok": True, "exit_code": 0, **run_show.plan_as_data(seen)})
        else:
            run_show.show_plan(seen)
        return
    if compare:
        done, differences = run_work.compared(found, folder, order, executor, report=report)
        code = run_show.show_comparison(folder, done, differences, as_json=as_json)
    else:
        pruning = run_work.Pruning(wanted=prune, agreed=yes)
        prepare = (lambda: None) if dask else pool.prepare
        done = run_work.run(found, folder, order, executor, prepare=prepare, wait=not no_wait, pruning=pruning)
        if report:
            run_work.write_page(done, folder, report)
        code = run_show.show_report(done, page=report, as_json=as_json)
    if code:
        raise typer.Exit(code)
