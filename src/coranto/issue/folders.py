"""Folders: where an issue lies, found from what was named."""

from pathlib import Path

from coranto.errors import CopyError
from coranto.findings import Finding, Place, stop

HEAD = "issue.yaml"
PERIODICAL = "periodical.yaml"


def find(folder: Path) -> Path:
    """Return the folder of the issue that was named by its folder, or by its `issue.yaml`.

    Raises:
        CopyError: there is no issue, or it can't be read.

    """
    if folder.name == HEAD:
        folder = folder.parent
    try:
        there, headed = folder.is_dir(), (folder / HEAD).exists()
    except OSError as error:
        unread = stop("copy.unreadable", f"`{folder}` can't be read: {error.strerror}", place=Place(folder))
        raise CopyError(f"the issue at {folder} can't be read", [unread]) from error
    if not there:
        raise CopyError(f"there is no issue at {folder}", [_no_folder(folder)])
    if not headed:
        raise CopyError(f"there is no issue at {folder}", [_no_head(folder)])
    return folder


def _no_folder(folder: Path) -> Finding:
    what = "is not a folder" if folder.exists() else "does not exist"
    return stop(
        "copy.no-issue", f"`{folder}` {what}", hint="name the folder that holds issue.yaml", place=Place(folder)
    )


def _no_head(folder: Path) -> Finding:
    inside = sorted(head.parent.name for head in folder.glob(f"*/{HEAD}"))
    hint = f"name one of its issues: {', '.join(inside[:5])}" if inside else "name the folder that holds issue.yaml"
    return stop("copy.no-issue", f"there is no {HEAD} in `{folder}`", hint=hint, place=Place(folder))
