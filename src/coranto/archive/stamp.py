"""The stamp: what an edition was made from; two stamps that differ say what changed.

In: `Inputs` as they stand.  Out: a `Stamp`, kept with the edition.  An edition
whose stamp is that of today is never made again.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from coranto.archive.inputs import Inputs, Manifest
from coranto.finish.model import EditionName, Paper
from coranto.finish.profile import own_profile
from coranto.issue.fields import Model

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Lookup = Callable[[str], Manifest | None]
"""Gives the manifest of a digest, if it is kept."""


class PaperStamp(Model):
    """What was asked of an edition for print."""

    profile: Digest
    addresses: bool
    blanks: bool
    booklet: bool
    creep: float = Field(strict=False)
    spine: float = Field(0.0, strict=False)

    @classmethod
    def of(cls, paper: Paper) -> Self:
        """Return what is kept of what was asked for."""
        profile = paper.profile or own_profile()
        return cls(
            profile=hashlib.sha256(profile.content).hexdigest(),
            addresses=paper.addresses,
            blanks=paper.blanks,
            booklet=paper.booklet,
            creep=paper.creep,
            spine=paper.spine,
        )


class Stamp(Model):
    """What an edition was made from, by SHA-256."""

    edition: EditionName = Field(EditionName.SCREEN, strict=False)
    paper: PaperStamp | None = None
    """Of an edition for print."""
    asked: str | None
    """The layout that the run asked for; without one, the issue's own."""
    forced: bool
    """Whether it was to be filed although preflight holds it."""
    issue: Manifest
    """Each file of the issue's folder, and `../periodical.yaml`."""
    layouts: dict[str, Digest]
    """The chain from the layout to the one that extends nothing; each the digest of its manifest."""
    fonts: dict[str, Digest]
    """The families of the layout for the issue's scripts; each the digest of its manifest."""
    program: Digest
    """The digest of the versions of Coranto and of all that it stands on."""


def take_stamp(
    inputs: Inputs,
    folder: Path,
    *,
    layouts: Iterable[str],
    families: Iterable[str],
    asked: str | None,
    forced: bool,
    edition: EditionName = EditionName.SCREEN,
    paper: Paper | None = None,
) -> Stamp:
    """Return the stamp of the issue in `folder`, set in these layouts and families, as things stand now.

    Raises:
        OSError: a file of the issue can't be read.

    """
    return Stamp(
        edition=edition,
        paper=paper_stamp(edition, paper),
        asked=asked,
        forced=forced,
        issue=inputs.issue(folder),
        layouts={name: inputs.layout_digest(name) for name in layouts},
        fonts={name: inputs.family_digest(name) for name in families},
        program=inputs.program_digest,
    )


def paper_stamp(edition: EditionName, paper: Paper | None) -> PaperStamp | None:
    """Return what is kept of what was asked of an edition; nothing, if it isn't for print."""
    return PaperStamp.of(paper or Paper()) if edition is EditionName.PRINT else None


def differences(old: Stamp, new: Stamp, *, before: Lookup, now: Lookup) -> Iterator[str]:
    """Yield what changed from one stamp to another, in the words of the house.

    `before` and `now` give the manifests of their digests; without a manifest
    a thing is told by its name.
    """
    for name in _changed(old.issue, new.issue):
        yield name.removeprefix("../") + _how(old.issue, new.issue, name)
    if old.asked != new.asked:
        yield f"set in the layout {new.asked or 'of its own'} instead of {old.asked or 'its own'}"
    if old.paper != new.paper:
        yield "other things are asked of the print: its profile, addresses, blanks, booklet or spine"
    if old.forced != new.forced and old.forced:
        yield "was filed by force, which is not asked for now"
    for what, olds, news in (("layout", old.layouts, new.layouts), ("font family", old.fonts, new.fonts)):
        for name in _changed(olds, news):
            inside = _inside(before(olds.get(name, "")), now(news.get(name, "")))
            yield f"the {what} {name}{inside or _how(olds, news, name)}"
    if old.program != new.program:
        yield from _of_program(before(old.program), now(new.program))


def _changed(old: Manifest, new: Manifest) -> list[str]:
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _how(old: Manifest, new: Manifest, name: str) -> str:
    return " changed" if name in old and name in new else " is new" if name in new else " is gone"


def _inside(old: Manifest | None, new: Manifest | None, most: int = 3) -> str:
    """Return which files of a layout or a family changed."""
    if not old or not new:
        return ""
    names = _changed(old, new)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f" ({', '.join(name + _how(old, new, name) for name in names[:most])}{more})"


def _of_program(old: Manifest | None, new: Manifest | None) -> Iterator[str]:
    if old is None or new is None:
        yield "Coranto, or what it stands on, changed"
        return
    for name in _changed(old, new):
        yield f"{name} {old.get(name, 'none')} → {new.get(name, 'none')}"
