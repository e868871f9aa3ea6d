"""Filing: a file is written whole or not at all, and what was there stays till then."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from coranto.errors import OutputError


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; one that can't be asked is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Tell whether a path is a file; one that can't be asked is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def writable(path: Path) -> Path:
    """Return the file that `path` stands for: a link is followed to what it points to.

    Raises:
        OutputError: there can't be a file there.

    """
    try:
        path = path.resolve()
        if path.is_dir():
            raise OutputError(f"`{path}` is a folder; name a file")
        if path.exists() and not path.is_file():
            raise OutputError(f"`{path}` is not a regular file; choose another place with --output")
        if not path.parent.is_dir():
            raise OutputError(
                f"the folder `{path.parent}` does not exist; make it first, or choose another place with --output"
            )
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: a circle of links; ValueError: a NUL
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"`{path}` can't be written: {reason}; choose another place with --output") from error
    return path


def new_folder(path: Path) -> None:
    """Make a folder, with those that it lies in; one that is there and empty will do.

    Raises:
        OutputError: there is something already, or it can't be made.

    """
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise OutputError(f"`{path}` is there already and is not empty; choose another name")
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"`{path}` can't be made: {error.strerror}") from error


def write_whole(path: Path, content: bytes, *, beside: Path | None = None) -> None:
    """Write `content` to `path`: beside it first, then in its place, at once.

    `beside` is another folder of the same file system to write it into first.

    The file and its folder are synced, so that a power cut leaves either the
    old file or the new one.

    Raises:
        OutputError: it can't be written; what was there before still is.

    """
    path = writable(path)
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=beside or path.parent, prefix=".coranto-", suffix=".part")
    except OSError as error:
        raise OutputError(f"`{path}` can't be written: {error.strerror}; choose another place with --output") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise OutputError(
            f"`{path}` can't be written: {error.strerror}; the file that was there is untouched"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


def write_all(changes: Mapping[Path, tuple[bytes, bytes]]) -> None:
    """Write several files, each with what it held till now and what it shall hold: all of them, or none.

    Raises:
        OutputError: one can't be written, or holds something else by now; those that were written are put back.

    """
    done: list[Path] = []
    try:
        for path, (old, new) in changes.items():
            _still_holds(path, old)
            write_whole(path, new)
            done.append(path)
    except OutputError:
        for path in done:
            write_whole(path, changes[path][0])
        raise


def _still_holds(path: Path, content: bytes) -> None:
    try:
        held = path.read_bytes()
    except OSError as error:
        raise OutputError(f"`{path}` can't be read: {error.strerror}; nothing was written") from error
    if held != content:
        raise OutputError(f"`{path}` was changed by somebody else in the meantime; nothing was written")


def _sync_folder(folder: Path) -> None:
    """Sync a folder; one that may be written and not read can't be, and its file stands all the same."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
