"""`coranto bag`: an archive with all that it was made from, as a BagIt bag."""

from pathlib import Path
from typing import Annotated

import typer

from coranto import display
from coranto.cli.options import ArchiveFolder, Copy, Json, Shelves
from coranto.errors import ArchiveError


def command(
    archive: ArchiveFolder,
    into: Annotated[
        Path,
        typer.Option(
            "--into", metavar="BAG", help="Folder that the bag becomes; it must not be there yet.", show_default=False
        ),
    ],
    copy: Copy = None,
    layouts_from: Shelves = None,
    as_json: Json = False,
) -> None:
    """Make a BagIt bag of an archive: editions, copy, layouts and fonts.

    From a bag, everything can be made again on another machine, years later; its README says how. An
    edition that is altered or stale, or whose issue is gone, is told, and no bag is made.

    Example: coranto bag /srv/editions --into /media/vault/editions-2026
    """
    from coranto.archive.archive import Archive
    from coranto.archive.bags import bag
    from coranto.archive.fixity import Fixity, prove_editions
    from coranto.archive.inputs import Inputs
    from coranto.pressrun.rebuild import Sources

    opened = Archive(archive.resolve())
    inputs = Inputs(opened.sums, shelves=[folder.resolve() for folder in layouts_from or ()])
    sources = Sources(copy or ())
    with display.progress(f"bagging {archive}") as report:
        report("summing the editions")
        verdicts = list(prove_editions(opened))
        faults = [one.message for one in verdicts if one.fixity is not Fixity.TRUE]
        true = [one for one in verdicts if one.fixity is Fixity.TRUE]
        for one in true:
            changed = sources.stale(one, opened, inputs, but_program=True)
            faults += [f"{one.name} is stale: {'; '.join(changed)}"] if changed else []
        if faults or not true:
            told = "\n  ".join(faults) or "it holds no edition"
            raise ArchiveError(f"the archive `{archive}` can't be bagged:\n  {told}")
        report("copying")
        folders = {one.name: folder for one in true if (folder := sources.folder(one))}
        size = bag(opened, into.resolve(), editions=true, folders=folders, inputs=inputs)
    if as_json:
        display.write_json({"ok": True, "exit_code": 0, "bag": str(into), "editions": len(true), "bytes": size})
        return
    display.show_facts(f"bag {into}", [("editions", str(len(true))), ("size", f"{size / 1_000_000:,.1f} MB")])
