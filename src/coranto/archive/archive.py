"""The archive: a folder of editions, each a PDF with its record beside it.

    <archive>/<periodical>/<issue>.pdf     the edition for a screen
    <archive>/<periodical>/<issue>.json    its record (`coranto.archive.record`)
    <archive>/<periodical>/<issue>.print.pdf, .archive.pdf, each with its record: the other editions
    <archive>/.coranto/lock                held by the run that is at work
    <archive>/.coranto/sums.json           sums of files that haven't moved
    <archive>/.coranto/parts/              files that are being written; swept by the next run
    <archive>/.coranto/made-from/          manifests of layouts, fonts and programs, by digest

Everything but the lock may be copied elsewhere, and lost without harm to the
editions if it lies in `.coranto`.
"""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from coranto.archive.filing import write_whole
from coranto.archive.inputs import Inputs, Manifest, digest_of
from coranto.archive.record import (
    SUFFIX,
    DamagedRecordError,
    Filing,
    Record,
    read_record,
    record_as_bytes,
)
from coranto.cache import Sums
from coranto.errors import OutputError
from coranto.finish.model import EditionName

PDF = ".pdf"
_OWN = ".coranto"


def edition_name(issue: str, edition: EditionName) -> str:
    """Return what the edition of an issue is called: as the issue, if it is for a screen."""
    return issue if edition is EditionName.SCREEN else f"{issue}.{edition}"


def issue_name(edition: str) -> str:
    """Return what the issue of an edition is called."""
    issue, _, last = edition.rpartition(".")
    return issue if last in (EditionName.PRINT, EditionName.ARCHIVE) else edition


class BusyError(OutputError):
    """Another process holds the archive."""


@contextlib.contextmanager
def locked(folder: Path, *, wait: float) -> Iterator[None]:
    """Hold an archive for this process; wait so many seconds for another one, -1 for ever.

    What a run left half-written is swept away first.

    Raises:
        OutputError: the archive can't be made or written.
        BusyError: another process holds it.

    """
    own = folder / _OWN
    parts = own / "parts"
    lock = FileLock(own / "lock")
    try:
        parts.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise BusyError(f"another run is at work on the archive `{folder}`; try again when it has ended") from error
    except OSError as error:
        raise OutputError(f"the archive `{folder}` can't be written: {error.strerror}") from error
    try:
        for part in parts.iterdir():
            part.unlink()
        yield
    finally:
        lock.release()


class Archive:
    """An archive; what changes it is done while its lock is held."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.own = folder / _OWN
        self.sums = Sums(self.own / "sums.json")

    # --- what there is ----------------------------------------------------------

    def pdf(self, name: str) -> Path:
        """Return where the PDF of the edition `<periodical>/<issue>` lies."""
        return self.folder / f"{name}{PDF}"

    def record(self, name: str) -> Path:
        """Return where the record of an edition lies."""
        return self.folder / f"{name}{SUFFIX}"

    def names(self) -> list[str]:
        """Return the names of all editions of which there is a PDF or a record, in order."""
        found = set()
        for path in self.folder.glob("*/*"):
            if path.suffix in {PDF, SUFFIX} and not path.parent.name.startswith(".") and not path.name.startswith("."):
                found.add(str(path.relative_to(self.folder))[: -len(path.suffix)])
        return sorted(found)

    def filing_of(self, record: Record) -> Filing | None:
        """Return what is on record of the PDF that lies there; None if there is none, or none that fits.

        Raises:
            OSError: the PDF can't be read.

        """
        path = self.pdf(record.issue)
        return record.filing_of(self.sums.sum(path)) if path.is_file() else None

    def manifest(self, digest: str) -> Manifest | None:
        """Return the manifest of a digest, if the archive keeps it and it is what it says."""
        with contextlib.suppress(OSError, ValueError):
            found = json.loads((self.own / "made-from" / f"{digest}.json").read_bytes())
            if isinstance(found, dict) and digest_of(found) == digest:
                return found
        return None

    # --- what changes it --------------------------------------------------------

    def save(self) -> None:
        """Keep the sums of files that haven't moved."""
        self.sums.save()

    def file(self, name: str, *, pdf: bytes, filing: Filing, source: Path) -> None:
        """File an edition: whole or not at all, at each moment.

        Raises:
            OutputError: it can't be written; the edition that was there before still is.

        """
        path = self.pdf(name)
        try:
            path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise OutputError(f"`{path.parent}` can't be made: {error.strerror}") from error
        before = None
        with contextlib.suppress(DamagedRecordError, OSError):
            known = read_record(self.record(name))
            before = self.filing_of(known) if known else None
        record = Record(issue=name, source=str(source), filings=(filing,))
        if before is None or before.sha256 == filing.sha256:
            self._write(self.record(name), record_as_bytes(record))
        else:
            both = record.model_copy(update={"filings": (filing, before)})
            self._write(self.record(name), record_as_bytes(both))
        if before is None or before.sha256 != filing.sha256:
            try:
                self._write(path, pdf)
            except OutputError:
                if before is None and not path.exists():
                    self.record(name).unlink(missing_ok=True)
                raise
            if before is not None:
                self._write(self.record(name), record_as_bytes(record))
        self.sums.note(path, filing.sha256)

    def settle(self, name: str) -> None:
        """Forget the filing whose PDF is gone, which a run left that was ended between the two.

        Raises:
            OutputError: the record can't be written.

        """
        record = read_record(self.record(name))
        if record and len(record.filings) > 1 and (filing := self.filing_of(record)):
            self._write(self.record(name), record_as_bytes(record.model_copy(update={"filings": (filing,)})))

    def keep_manifests(self, inputs: Inputs) -> None:
        """Keep the manifests that stamps name by their digest."""
        folder = self.own / "made-from"
        folder.mkdir(exist_ok=True)
        for manifest in (*inputs.layouts.values(), *inputs.families.values(), inputs.program):
            path = folder / f"{digest_of(manifest)}.json"
            if not path.exists():
                content = json.dumps(manifest, sort_keys=True, ensure_ascii=False, indent=1) + "\n"
                self._write(path, content.encode())

    def remove(self, name: str) -> None:
        """Remove an edition, and the folder of its periodical if that is empty then.

        Raises:
            OutputError: it can't be removed.

        """
        try:
            self.pdf(name).unlink(missing_ok=True)
            self.record(name).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"`{self.pdf(name)}` can't be removed: {error.strerror}") from error
        with contextlib.suppress(OSError):
            self.pdf(name).parent.rmdir()

    def _write(self, path: Path, content: bytes) -> None:
        write_whole(path, content, beside=self.own / "parts")
