"""Unsealing: the folder of an issue, restored from the edition that carries it.

In: what `coranto.finish.opening` has proved.  Out: files in a folder that is
there whole or not at all.
"""

import shutil
import tempfile
from pathlib import Path

from coranto.archive.filing import new_folder
from coranto.errors import EditionError, OutputError
from coranto.findings import Finding
from coranto.finish.opening import SIZE_LIMIT, Sealed
from coranto.issue.source import read_bytes


def read_edition(path: Path) -> bytes:
    """Return the bytes of a finished PDF.

    Raises:
        EditionError: it can't be read, or is larger than any that is opened.

    """
    content = read_bytes(path.resolve(), limit=SIZE_LIMIT)
    if isinstance(content, Finding):
        raise EditionError(content.message)
    return content


def lay_out_files(sealed: Sealed, folder: Path) -> Path:
    """Write the files of an issue below an empty folder that is ours; return the issue's own folder.

    Raises:
        OSError: they can't be written.

    """
    for name, content in sealed.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:  # never over what is there, never through a link
            file.write(content)
    return folder / sealed.statement.folder


def restore(sealed: Sealed, into: Path) -> Path:
    """Restore the folder of an issue below `into`, which is not there yet, or empty; return the issue's own folder.

    Raises:
        OutputError: there is something already, or it can't be written; then nothing is.

    """
    made = not into.exists()
    new_folder(into)
    into = into.resolve()
    try:
        with tempfile.TemporaryDirectory(dir=into.parent, prefix=".coranto-", suffix=".part") as name:
            part = Path(name) / "issue"
            part.mkdir()
            lay_out_files(sealed, part)
            part.chmod(into.stat().st_mode & 0o7777)
            part.replace(into)  # over an empty folder, at once (rename(2))
    except OSError as error:
        if made:
            shutil.rmtree(into, ignore_errors=True)
        raise OutputError(f"`{into}` can't be written: {error.strerror or error}; nothing was restored") from error
    return into / sealed.statement.folder
