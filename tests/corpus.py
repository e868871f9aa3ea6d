"""Real newsletters brought into issue folders: `python tests/corpus.py --into DIR`.

Twelve issues of Swift Weekly Brief (CC0-1.0) and twelve of Bitcoin Optech (MIT) lie at `../shared/corpus`, as their
publishers keep them: Markdown for Jekyll.  Nothing of them is committed.  This serves until `coranto import` does.

What a page can't show, or was never part of the letter, is dropped: Liquid's own tags and the site's reminders,
recaps and links to the first publication; comments; the classes of `<div>`; looks of headings (code, links); headings
of sections in which nothing but footnotes stands.  All else is set; `units` says what, for a test to look for.
"""

import argparse
import html
import itertools
import json
import re
import shutil
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from mdit_py_plugins.footnote import footnote_plugin
from ruamel.yaml import YAML

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
SITES = {"swiftweekly": "https://swiftweekly.github.io", "optech": "https://bitcoinops.org"}
TITLES = {"swiftweekly": "Swift Weekly Brief", "optech": "Bitcoin Optech"}
PROJECTS = {
    "bitcoin core": "bitcoin/bitcoin", "lnd": "lightningnetwork/lnd", "eclair": "ACINQ/eclair",
    "c-lightning": "ElementsProject/lightning", "core lightning": "ElementsProject/lightning",
    "ldk": "lightningdevkit/rust-lightning", "rust-lightning": "lightningdevkit/rust-lightning",
    "rust bitcoin": "rust-bitcoin/rust-bitcoin", "bips": "bitcoin/bips", "bolts": "lightning/bolts",
    "btcpay server": "btcpayserver/btcpayserver", "hwi": "bitcoin-core/HWI", "bdk": "bitcoindevkit/bdk",
    "libsecp256k1": "bitcoin-core/secp256k1", "bitcoin inquisition": "bitcoin-inquisition/bitcoin",
}  # fmt: skip
"""What the site's `linkers/issues.md` makes links of, such as `[LND #5304][]`."""
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
NOTE_LIMIT = 300
"""Words of a footnote that stays one; a longer one becomes a box."""

_CODE = re.compile(
    r"(?ms)^(?P<in>[ >]*)(?P<fence>```+|~~~+)[^\n]*\n.*?^(?P=in)(?P=fence)[ ]*$|(?<!`)(`+)(?!`).+?(?<!`)\3(?!`)"
)
_DEFINITION = re.compile(r"(?m)^[ ]{0,3}\[(?!\^)([^\]]+)\]:[ \t]*(\S+)[ \t]*$")
_NOTE = re.compile(r"(?m)^\[\^([^\]]+)\]:[ \t]*(.*\n(?:[ \t]+\S.*\n|[ \t]*\n(?=[ \t]+\S))*)")
_TAG = re.compile(r"</?(?:div|br|sub|img)\b[^>]*>")
_COMMENT = re.compile(r"(?s)(\*\*)?<!--.*?-->(?(1)\*\*)")


def key(label: str) -> str:
    """Return a label as CommonMark compares it."""
    return normalizeReference(label).strip()


class Definitions(dict):
    """Addresses by label, as the parser asks for them; `used` are those that it asked for and got."""

    def __init__(self, site: str, known: dict[str, str]) -> None:
        super().__init__({key(label): url for label, url in known.items()})
        self.site, self.used, self.unknown = site, {}, set()

    def get(self, label: str, default=None):
        """Return a definition, and note that it was asked for."""
        url = super().get(label) or self.guess(label.lower())
        if url is None:
            self.unknown.add(label)
            return default
        self.used[label] = self.site + url if url.startswith("/") else url
        return {"href": self.used[label], "title": ""}

    @staticmethod
    def guess(label: str) -> str | None:
        """Return the address that a label such as `BIP341` or `LND #5304` stands for."""
        if match := re.fullmatch(r"bip(\d+)", label):
            return f"https://github.com/bitcoin/bips/blob/master/bip-{int(match[1]):04}.mediawiki"
        if match := re.fullmatch(r"bolt(\d+)", label):
            return f"https://github.com/lightning/bolts/blob/master/{int(match[1]):02}.md"
        project, _, number = label.rpartition(" #")
        return f"https://github.com/{PROJECTS[project]}/issues/{number}" if project in PROJECTS else None


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
    return [Source(path, archive) for archive in SITES for path in sorted(CORPUS.glob(f"{archive}/issues/**/*.md"))]


# --- Jekyll's Markdown into ours -------------------------------------------------


def convert(source: Source, into: Path) -> Path:
    """Write one issue as a folder below `into`; return it."""
    site, folder = SITES[source.archive], into / source.archive / source.name
    (folder / "art").mkdir(parents=True, exist_ok=True)
    known = dict(_DEFINITION.findall((CORPUS / "optech" / "references.md").read_text(encoding="utf-8")))
    text = source.text
    known |= dict(_DEFINITION.findall(text))
    text, code = put_away(_DEFINITION.sub("", text))
    text = markup(text, site, folder)
    notes = dict(_NOTE.findall(text))
    text = _NOTE.sub("", text)
    names = []
    for number, (headline, part) in enumerate(sections(text, source.head["title"]), 1):
        body, links = with_links(put_back(with_notes(part, notes), code), Definitions(site, known))
        if body.strip():
            front = {"kind": "story", "headline": plain(put_back(headline, code))}
            names.append(f"{number * 10}-section.md")
            text = f"---\n{as_yaml(front)}---\n\n{body.strip()}\n\n{links}"
            (folder / names[-1]).write_text(text, encoding="utf-8")
    write_heads(source, folder, names)
    return folder


def with_links(body: str, definitions: "Definitions") -> tuple[str, str]:
    """Return a body without references that nothing defines, and the definitions that it asks for."""
    MarkdownIt("commonmark").enable("table").use(footnote_plugin).parse(body, {"references": definitions})

    def keep(match: re.Match) -> str:
        return match[1] if key(match[2] or match[1]) in definitions.unknown else match[0]

    body = re.sub(r"\[([^\]\[]+)\]\[([^\]\[^]*)\]", keep, body)
    return body, "".join(f"[{label}]: <{url}>\n" for label, url in definitions.used.items())


def put_away(text: str) -> tuple[str, list[str]]:
    """Return the text with signs in the place of its code, and the code."""
    code = [match[0] for match in _CODE.finditer(text)]
    numbers = itertools.count()
    return _CODE.sub(lambda _: f"\ue000{next(numbers)}\ue001", text), code


def put_back(text: str, code: list[str]) -> str:
    return re.sub("\ue000(\\d+)\ue001", lambda match: code[int(match[1])], text)


def markup(text: str, site: str, folder: Path) -> str:
    """Turn what only kramdown and HTML know into our Markdown."""
    text = _COMMENT.sub("", text)
    text = re.sub(r"(?m)^[ ]*\{:\.[^}]*\}\n", "", text)
    text = re.sub(r"\{:#([^}]*)\}", lambda match: "{#" + match[1].replace("_", "-") + "}", text)
    text = re.sub(r"<sub>(\d+)</sub>", lambda match: match[1].translate(SUBSCRIPTS), text)
    text = re.sub(r'<img [^>]*src="([^"]+)"[^>]*alt="([^"]+)"[^>]*>', r"![\2](\1)", text)
    text = "\n".join(boxes(text.split("\n")))
    text = re.sub(r"(?m)^([ ]*[|#].*)$", lambda match: re.sub(r"(?:<br/?>(?:&nbsp;)*)+", " · ", match[1]), text)
    text = re.sub(r"<br/?>[ ]*\n(?=(?:[> ]*\n|[^>]))", "\n", text)
    text = re.sub(r"<br/?>[ ]*\n?", "\\\\\n", text)
    text = re.sub(r"(?<=\w)---(?=\w)", "—", text)
    text = re.sub(r"(?<!\\)<(?=[A-Za-z/])(?!https?:)", r"\\<", text)
    text = re.sub(r"(?<!!)\[([^\]\[]*)\]\(\)", r"\1", text)
    text = re.sub(r"\]\((/[^)]*)\)", lambda match: match[0] if is_picture(match[1]) else f"]({site}{match[1]})", text)
    text = re.sub(r"!\[([^\]]*)\]\((https?:[^)]*)\)", r"[\1](\2)", text)
    return with_pictures(text, folder)


def is_picture(address: str) -> bool:
    return (CORPUS / "optech" / address.strip("/")).is_file()


def boxes(lines: list[str]):
    """Yield the lines; a callout becomes a box, any other `<div>` goes."""
    open_ = []
    for line in lines:
        bare = line.strip()
        if bare.startswith("<div"):
            open_.append("callout" in bare)
            yield "::: box\n" if open_[-1] else ""
        elif bare == "</div>":
            yield "\n:::" if open_.pop() else ""
        else:
            yield line


def with_pictures(text: str, folder: Path) -> str:
    """Return the text with the pictures' own names, and copy the pictures."""

    def take(match: re.Match) -> str:
        name = Path(match[2]).name
        shutil.copy(CORPUS / "optech" / match[2], folder / "art" / name)
        return f"![{match[1]}](art/{name})"

    return re.sub(r"!\[([^\]]*)\]\(/(img/[^)]*)\)", take, text)


def sections(text: str, title: str):
    """Yield headline and body of each section; what stands before the first is the lead."""
    levels = [len(match) for match in re.findall(r"(?m)^(#{2,4}) ", re.sub(r"(?ms)^:::.*?^:::", "", text))]
    parts = re.split(rf"(?m)^#{{{min(levels, default=2)}}} (?!.*summary · )(.*)$", text)
    yield title, parts[0]
    yield from zip(parts[1::2], parts[2::2], strict=True)


def with_notes(body: str, notes: dict[str, str]) -> str:
    """Return a body with the footnotes that it refers to: as footnotes, or, if they hold more than that, as boxes."""
    for label in dict.fromkeys(re.findall(r"\[\^([^\]]+)\]", body)):
        note = re.sub(r"(?m)^[ ]{4}", "", notes[label]).strip()
        paragraphs = [" ".join(paragraph.split()) for paragraph in note.split("\n\n")]
        if re.search(r"(?m)^\s*([|]|- )", note) or len(note.split()) > NOTE_LIMIT:
            note = re.sub(r"(?m)\A((?:.*\n)*?)(\| Channel.*\n)", r"\1\2|-|-|\n", note)  # kramdown needs no such line
            name = "note-" + re.sub(r"\W+", "-", label.lower())
            body = body.replace(f"[^{label}]", f"[\\*](#{name})")
            body += f"\n\n{{#{name}}}\n::: box\n\\* {note}\n:::\n"
        else:
            body += f"\n\n[^{label}]: " + "\n\n    ".join(paragraphs)
    return body


def plain(heading: str) -> str:
    """Return a heading's words."""
    inline = MarkdownIt("commonmark").parseInline(heading)[0]
    return "".join(" " if child.type == "softbreak" else child.content for child in inline.children)


def as_yaml(data: dict) -> str:
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in data.items())


def write_heads(source: Source, folder: Path, names: list[str]) -> None:
    """Write issue.yaml and periodical.yaml."""
    title, authors = TITLES[source.archive], CORPUS / source.archive / "_data" / "authors.yml"
    periodical = {"title": title, "publisher": {"name": title, "url": SITES[source.archive]}}
    (folder.parent / "periodical.yaml").write_text(as_yaml(periodical), encoding="utf-8")
    head = {"language": source.head.get("lang", "en"), "departments": [{"title": title, "articles": names}]}
    if number := re.search(r"(?:#|č\. )(\d+)", source.head["title"]):
        head["number"] = int(number[1])
    if authors.exists():
        author = YAML(typ="safe", pure=True).load(authors.read_text(encoding="utf-8"))[source.head["author"]]["name"]
        head["masthead"] = [{"role": "Author", "people": [{"name": author}]}]
    (folder / "issue.yaml").write_text(f"date: {source.path.stem[:10]}\n{as_yaml(head)}", encoding="utf-8")


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


def main() -> None:
    """Convert all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--into", type=Path, required=True, metavar="DIR")
    for source in sources():
        print(convert(source, parser.parse_args().into))


if __name__ == "__main__":
    main()
