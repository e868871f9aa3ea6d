"""`coranto verify` of one PDF: whether it is as it was made, and what it carries is true."""

from pathlib import Path

import typer

from coranto import display
from coranto.errors import ArchiveError, EditionError
from coranto.findings import Level


def verify_pdf(path: Path, *, as_json: bool) -> None:
    """Tell whether a finished PDF is whole, and each file in it true to its sum."""
    from coranto.archive.judges import ask_verapdf
    from coranto.archive.unsealing import read_edition
    from coranto.finish.saving import is_whole
    from coranto.pressrun.sealed import open_edition

    judged = ask_verapdf(path)
    whole = is_whole(read_edition(path))
    sealed, fault = None, ""
    try:
        sealed = open_edition(path)
    except EditionError as error:
        carries_none = whole and "carries no issue" in error.message
        fault = "" if carries_none else error.message
    if whole is None and not fault:
        fault = (
            f"`{path}` carries no sum of its own; it was not made by Coranto, or was written anew by another program"
        )
    elif whole is False and not fault:
        fault = f"`{path}` was altered: it is not, byte for byte, as it was made; the issue in it is true all the same"
    code = ArchiveError.exit_code if fault else 0
    files = len(sealed.files) if sealed else 0
    if as_json:
        display.write_json(
            {
                "ok": not code,
                "exit_code": code,
                "whole": whole,
                "files": files,
                "verapdf": judged,
                "fault": fault or None,
            }
        )
    else:
        if fault:
            display.note(Level.STOP, fault)
        told = {True: "yes, byte for byte as it was made", False: "no", None: "not known"}[whole]
        issue = f"{files} files, each true to its sum" if sealed else "none that can be restored" if fault else "none"
        display.show_facts(f"edition {path}", [("whole", told), ("issue in it", issue), ("veraPDF", judged)])
    if code:
        raise typer.Exit(code)
