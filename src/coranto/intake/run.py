"""A run: many sources become issues of one periodical, and each is filed whole or not at all.

In: files, and folders of files.  Out: issue folders, a record of each import,
and what is to be told.  Nothing that somebody has edited is written over
unless it is ordered, and then the old folder is kept.
"""

import functools
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coranto.archive.filing import write_whole
from coranto.children.crew import shared_out
from coranto.children.limits import Limits
from coranto.errors import CopyError, CorantoError, OutputError
from coranto.findings import Finding, Level, Place, query, stop
from coranto.intake.bringing import Brought, bring_in
from coranto.intake.drafting import Order
from coranto.intake.formats import suffixes
from coranto.intake.recipe import Recipe, read_recipe
from coranto.intake.sitefiles import read_data
from coranto.intake.writer import slug
from coranto.issue.folders import PERIODICAL

RECORDS = "imports"
"""The folder beside the issues that holds records and folders that were kept."""
LIMITS = Limits(seconds=120, megabytes=2_000)
"""Seconds that one source may take."""
_INNER = ("_includes", "_data", "_layouts", "_site", "node_modules")


@dataclass(frozen=True)
class Filed:
    """One source of a run, and what became of it."""

    source: Path
    folder: Path | None
    """Where the issue is; nothing, if there is none."""
    state: str
    """`new`, `unchanged`, `replaced`, `looked at` or `failed`."""
    brought: Brought | None
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        """Whether something holds: the source couldn't come in, or not whole."""
        return any(finding.level is Level.STOP for finding in self.findings)


def sources_in(paths: Sequence[Path], recipe: Recipe, into: Path | None = None) -> list[Path]:
    """Return the files that are named, and those in the folders that are named, in order; nothing of `into`.

    Raises:
        CopyError: there is none.

    """
    found: list[Path] = []
    wanted = suffixes() if recipe.mapping else suffixes() - {".json", ".yaml", ".yml"}
    for path in paths:
        if path.is_dir():
            found += sorted(_within(path, wanted, recipe, into.resolve() if into else None))
        else:
            found.append(path)
    if not found:
        what = f"there is nothing to import in {', '.join(f'`{path}`' for path in paths)}"
        raise CopyError(
            what, [stop("intake.nothing", what, hint=f"name files that end in {', '.join(sorted(wanted))}")]
        )
    return list(dict.fromkeys(found))


def _within(folder: Path, wanted: frozenset[str], recipe: Recipe, into: Path | None) -> Iterator[Path]:
    for above, folders, names in os.walk(folder):
        if into and Path(above).resolve() == into:
            folders.clear()
            continue
        folders[:] = [name for name in folders if name not in _INNER and not name.startswith(".")]
        for name in names:
            path = Path(above, name)
            inside = not any(path.as_posix().endswith(one) for one in recipe.site.references)
            if path.suffix.lower() in wanted and not name.startswith(".") and inside and not path.is_symlink():
                yield path


def run(
    sources: Sequence[Path],
    into: Path,
    order: Order,
    *,
    jobs: int,
    dry: bool = False,
    force: bool = False,
    told: Callable[[int, Filed], None] = lambda _, __: None,
) -> list[Filed]:
    """Import the sources; return what became of each, in their order.

    `told` is called with the number of those that are done, and the last.

    Raises:
        OutputError: the folder of the periodical can't be made or written.

    """
    if not dry:
        for folder in (into, into / RECORDS):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OutputError(f"the folder `{folder}` can't be made: {error.strerror}") from error
    read_recipe(order.recipe)  # told before the work
    done: dict[int, Brought | CorantoError] = {}
    filed: list[Filed] = []
    taken: set[str] = set()
    base = None if dry else into
    with tempfile.TemporaryDirectory(prefix=".coranto-import-", dir=base) as staging:
        staged = replace(order, staging=Path(staging), title=_title(into))
        work = functools.partial(_brought, order=staged)
        for (index, _), result in shared_out(work, enumerate(sources), jobs=jobs, limits=LIMITS, fault=CopyError):
            done[index] = result
            while len(filed) in done:  # filed in order, whatever comes first
                one = _filed(sources[len(filed)], done.pop(len(filed)), into, taken, dry=dry, force=force)
                filed.append(one)
                taken |= {one.folder.name} if one.folder else set()
                told(len(filed), one)
    return filed


def _title(into: Path) -> str:
    """Return the title of the periodical: what its file says, else its folder's name."""
    path = into / PERIODICAL
    said = read_data(path).get("title") if path.is_file() else None
    return str(said or re.sub(r"[-_\s]+", " ", into.resolve().name).strip().capitalize() or "Copy")


def _brought(piece: tuple[int, Path], order: Order) -> Brought:
    return bring_in(piece[1], order)


def _filed(
    source: Path, result: Brought | CorantoError, into: Path, taken: set[str], *, dry: bool, force: bool
) -> Filed:
    """File a source's issue, under a name that no other of this run has `taken`."""
    if isinstance(result, CorantoError):
        told = result.findings or (stop("intake.failed", result.message, place=Place(source)),)
        return Filed(source, None, "failed", None, told)
    if dry:
        faults = [_moved(fault, result.folder, into / result.name) for fault in result.faults]
        shutil.rmtree(result.folder.parent)
        return Filed(source, into / result.name, "looked at", result, (*result.findings, *faults))
    target, state, findings = _destination(result, into, taken, force=force)
    try:
        if state != "failed":
            _periodical(result, into)
            write_whole(_record_of(target), _record_text(result.record))
            if state != "unchanged":
                result.folder.rename(target)
    except (OSError, OutputError) as error:
        reason = error.message if isinstance(error, OutputError) else f"`{target}` can't be written: {error.strerror}"
        state = "failed"
        findings = [stop("intake.unfiled", reason, hint="look at what lies there", place=Place(target))]
    shutil.rmtree(result.folder.parent)
    if state == "failed":
        return Filed(source, target, state, result, tuple(findings))
    faults = [_moved(fault, result.folder, target) for fault in result.faults]
    slim = replace(result, record={})  # it is written; hundreds of them would only take room
    return Filed(source, target, state, slim, (*result.findings, *faults, *findings))


def _destination(result: Brought, into: Path, taken: set[str], *, force: bool) -> tuple[Path, str, list[Finding]]:
    """Return where the issue goes, and what stands there: nothing, the same, ours unedited, or somebody's."""
    names = [result.name, f"{result.name}-{slug(result.source.stem)}", f"{result.name}-{_short_sum(result)}"]
    for name in sorted(names, key=lambda name: not _is_of(into / name, result)):  # where it came to stand before
        target = into / name
        if name in taken:
            continue
        before = _read_record(_record_of(target))
        if not os.path.lexists(target):
            return target, "new", []
        if before and not _is_of(target, result):
            continue  # another source's
        if before and before.get("files") == _sums(target):
            if before.get("files") == result.record["files"]:
                return target, "unchanged", []
            shutil.rmtree(target)
            return target, "replaced", []
        if force:
            kept = _keep(target)
            what = f"the edited folder `{target.name}` is kept as `{kept.relative_to(into)}`"
            return (
                target,
                "replaced",
                [query("intake.kept", what, hint="take over what was edited", place=Place(target))],
            )
        what = (
            f"`{target}` was edited since it was imported" if before else f"`{target}` is there, and was not imported"
        )
        hint = "move it away, or say --force: it is then kept beside the record"
        return target, "failed", [stop("intake.edited", what, hint=hint, place=Place(target))]
    what = f"there are issues `{names[0]}`, `{names[1]}` and `{names[2]}` already"
    return into / names[0], "failed", [stop("intake.edited", what, hint="give one another date")]


def _is_of(target: Path, result: Brought) -> bool:
    """Tell whether what stands there came of this source: of its name, and its bytes or the folders it lies in."""
    before = _read_record(_record_of(target)) if os.path.lexists(target) else None
    source, told = before.get("source") if before else None, result.record["source"]
    if not isinstance(source, dict) or not isinstance(told, dict) or source.get("file") != told["file"]:
        return False
    folder, now = str(source.get("folder")), str(told["folder"])
    return source.get("sha256") == told["sha256"] or now == folder or now.endswith(f"/{folder}")


def _short_sum(result: Brought) -> str:
    return str(result.record["source"]["sha256"])[:8]  # type: ignore[index] # written by bring_in


def _periodical(result: Brought, into: Path) -> None:
    """Write periodical.yaml if there is none."""
    path = into / PERIODICAL
    if not path.exists():
        write_whole(path, result.periodical.encode())


def _keep(target: Path) -> Path:
    """Move a folder beside its record, under a number of its own; return where it is."""
    number = 1
    while (kept := target.parent / RECORDS / f"{target.name}.kept-{number}").exists():
        number += 1
    kept.parent.mkdir(exist_ok=True)
    target.rename(kept)
    return kept


def _record_of(target: Path) -> Path:
    return target.parent / RECORDS / f"{target.name}.json"


def _record_text(record: dict[str, object]) -> bytes:
    """Return a record as JSON, an entry a line where there are many."""
    lines: list[str] = []
    row = json.JSONEncoder(ensure_ascii=False).encode
    for key, value in record.items():
        if isinstance(value, list) and value:
            rows = ",\n".join(f"    {row(one)}" for one in value)
            lines.append(f"  {json.dumps(key)}: [\n{rows}\n  ]")
        else:
            said = json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n  ")
            lines.append(f"  {json.dumps(key)}: {said}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _read_record(path: Path) -> dict[str, object] | None:
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _sums(folder: Path) -> dict[str, str]:
    """Return the sum of each file in a folder, and a word for whatever no import writes."""
    found: dict[str, str] = {}
    for above, folders, files in os.walk(folder):
        for name in (*files, *folders):
            path = Path(above, name)
            known = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found[known] = "link"
            elif path.is_file():
                found[known] = hashlib.sha256(path.read_bytes()).hexdigest()
            elif not path.is_dir() or not any(path.iterdir()):
                found[known] = "no file"
    return found


def _moved(finding: Finding, staged: Path, target: Path) -> Finding:
    """Return a finding with the place where its file is filed."""
    place = finding.place
    if place and place.file.is_relative_to(staged):
        return replace(finding, place=Place(target / place.file.relative_to(staged), place.line, place.column))
    return finding
