"""Real newsletters, imported: what their sources say, read by other ways than the importer's own.

Twelve issues of Swift Weekly Brief (CC0-1.0) and twelve of Bitcoin Optech (MIT) lie at `../shared/corpus`, as their
publishers keep them: Markdown for Jekyll.  Nothing of them is committed.

What a page can't show, or was never part of the letter, is dropped: Liquid's own tags and the site's reminders,
recaps and links to the first publication; comments; the classes of `<div>`; looks of headings (code, links); headings
of sections in which nothing but footnotes stands.  All else is set; `units` says what, for a test to look for.
"""

import html
import itertools
import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML

from workshop import run

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
RECIPES = {"swiftweekly": "swift-weekly-brief", "optech": "bitcoin-optech"}

_CODE = re.compile(
    r"(?ms)^(?P<in>[ >]*)(?P<fence>```+|~~~+)[^\n]*\n.*?^(?P=in)(?P=fence)[ ]*$|(?<!`)(`+)(?!`).+?(?<!`)\3(?!`)"
)
_DEFINITION = re.compile(r"(?m)^[ ]{0,3}\[(?!\^)([^\]]+)\]:[ \t]*(\S+)[ \t]*$")
_COMMENT = re.compile(r"(?s)(\*\*)?<!--.*?-->(?(1)\*\*)")


@dataclass
class Source:
    """One issue as its publisher keeps it."""

    path: Path
    archive: str
    head: dict = field(init=False)
    text: str = field(init=False)
    """The letter, Liquid filled in, Markdown and HTML as they are."""

    def __post_init__(self) -> None:
        _, front, text = self.path.read_text(encoding="utf-8").split("---\n", 2)
        self.head = YAML(typ="safe", pure=True).load(front.replace(": ! '", ": '"))
        self.text = self.fill(text, {"site.trb": "709,632"})

    @property
    def name(self) -> str:
        """Archive, date and language."""
        return f"{self.archive}-{self.path.stem[:10]}-{self.head.get('lang', 'en')}"

    def fill(self, text: str, values: dict[str, str]) -> str:
        """Do what Liquid does."""
        text = re.sub(r"(?s)\{% comment %\}.*?\{% endcomment %\}", "", text)
        text = re.sub(r"(?s)\{% highlight (\w+) %\}\n(.*?)\{% endhighlight %\}", r"```\1\n\2```", text)
        values |= dict(re.findall(r"(?s)\{% capture (\S+) %\}(.*?)\{% endcapture %\}", text))
        text = re.sub(r"(?s)[ \t]*\{% capture \S+ %\}.*?\{% endcapture %\}\n?", "", text)
        values |= dict(re.findall(r'\{% assign (\S+) = "(.*?)" %\}', text))
        text = re.sub(r"(?s)\{% include (\S+)(.*?)%\}\n?", lambda match: self.include(match[1], match[2], values), text)
        return re.sub(r"\{\{(.*?)\}\}", lambda match: values[match[1].strip()], re.sub(r"[ \t]*\{%.*?%\}", "", text))

    def include(self, name: str, rest: str, values: dict[str, str]) -> str:
        """Return what stands in the place of an `include`."""
        if name.startswith("specials/"):
            return self.fill((CORPUS / self.archive / "_includes" / name).read_text(encoding="utf-8"), values)
        if name == "functions/details-list.md":  # questions and answers that the site folds up
            return (
                "".join(
                    f"**{' '.join(said.split())}**\n\n" if sort == "q" else f"{said.strip()}\n\n"
                    for sort, said in re.findall(r'(?s)\b([qa])\d+="(.*?)"(?=\s)', rest)
                )
                + "\n"
            )
        sponsor = self.head.get("sponsor")
        if name == "sponsor.html" and sponsor:
            link = f"[{sponsor['displaylink']}]({sponsor['link']})"
            return f"::: box {sponsor['heading']}\n{sponsor['body']}\n\n{link}\n:::\n"
        return ""


def sources() -> list[Source]:
    """Return all 24, in the order of their files."""
    return [Source(path, archive) for archive in RECIPES for path in sorted(CORPUS.glob(f"{archive}/issues/**/*.md"))]


def imported(source: Source, into: Path) -> Path:
    """Let `coranto import` make an issue of a source; return its folder."""
    periodical = into / source.archive
    result = run("import", source.path, "--into", periodical, "--recipe", RECIPES[source.archive], "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    said = json.loads(result.stdout)["imports"][0]
    assert said["words"]["share"] == 1, said
    return Path(said["issue"])


def put_away(text: str) -> tuple[str, list[str]]:
    """Return the text with signs in the place of its code, and the code."""
    code = [match[0] for match in _CODE.finditer(text)]
    numbers = itertools.count()
    return _CODE.sub(lambda _: f"\ue000{next(numbers)}\ue001", text), code


def put_back(text: str, code: list[str]) -> str:
    return re.sub("\ue000(\\d+)\ue001", lambda match: code[int(match[1])], text)


# --- what must be found on the pages ---------------------------------------------


def units(source: Source) -> list[str]:
    """Return the letters of each paragraph, item, cell and line of code of the source, by other ways than `convert`."""
    text = _DEFINITION.sub("", source.text)
    text = re.sub(r"(?m)^(#+ .*)\n(?=\s*(?:\[\^|\Z))", "", _COMMENT.sub("", text))
    text = re.sub(r"(?m)^\[\^[^\]]+\]:", "\n\n", text)
    text = re.sub(r"\[\^[^\]]+\]|^::: *(box)?|\{:[^}]*\}|!\[[^\]]*\]\([^)]*\)", " ", text, flags=re.MULTILINE)
    text = re.sub(r"\]\[[^\]]*\]|(?<=\])\([^)]*\)", " ", text)
    text = re.sub(r"(?m)^[ >]*(```|~~~)\w*", "\n\n", text)
    text, code = put_away(text)
    text = html.unescape(put_back(re.sub(r"<br/?>", "\n\n", re.sub(r"(?=</?(?:div|sub|img))<[^>]*>", "", text)), code))
    parts = re.split(r"\n\s*[> ]*\n|[|]|\n[> ]*(?:[-*]|\d+[.)]) |^#+ ", text, flags=re.MULTILINE)
    return [found for part in parts if (found := letters(part))]


def letters(text: str) -> str:
    """Return letters and digits alone, as they can be compared."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def missing(unit: str, page: str, *, least: int = 6) -> str:
    """Return what of a unit isn't on the pages: it may be cut by a page's end or a note's number, not by more.

    Pieces of less than `least` letters are not looked for, so that nothing is found by chance.
    """
    rest, cuts = unit, 0
    while rest and rest not in page:
        low, high = 0, len(rest)
        while low < high - 1:
            middle = (low + high) // 2
            low, high = (middle, high) if rest[:middle] in page else (low, middle)
        if low < least and rest[1:] not in page:
            if not cuts and rest[1 : 1 + least] in page:  # a drop cap stands apart
                rest = rest[1:]
                continue
            return rest
        cuts += 1
        if cuts > 8:
            return rest
        rest = rest[low:] if low >= least else ""
    return ""
