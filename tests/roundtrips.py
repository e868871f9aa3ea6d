"""Measure what each format loses: an issue of ours, exported and imported again; `make roundtrips` tells the handbook.

The judge on both sides is pandoc, which reads the Markdown that was exported
and the Markdown that has come back, and counts.  The PDF are pressed by
Coranto, which tags them, and made by WeasyPrint and LibreOffice of web pages.
"""

import difflib
import json
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from workshop import FORME, ROOT, run

CHAPTER = ROOT / "issues" / "handbook" / "2026-12-01" / "49-importing.md"
COLUMNS = ("words", "order", "headings", "links", "pictures", "lists", "tables", "notes")
ALL = 100
"""Per cent."""
TOLD = re.compile(r"(?m)(?:^- [^\n:]+: (?:all|\d+ \w+(?:, \d+ \w+)*)\n)+")
_FRONT = re.compile(r"(?s)\A---\n(.*?)\n---\n(.*)\Z")
_OWN = re.compile(
    r"(?ms)^```(?:math|chart)\n.*?^```\n|^\{[#c][^\n]*\}\n|^:::[^\n]*\n|(?<=\))\{[^}\n]*\}|(?<=\])\{lang[^}\n]*\}"
)


def exported(issue: Path) -> str:
    """Return the articles of an issue as Markdown that anybody reads, without what only our dialect has."""
    parts = []
    for path in sorted(issue.glob("*.md")):
        found = _FRONT.match(path.read_text())
        assert found, path
        headline = re.search(r"(?m)^headline: (.*)$", found[1])
        parts += [f"# {headline[1].strip(chr(34))}"] if headline else []
        body = re.sub(r"\$`([^`]*)`\$", r"`\1`", _OWN.sub("", found[2]))
        parts.append(re.sub(r"\]\([\w-]+\.md(?:#[\w-]*)?\)", "](https://example.org/article)", body))
    return "\n\n".join(parts) + "\n"


def counted(markdown: str) -> tuple[list[str], Counter[str]]:
    """Return the words of Markdown in order, and how many of each thing it holds, as pandoc reads it."""
    source = "markdown-smart-implicit_figures-tex_math_dollars-citations-raw_tex"
    command = ["pandoc", "-f", source, "-t", "json"]
    tree = json.loads(subprocess.run(command, input=markdown, capture_output=True, text=True, check=True).stdout)
    found: Counter[str] = Counter()
    said = "".join(_walk(tree["blocks"], found))
    folded = unicodedata.normalize("NFKC", said.replace("\u00ad", "")).casefold()
    return re.findall(r"\w+", folded), found


_NAMES = {"Header": "headings", "Link": "links", "Image": "pictures", "Note": "notes"}


def _walk(node: object, found: Counter[str]) -> Iterator[str]:
    """Yield the words of a tree, and count what is in it."""
    if isinstance(node, list):
        for one in node:
            yield from _walk(one, found)
    elif isinstance(node, dict) and "t" in node:
        sort, content = node["t"], node.get("c")
        found[_NAMES.get(sort, sort)] += 1
        found["lists"] += {"BulletList": len, "OrderedList": lambda items: len(items[1])}.get(sort, lambda _: 0)(
            content
        )
        found["tables"] += sum(len(row[1]) for row in _rows(content)) if sort == "Table" else 0
        yield _SAID.get(sort, lambda _: "")(content)
        if sort not in _SILENT:
            yield from _walk(content[1] if sort == "Link" else content, found)


_SAID: dict[str, Callable] = {
    "Str": str,
    "Code": lambda content: content[1],
    "CodeBlock": lambda content: f" {content[1]}",
    "Image": lambda content: f" {content[2][1].removeprefix('fig:')} ",  # its caption; what stands for it isn't seen
} | dict.fromkeys(("Space", "SoftBreak", "LineBreak", "Para", "Plain", "Header", "LineBlock"), lambda _: " ")
_SILENT = ("Str", "Code", "CodeBlock", "Image", "Math", "RawInline", "RawBlock")


def _rows(table: list) -> list:
    """Return the rows of a table of pandoc's: those of its head and of its bodies."""
    return [*table[3][1], *(row for body in table[4] for row in (*body[2], *body[3]))]


def formats(markdown: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the formats by their names in the handbook, and a file in each."""
    copy = folder / "copy"
    shutil.copytree(FORME / "art", copy / "art")
    source = copy / "paper.md"
    source.write_text(markdown)
    yield "Markdown", source

    def pandoc(name: str, *options: str) -> Path:
        made = copy / name
        command = ["pandoc", "-f", "markdown-smart-implicit_figures-citations", *options, "-o", str(made), source.name]
        subprocess.run(command, cwd=copy, check=True, capture_output=True)
        return made

    page = ("-s", "--metadata", "title=The Forme", "--metadata", "lang=en")
    yield "HTML, by pandoc", pandoc("paper.html", *page)
    yield "EPUB, by pandoc", pandoc("paper.epub", *page)
    yield "DOCX, by pandoc", pandoc("paper.docx")
    yield "text, by pandoc", pandoc("paper.txt", "-t", "plain")
    pressed = folder / "pressed.pdf"
    imported(source, folder / "press")
    assert run("press", folder / "press" / "2026-09-04", "-o", pressed).returncode == 0
    yield "PDF, pressed by Coranto", pressed
    import weasyprint

    weasyprint.HTML(filename=str(copy / "paper.html")).write_pdf(copy / "web.pdf")
    yield "PDF, by WeasyPrint", copy / "web.pdf"
    if shutil.which("soffice"):
        for kind in ("docx:MS Word 2007 XML", "pdf:writer_pdf_Export"):
            ending = kind.partition(":")[0]
            out = folder / f"office-{ending}"
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", kind]
            command += ["--outdir", str(out), str(copy / "paper.docx")]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
            yield f"{ending.upper()}, by LibreOffice", next(out.iterdir())


def imported(source: Path, into: Path) -> str:
    """Import a source; return the articles as Markdown."""
    result = run("import", source, "--date", "2026-09-04", "--into", into)
    assert result.returncode == 0, result.stdout + result.stderr
    return exported(into / "2026-09-04")


def measured(folder: Path, told: Callable[[str], object] = lambda _: None) -> dict[str, tuple[int, ...]]:
    """Return for each format the shares that are kept, in per cent, in the order of the columns."""
    before, things = counted(markdown := exported(FORME))
    rows: dict[str, tuple[int, ...]] = {}
    for number, (name, path) in enumerate(formats(markdown, folder)):
        after, found = counted(imported(path, folder / str(number)))
        there = sum((Counter(before) & Counter(after)).values())
        blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        shares = [there / len(before), sum(block.size for block in blocks) / len(before)]
        shares += [min(1.0, found[column] / things[column]) for column in COLUMNS[2:]]
        rows[name] = tuple(int(100 * share) for share in shares)
        told(f"{name}: {dict(zip(COLUMNS, rows[name], strict=True))}")
    return rows


def listed(rows: dict[str, tuple[int, ...]]) -> str:
    """Return the figures as the handbook has them: those that aren't a hundred."""
    lines = []
    for name, shares in rows.items():
        less = [f"{share} {column}" for share, column in zip(shares, COLUMNS, strict=True) if share < ALL]
        lines.append(f"- {name}: {', '.join(less) or 'all'}\n")
    return "".join(lines)


def told_rows() -> dict[str, tuple[int, ...]]:
    """Return the figures that the handbook tells."""
    found = TOLD.search(CHAPTER.read_text())
    assert found, "the handbook does not tell what each format keeps"
    rows: dict[str, tuple[int, ...]] = {}
    for line in found[0].splitlines():
        name, _, told = line.removeprefix("- ").partition(": ")
        less = {column: int(share) for share, column in re.findall(r"(\d+) (\w+)", told)}
        rows[name] = tuple(less.get(column, ALL) for column in COLUMNS)
    return rows


def main() -> None:
    """Measure, and write the figures into the handbook."""
    with tempfile.TemporaryDirectory() as name:
        rows = measured(Path(name), told=print)
    CHAPTER.write_text(TOLD.sub(lambda _: listed(rows), CHAPTER.read_text()))


if __name__ == "__main__":
    main()
