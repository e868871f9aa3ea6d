"""The reader: an issue's folder, read and validated, all of its faults at once.

In: the folder `issues/<periodical>/<issue>`.  Out: an `Issue`, or a
`CopyError` whose findings name every fault by file, line and column.  Nothing
is read but `periodical.yaml` beside the folder and files inside it.
"""

from collections import Counter
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from coranto.errors import CopyError
from coranto.findings import Finding, Level, Place, stop
from coranto.issue import folders, frontmatter, markup, references, typography, wanting
from coranto.issue.datafile import Sheet, read_sheet
from coranto.issue.explain import validate
from coranto.issue.folders import HEAD, PERIODICAL
from coranto.issue.house.paper import Paper
from coranto.issue.kinds import KINDS, Front, Gallery
from coranto.issue.model import Article, Issue, IssueHead, Periodical, Picture
from coranto.issue.pictures import check_picture
from coranto.issue.slips import slips_in_data
from coranto.issue.slugs import slugs_of
from coranto.issue.source import read_text

Sort = TypeVar("Sort", bound=BaseModel)

ARTICLE_LIMIT = 400


def read_issue(folder: Path) -> Issue:
    """Return the issue in `folder`.

    Raises:
        CopyError: something in the copy is wrong; its findings say what.

    """
    folder = folders.find(folder)
    try:
        issue, faults = _Reader(folder).read()
    except OSError as error:
        what = f"`{error.filename}` can't be read: {error.strerror}"
        unread = stop("copy.unreadable", what, hint="look at its name and at who may read it", place=Place(folder))
        raise CopyError(f"the issue at {folder} can't be read", [unread]) from error
    if issue is None or any(fault.level is Level.STOP for fault in faults):
        count = sum(fault.level is Level.STOP for fault in faults)
        raise CopyError(f"{count} {'fault' if count == 1 else 'faults'} in the copy of {folder}", faults)
    return issue


def read_heads(folder: Path) -> Issue | None:
    """Return the issue in `folder` without its articles, or None if its data files are at fault themselves."""
    try:
        reader = _Reader(folders.find(folder))
        return reader.read_heads()
    except (CopyError, OSError):
        return None


class _Reader:
    """Reads one folder; gathers faults and places on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Finding] = []
        self.places: dict[str, Place] = {}
        self.pictures: dict[str, Picture] = {}
        self.targets: list[tuple[str, str, Place]] = []
        self.works: dict[str, Place] = {}
        self.language = "en"
        self.papers: list[Paper] = []

    def read_heads(self) -> Issue | None:
        periodical = self._read_periodical()
        head, _ = self._read_head()
        return self._issue(periodical, head, {}) if periodical and head else None

    def read(self) -> tuple[Issue | None, list[Finding]]:
        periodical = self._read_periodical()
        self.language = periodical.language if periodical else self.language
        head, sheet = self._read_head()
        if head:
            self.faults += folders.other_date(self.folder, head.date, self.places["issue.date"])
        self.language = (head.language if head else None) or self.language
        names = self._running_order(head, sheet) if head else self._found()
        slugs = slugs_of(names)
        within = {name: one.title for one in (head.departments if head else ()) for name in one.articles}
        articles: dict[str, Article] = {}
        for name in names:
            if article := self._read_article(name, slugs, within.get(name)):
                articles[name] = article
        if head and head.cover.picture:
            place = self.places["issue.cover.picture.file"]
            self._check_pictures([markup.PictureUse(head.cover.picture.file, place)])
        if head and sheet:
            self.faults += wanting.vet_notices(head, articles, sheet)
        self._check_targets(articles, slugs)
        if periodical and periodical.house_style:
            from coranto.issue.house.judging import judge

            self.faults += judge(periodical.house_style, self.papers, language=periodical.language)
        if head is None or periodical is None or any(fault.level is Level.STOP for fault in self.faults):
            return None, self.faults
        return self._issue(periodical, head, articles), self.faults

    def _issue(self, periodical: Periodical, head: IssueHead, articles: dict[str, Article]) -> Issue:
        resolved = self.folder.resolve()
        return Issue(
            name=f"{resolved.parent.name}/{resolved.name}",
            folder=self.folder,
            periodical=periodical,
            head=head,
            articles=articles,
            pictures=self.pictures,
            places=self.places,
            queries=tuple(self.faults),
            papers=tuple(self.papers),
        )

    # --- data files -----------------------------------------------------------

    def _read_periodical(self) -> Periodical | None:
        path = self.folder.parent / PERIODICAL if self.folder.name else self.folder.resolve().parent / PERIODICAL
        if not path.exists():
            self.faults.append(
                stop(
                    "copy.no-periodical",
                    f"there is no {PERIODICAL} beside the issue's folder",
                    hint="write one, or run `coranto new periodical`",
                    place=Place(path),
                )
            )
            return None
        sheet = self._read_sheet(path)
        return self._validate(Periodical, sheet, "periodical") if sheet else None

    def _read_head(self) -> tuple[IssueHead | None, Sheet | None]:
        sheet = self._read_sheet(self.folder / HEAD)
        return (self._validate(IssueHead, sheet, "issue") if sheet else None), sheet

    def _read_sheet(self, path: Path) -> Sheet | None:
        text, faults = read_text(path)
        self.faults += faults
        if faults:
            return None
        sheet, faults = read_sheet(text, path)
        self.faults += faults
        if faults:
            return None
        sheet = typography.set_sheet(sheet, self.language)
        self.papers.append(Paper(path, text, str(sheet.data.get("language", self.language)), sheet))
        return sheet

    def _validate(self, model: type[Sort], sheet: Sheet, stem: str) -> Sort | None:
        thing, faults = validate(model, sheet)
        self.faults += [*faults, *slips_in_data(sheet)]
        self._note_places(sheet, stem)
        return thing

    def _note_places(self, sheet: Sheet, stem: str) -> None:
        """Give each value an id: the file's stem and the path to it, as templates write it."""
        for path, place in sheet.values.items():
            self.places[".".join([stem, *map(str, path)])] = place

    # --- running order ----------------------------------------------------------

    def _found(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*.md"))[:ARTICLE_LIMIT]

    def _running_order(self, head: IssueHead, sheet: Sheet | None) -> list[str]:
        assert sheet is not None  # noqa: S101 - a head comes of a sheet
        counts = Counter(name for _, name in head.running_order)
        seen: set[str] = set()
        for path, name in head.running_order:
            place = sheet.place(path)
            if name in seen:
                self._fault(
                    "copy.running-order", f"the article `{name}` is listed {counts[name]} times", "list it once", place
                )
            elif not (self.folder / name).exists():
                same = [path.name for path in self.folder.iterdir() if path.name.lower() == name.lower()]
                near = same or [found for found in self._found() if found not in counts]
                hint = (
                    f"there is {', '.join(f'`{found}`' for found in near[:3])}" if near else "write it, or take it out"
                )
                self._fault("copy.running-order", f"the article `{name}` does not exist", hint, place)
            seen.add(name)
        for name in self._found():
            if name not in seen:
                self._fault(
                    "copy.running-order",
                    f"the article `{name}` is in no department",
                    f"add it to a department in {HEAD}, or take the file away",
                    Place(self.folder / name),
                )
        self.faults += folders.overlooked(self.folder)
        if len(seen) > ARTICLE_LIMIT:
            self._fault(
                "copy.too-large",
                f"the issue has {len(seen)} articles, the limit is {ARTICLE_LIMIT}",
                "make two issues of it",
                sheet.place(("departments",)),
            )
        return [name for name in dict.fromkeys(name for _, name in head.running_order) if (self.folder / name).exists()]

    # --- articles ---------------------------------------------------------------

    def _read_article(self, name: str, slugs: dict[str, str], department: str | None) -> Article | None:
        path, slug = self.folder / name, slugs[name]
        text, faults = read_text(path)
        self.faults += faults
        if faults:
            return None
        parts = frontmatter.split(text)
        if parts is None:
            opened = text.startswith("---")
            what = "is empty" if not text.strip() else "does not begin with front matter"
            what = "has front matter that no line `---` closes" if opened else what
            self._fault(
                "copy.front-matter",
                f"`{name}` {what}",
                "begin it with a line `---`, then `kind:` and `headline:`, then `---`",
                Place(path, 1, 1),
            )
            return None
        head, body, body_line = parts
        front, sheet = self._read_front(head, path, slug)
        self.places[slug] = Place(path, 1, 1)
        language = (front.language if front else None) or self.language
        setting = markup.set_body(body, path=path, line=body_line, slug=slug, articles=slugs, language=language)
        self.faults += setting.faults + setting.queries
        self.targets += setting.targets
        self.places |= setting.places
        kind, begins = str(sheet.data.get("kind")) if sheet else None, len(text) - len(body)
        self.papers.append(Paper(path, text, language, sheet, begins, setting.foreign, department, kind))
        if front:
            works, faults = references.name_references(front, slug, self.places)
            self.faults += faults
            self.works |= works
            self.places |= works
        self._check_pictures(setting.pictures)
        if isinstance(front, Gallery):
            places = (self.places[f"{slug}.pictures.{index}.file"] for index in range(len(front.pictures)))
            self._check_pictures(
                [markup.PictureUse(one.file, place) for one, place in zip(front.pictures, places, strict=True)]
            )
        if front and not setting.faults:
            self.faults += wanting.vet_body(front, setting, Place(path, body_line, 1))
        return Article(slug=slug, front=front, body=setting.body) if front else None

    def _read_front(self, head: str, path: Path, slug: str) -> tuple[Front | None, Sheet | None]:
        sheet, faults = read_sheet(head, path, line=2)
        self.faults += faults
        if faults:
            return None, None
        sheet = typography.set_sheet(sheet, self.language)
        self.faults += frontmatter.cut_off(head, path)
        kind = sheet.data.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            what = f"`kind` is `{kind}`, which is no kind of article" if "kind" in sheet.data else "`kind` is missing"
            self._fault("copy.kind", what, f"write `kind:` and one of {', '.join(KINDS)}", sheet.place(("kind",)))
            return None, sheet
        return self._validate(KINDS[kind], sheet, slug), sheet

    def _check_pictures(self, uses: list[markup.PictureUse]) -> None:
        for use in uses:
            if use.source not in self.pictures:
                picture, findings = check_picture(self.folder, use.source, use.place)
                self.faults += findings
                if picture:
                    self.pictures[use.source] = picture

    def _check_targets(self, articles: dict[str, Article], slugs: dict[str, str]) -> None:
        read = {article.slug for article in articles.values()}
        unread = set(slugs.values()) - read  # their own faults are told already
        for target, written, place in self.targets:
            if target not in read and target not in self.places and target.partition(".")[0] not in unread:
                self._fault(
                    "copy.link",
                    f"the link to `{written}` lands nowhere",
                    "give the heading an id: a line {#…} above it",
                    place,
                )

        self.faults += references.uncited(self.works, {target for target, _, _ in self.targets})

    def _fault(self, rule: str, message: str, hint: str, place: Place) -> None:
        self.faults.append(stop(rule, message, hint=hint, place=place))
