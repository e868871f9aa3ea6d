"""Judging by itself: an issue that is pressed for it, or any finished PDF.

In: a folder or a PDF that isn't trusted, and who is to judge it.  Out: a
`Judged`, plain data: what was looked at and what is to be said.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from coranto.archive.unsealing import read_edition
from coranto.children.guard import guarded
from coranto.children.limits import Limits as GuardLimits
from coranto.errors import EditionError, PressError
from coranto.findings import Finding, Level
from coranto.finish.model import EditionName, Paper
from coranto.preflight.judges import JUDGES, judge_document
from coranto.preflight.painting import Document, read_document
from coranto.preflight.painting.model import Limits
from coranto.preflight.rules import JudgeName
from coranto.pressrun.line import press_issue

_EDITIONS = {
    EditionName.SCREEN: (JudgeName.PAGES, JudgeName.EDITORIAL, JudgeName.ACCESS),
    EditionName.PRINT: (JudgeName.PRINT,),
    EditionName.ARCHIVE: (JudgeName.ARCHIVE,),
}
"""Editions, and the judges for whom they are made."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of it."""

    title: str
    judges: tuple[JudgeName, ...]
    why: str
    """Why these, in words."""
    pages: int
    claims: tuple[str, ...]
    """The standards that a PDF says it keeps."""
    findings: tuple[Finding, ...]
    pdfs: dict[JudgeName, bytes] = field(repr=False)
    """The PDF that each of them looked at."""

    @property
    def held(self) -> tuple[Finding, ...]:
        """The findings that hold it."""
        return tuple(finding for finding in self.findings if finding.level is Level.STOP)

    def pdf_of(self, finding: Finding) -> bytes | None:
        """Return the PDF on whose pages a finding stands."""
        return self.pdfs.get(judge_of(finding), next(iter(self.pdfs.values()), None))


def judge_of(finding: Finding) -> JudgeName:
    """Return who told a finding; the reader's are editorial."""
    found = (name for name, judge in JUDGES.items() if finding.rule in judge.codes)
    return next(found, JudgeName.EDITORIAL)


def judge_issue(
    folder: Path,
    *,
    judges: Iterable[JudgeName] = (),
    editions: Iterable[EditionName] = (),
    layout: str | None = None,
    shelves: Iterable[Path] = (),
    paper: Paper | None = None,
    limits: Limits | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> Judged:
    """Return what the judges say of the issue in `folder`; all of them, if none is named.

    Raises:
        CorantoError: what `press_issue` raises.

    """
    named, chosen = tuple(judges), tuple(editions)
    asked = named or tuple(name for one in chosen or EditionName for name in _EDITIONS[one])
    made = chosen or tuple(one for one in EditionName if set(_EDITIONS[one]) & set(asked))
    outcome = press_issue(
        folder,
        layout=layout,
        shelves=shelves,
        editions=made,
        paper=paper,
        limits=limits,
        thorough=True,
        report=report,
    )
    pdfs = {name: outcome.editions[one].pdf for one in made for name in _EDITIONS[one]}
    return Judged(
        title=outcome.title,
        judges=asked,
        why="they were named" if named else f"for the editions {', '.join(made)}",
        pages=len(outcome.proof.flatplan.pages),
        claims=(),
        findings=tuple(one for one in outcome.findings if judge_of(one) in asked or one.rule.startswith("waivers.")),
        pdfs=pdfs,
    )


def judge_pdf(
    path: Path, *, judges: Iterable[JudgeName] = (), limits: Limits | None = None, guard: GuardLimits | None = None
) -> Judged:
    """Return what the judges say of a PDF, read in a process of its own; without names, those that it calls for.

    Raises:
        EditionError: it can't be read.

    """
    content, named = read_edition(path), tuple(judges)
    try:
        return guarded(
            lambda _: _judge(str(path), content, named, limits or Limits()), limits=guard or GuardLimits(300.0)
        )
    except PressError as error:
        raise EditionError(f"`{path}` can't be judged: {error.message}") from error
    except EditionError as error:
        raise EditionError(f"`{path}` can't be judged: {error.message}") from error


def _judge(title: str, content: bytes, named: tuple[JudgeName, ...], limits: Limits) -> Judged:
    document = replace(read_document(content), limits=limits)
    judges, why = (named, "they were named") if named else called_for(document)
    return Judged(
        title=title,
        judges=judges,
        why=why,
        pages=len(document.pages),
        claims=document.claims,
        findings=judge_document(document, judges),
        pdfs=dict.fromkeys(judges, content),
    )


def called_for(document: Document) -> tuple[tuple[JudgeName, ...], str]:
    """Return the judges of what a PDF says that it is, and why these."""
    judges = {
        "PDF/X": (JudgeName.PRINT,),
        "PDF/A": (JudgeName.ARCHIVE,),
        "PDF/UA": (JudgeName.ACCESS,),
    }
    claimed = [name for begin, names in judges.items() for name in names if _claims(document, begin)]
    if claimed:
        return tuple(claimed), f"it says that it is {' and '.join(document.claims)}"
    return (JudgeName.PRINT, JudgeName.ACCESS), "it says of no standard that it keeps it"


def _claims(document: Document, begin: str) -> bool:
    return any(claim.startswith((f"{begin}-", f"{begin}1")) for claim in document.claims)
