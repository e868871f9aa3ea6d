"""The bag: an archive with all that its editions were made from, to be kept elsewhere.

In: an archive, its issues' folders, layouts and fonts.  Out: a BagIt bag
(RFC 8493) that needs nothing else but a Coranto of the same versions:

    data/README.txt       how to make it all again
    data/requirements.txt the Python packages, pinned as they were
    data/editions/        the archive
    data/issues/          the copy
    data/shelf/layouts/   the layouts of the editions, and what they extend
    data/shelf/fonts/     the font families of the editions

Each file of copy, layout and font is summed in the bag and held against the
stamps of the editions: what is bagged is what they were made from.
"""

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from coranto.archive.archive import Archive, issue_name
from coranto.archive.fixity import Verdict
from coranto.archive.inputs import Inputs, Manifest, digest_of, files_below, sum_folder
from coranto.cache import Sums
from coranto.errors import ArchiveError, OutputError
from coranto.issue.folders import PERIODICAL

_README = """\
This bag holds {count} editions and all that they were made from.

To prove that the bag is whole, with any BagIt tool, such as
    pip install bagit && bagit.py --validate .

To make the editions again, and prove that they come out the same:
    pip install -r data/requirements.txt
    CORANTO_SHELF=data/shelf coranto verify data/editions --copy data/issues --rebuild all

Besides Python's packages, the bytes depend on these:
{program}
"""
_NO_PACKAGE = (
    "Coranto",
    "Python",
    "machine",
    "zlib",
    "Pango",
    "HarfBuzz",
    "HarfBuzz subsetter",
    "fontconfig",
    "FreeType",
)


def bag(
    archive: Archive, into: Path, *, editions: Iterable[Verdict], folders: Mapping[str, Path], inputs: Inputs
) -> int:
    """Make a bag of these editions in the folder `into`, whole or not at all; return how many bytes it holds.

    `folders` says where the issue of each lies.

    Raises:
        ArchiveError: something is no longer what an edition was made from.
        OutputError: the bag can't be written, or there is something already.

    """
    editions = list(editions)
    if into.exists():
        raise OutputError(f"`{into}` is there already; choose another name")
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into.parent, prefix=".coranto-", suffix=".part") as name:
            part = Path(name) / "bag"
            _fill(part, archive, editions, folders, inputs)
            _prove(part, editions)
            _seal(part, len(editions))
            size = sum(path.stat().st_size for path in part.rglob("*") if path.is_file())
            part.rename(into)
    except OSError as error:
        raise OutputError(f"the bag `{into}` can't be written: {error.strerror or error}") from error
    return size


def _fill(part: Path, archive: Archive, editions: list[Verdict], folders: Mapping[str, Path], inputs: Inputs) -> None:
    layouts: dict[str, None] = {}
    families: dict[str, None] = {}
    for edition in editions:
        assert edition.filing is not None  # noqa: S101 - of a true edition
        layouts |= dict.fromkeys(edition.filing.stamp.layouts)
        families |= dict.fromkeys(edition.filing.stamp.fonts)
        folder = folders[edition.name]
        issue = issue_name(edition.name)
        _copy(folder, part / "issues" / issue)
        shutil.copy2(folder.parent / PERIODICAL, part / "issues" / issue / ".." / PERIODICAL)
        for path in (archive.pdf(edition.name), archive.record(edition.name)):
            _copy_file(path, part / "editions" / path.relative_to(archive.folder))
    _copy(archive.own / "made-from", part / "editions" / archive.own.name / "made-from")
    for name in layouts:
        _copy(inputs.layout_folder(name), part / "shelf" / "layouts" / name)
    for name in families:
        _copy(inputs.fonts / name, part / "shelf" / "fonts" / name)
    program = inputs.program
    pinned = [f"coranto=={program['Coranto'].partition(' ')[0]}"]
    pinned += [f"{name}=={version}" for name, version in program.items() if name not in _NO_PACKAGE]
    (part / "requirements.txt").write_text("\n".join([*pinned, ""]), encoding="utf-8")
    told = "\n".join(f"    {name} {program[name]}" for name in _NO_PACKAGE)
    (part / "README.txt").write_text(_README.format(count=len(editions), program=told), encoding="utf-8")


def _copy(folder: Path, to: Path) -> None:
    for name in files_below(folder):
        _copy_file(folder / name, to / name)


def _copy_file(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, to)


def _prove(part: Path, editions: list[Verdict]) -> None:
    """Hold what was bagged against the stamps of the editions."""
    sums = Sums(None)
    known: dict[Path, str] = {}

    def digest(folder: Path) -> str:
        if folder not in known:
            known[folder] = digest_of(sum_folder(folder, sums))
        return known[folder]

    faults: list[str] = []
    for edition in editions:
        assert edition.filing is not None  # noqa: S101 - of a true edition
        stamp, folder = edition.filing.stamp, part / "issues" / issue_name(edition.name)
        copy: Manifest = sum_folder(folder, sums) | {f"../{PERIODICAL}": sums.sum(folder.parent / PERIODICAL)}
        if copy != stamp.issue:
            faults.append(f"the copy of {edition.name}")
        for kind, parts in (("layouts", stamp.layouts), ("fonts", stamp.fonts)):
            changed = [name for name, was in parts.items() if digest(part / "shelf" / kind / name) != was]
            faults += [f"{edition.name}: {kind} {name}" for name in changed]
    if faults:
        told = ", ".join(dict.fromkeys(faults[:5]))
        raise ArchiveError(
            f"{len(faults)} things are no longer what the editions were made from: {told}; run again, then bag"
        )


def _seal(part: Path, count: int) -> None:
    import bagit

    bagit.make_bag(
        str(part),
        {
            "External-Description": f"{count} editions of periodicals with their copy, layouts and fonts",
            "Bag-Software-Agent": "Coranto, bagit-python",
        },
        checksums=["sha256"],
    )
