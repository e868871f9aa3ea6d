"""Options and arguments that several commands share."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from coranto.finish.model import EditionName, Paper


def _layout_names(incomplete: str) -> list[str]:
    from coranto import shelf

    return sorted(path.parent.name for path in shelf.layouts_folder().glob(f"{incomplete}*/layout.yaml"))


Issue = Annotated[
    Path,
    typer.Argument(metavar="ISSUE", help="Folder of the issue, the one that holds issue.yaml.", show_default=False),
]
Archive = Annotated[
    Path,
    typer.Option("--archive", "-a", file_okay=False, metavar="DIR", help="Folder of the archive.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Write the result as JSON, for a program.")]
LayoutName = Annotated[
    str | None,
    typer.Option(
        "--layout",
        metavar="NAME",
        help="Set it in this layout, not in its own.",
        autocompletion=_layout_names,
        show_default=False,
    ),
]
Shelves = Annotated[
    list[Path] | None,
    typer.Option(
        "--layouts-from",
        exists=True,
        file_okay=False,
        metavar="DIR",
        help="Look for layouts in this folder, too, and there first. May be given again.",
        show_default=False,
    ),
]
TimeLimit = Annotated[
    float, typer.Option("--time-limit", metavar="SECONDS", min=0.1, max=86_400, help="Stop after so long.")
]
MemoryLimit = Annotated[
    int, typer.Option("--memory-limit", metavar="MB", min=100, max=1_000_000, help="Stop when it needs more.")
]
Editions = Annotated[
    list[EditionName] | None,
    typer.Option(
        "--edition",
        "-e",
        help="For whom: screen, which is the rule, print, or archive. May be given again.",
        show_default=False,
    ),
]
Profile = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="FILE",
        help="For print: the printer's ICC profile. Else it is ISO Coated v2 300%.",
        show_default=False,
        dir_okay=False,
    ),
]
Booklet = Annotated[bool, typer.Option("--booklet", help="For print: lay out the pages in pairs, to be folded.")]
Creep = Annotated[
    float,
    typer.Option("--creep", metavar="MM", min=0, max=20, help="With --booklet: move the innermost pages to the fold."),
]
Spine = Annotated[
    float,
    typer.Option("--spine", metavar="MM", min=0, max=80, help="For print: a cover to be glued, its spine so wide."),
]
Blanks = Annotated[bool, typer.Option("--blanks/--no-blanks", help="For print: bring the pages to a multiple of 4.")]
Addresses = Annotated[bool, typer.Option("--addresses/--no-addresses", help="For print: show where links lead to.")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", "-w", min=1, max=256, help="Issues set at once; else one a core.", show_default=False),
]
ArchiveFolder = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder of the archive.", show_default=False, exists=True, file_okay=False)
]
Copy = Annotated[
    list[Path] | None,
    typer.Option(
        "--copy",
        metavar="PATH",
        help="Folder that holds the issues now. Else they are looked for where they were.",
        show_default=False,
    ),
]


def paper_of(
    profile: Path | None,
    editions: Collection[EditionName],
    *,
    addresses: bool,
    blanks: bool,
    booklet: bool,
    creep: float,
    spine: float,
) -> Paper:
    """Return what is asked of the edition for print.

    Raises:
        BadParameter: what is asked for goes not together, or would do nothing.
        OutputError: the profile is none.

    """
    given = {
        "--profile": profile, "--booklet": booklet, "--creep": creep, "--spine": spine,
        "--no-blanks": not blanks, "--no-addresses": not addresses,
    }  # fmt: skip
    asked = next((name for name, value in given.items() if value), None)
    if asked and EditionName.PRINT not in editions:
        raise typer.BadParameter("this is for print; say --edition print, too", param_hint=asked)
    if creep and not booklet:
        raise typer.BadParameter("only the pages of a booklet creep; say --booklet, too", param_hint="--creep")
    if booklet and spine:
        raise typer.BadParameter(
            "a booklet is stapled, and has no spine; leave one of the two off", param_hint="--spine"
        )
    from coranto.finish.profile import read_profile

    chosen = read_profile(profile) if profile else None
    return Paper(chosen, addresses=addresses, blanks=blanks, booklet=booklet, creep=creep, spine=spine)
