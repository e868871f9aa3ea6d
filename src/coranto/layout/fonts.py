"""Font families: what their manifests promise, proved against the files.

In: names of families.  Out: `Family` objects whose files are there and are,
byte for byte, those of the manifest (`fonts/<family>/family.yaml`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from coranto.cache import Sums, kept_sums
from coranto.errors import FontError
from coranto.findings import Finding, Place, stop
from coranto.issue.fields import Model, Text, WebAddress
from coranto.layout.sheets import read_model

MANIFEST = "family.yaml"


class FaceSheet(Model):
    """One font file of a family."""

    file: Annotated[str, StringConstraints(pattern=r"^[\w-]+\.(ttf|otf)$")]
    weight: int = Field(ge=1, le=1000)
    style: Literal["normal", "italic"]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Origin(Model):
    """Where the files were taken from, unchanged."""

    package: Text
    upstream: WebAddress


class FamilySheet(Model):
    """`family.yaml`."""

    family: Text = Field(description="Name of the family as the files themselves give it")
    role: Literal["serif", "sans", "mono"]
    version: Text
    scripts: tuple[Text, ...] = Field(strict=False, description="ISO 15924 codes")
    origin: Origin
    licence: Literal["OFL-1.1"]
    copyright: Text
    faces: tuple[FaceSheet, ...] = Field(min_length=1, strict=False)


@dataclass(frozen=True, slots=True)
class Face:
    """A font file, proved."""

    path: Path
    weight: int
    style: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Family:
    """A family of fonts; `name` is its folder's, `family` is what CSS calls it."""

    name: str
    family: str
    role: str
    version: str
    licence: str
    scripts: tuple[str, ...]
    faces: tuple[Face, ...]


def resolve_families(names: Iterable[str], folder: Path, *, anew: bool = False) -> dict[str, Family]:
    """Return the families called `names` from the shelf `folder`.

    A file that is as it was when its sum was last taken is taken at that sum,
    unless it is to be summed `anew`.

    Raises:
        FontError: a family, its manifest or a file is missing or altered.

    """
    families: dict[str, Family] = {}
    faults: list[Finding] = []
    sums = kept_sums("fonts")
    for name in names:
        family, found = _resolve(name, folder, sums, anew=anew)
        faults += found
        if family:
            families[name] = family
    sums.save()
    if faults:
        raise FontError("the fonts are not what their manifests say", faults)
    return families


def all_families(folder: Path) -> dict[str, Family]:
    """Return every family on the shelf `folder`, by name, each file summed anew.

    Raises:
        FontError: as `resolve_families` does.

    """
    return resolve_families(_names(folder), folder, anew=True)


def called(families: Collection[str], folder: Path) -> list[str]:
    """Return the names of the families on the shelf `folder` that CSS calls so, as far as there are such."""
    read = ((name, read_model(folder / name / MANIFEST, FamilySheet)[0]) for name in _names(folder))
    return [name for name, said in read if said and said.family in families]


def _names(folder: Path) -> list[str]:
    return sorted(path.parent.name for path in folder.glob(f"*/{MANIFEST}"))


def _resolve(name: str, folder: Path, sums: Sums, *, anew: bool) -> tuple[Family | None, list[Finding]]:
    home = folder / name
    if not (home / MANIFEST).is_file():
        hint = f"there are: {', '.join(_names(folder))}" if _names(folder) else "install Coranto anew"
        what = f"there is no font family `{name}` in {folder}"
        return None, [stop("fonts.unknown-family", what, hint=hint, place=Place(home / MANIFEST))]
    said, sheet, faults = read_model(home / MANIFEST, FamilySheet)
    if said is None:
        return None, faults
    for index, face in enumerate(said.faces):
        if fault := _prove(home / face.file, face.sha256, sums, anew=anew):
            place = sheet.place(("faces", index, "file"))
            faults.append(stop("fonts.altered", f"the font file `{face.file}` {fault[0]}", hint=fault[1], place=place))
    faces = tuple(Face(home / face.file, face.weight, face.style, face.sha256) for face in said.faces)
    return Family(name, said.family, said.role, said.version, said.licence, said.scripts, faces), faults


def _prove(path: Path, sha256: str, sums: Sums, *, anew: bool) -> tuple[str, str] | None:
    """Return what is wrong with a font file and what to do, or nothing."""
    try:
        found = sums.sum(path, anew=anew)
    except OSError as error:
        return f"can't be read: {error.strerror}", "put the file back"
    if found != sha256:
        return "is not the one that its manifest names", f"put the file back whose SHA-256 begins {sha256[:12]}"
    return None
