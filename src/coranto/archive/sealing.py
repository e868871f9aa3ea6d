"""Sealing: an issue's folder, and what its edition is made from, to be carried by the edition itself.

In: the folder of an issue and the inputs as they stand.  Out: a `Seal`.  The
issue's folder is called by its date in it, whatever it is called here, so that
the same issue makes the same bytes in any folder.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from pathlib import Path

from coranto.archive.inputs import Inputs, Manifest, digest_of, files_below
from coranto.archive.stamp import Stamp
from coranto.errors import CopyError, EditionError
from coranto.findings import Finding
from coranto.finish.model import EditionName, Seal
from coranto.finish.opening import FILE_LIMIT, TOTAL_LIMIT, check_names
from coranto.finish.statement import Statement
from coranto.issue.folders import PERIODICAL
from coranto.issue.source import read_bytes


def make_seal(
    inputs: Inputs, folder: Path, *, day: dt.date, layouts: Iterable[str], families: Iterable[str], asked: str | None
) -> Seal:
    """Return the seal of the issue in `folder`, set in these layouts and families.

    Raises:
        CopyError: a file of the issue is none that can be sealed, or has a name that can't be restored.

    """
    called = day.isoformat()
    paths = {f"{called}/{name}": folder / name for name in files_below(folder)}
    paths[PERIODICAL] = folder.resolve().parent / PERIODICAL
    files: dict[str, bytes] = {}
    faults: list[Finding] = []
    left = TOTAL_LIMIT
    for name in sorted(paths):
        content = read_bytes(paths[name], limit=min(FILE_LIMIT, left))
        if isinstance(content, Finding):
            faults.append(content)
        else:
            files[name] = content
            left -= len(content)
    if faults:
        raise CopyError("the issue can't be sealed: files of its folder can't be embedded", faults)
    statement = Statement(
        folder=called,
        files={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        asked=asked,
        layouts={name: inputs.layout(name) for name in layouts},
        fonts={name: inputs.family_digest(name) for name in sorted(families)},
        program=inputs.program,
    )
    try:
        check_names(statement)
    except EditionError as error:
        raise CopyError(f"the issue can't be sealed: {error.message}") from error
    return Seal(files, statement.as_bytes())


def stamp_of(statement: Statement) -> Stamp:
    """Return the stamp that says what a statement says."""
    inside = f"{statement.folder}/"
    issue: Manifest = {
        name.removeprefix(inside) if name != PERIODICAL else f"../{PERIODICAL}": digest
        for name, digest in statement.files.items()
    }
    return Stamp(
        edition=EditionName.ARCHIVE,
        asked=statement.asked,
        forced=False,
        issue=issue,
        layouts={name: digest_of(manifest) for name, manifest in statement.layouts.items()},
        fonts=statement.fonts,
        program=digest_of(statement.program),
    )


def manifest_of(statement: Statement, digest: str) -> Manifest | None:
    """Return the manifest of a digest, among those of a statement."""
    every = (*statement.layouts.values(), statement.program)
    return next((manifest for manifest in every if digest_of(manifest) == digest), None)
