"""Markdown as sites keep it: with front matter, Liquid, kramdown and links by labels, or with none of them.

In: a source for Jekyll, Hugo, Pelican, or anybody's Markdown.  Out: blocks in
our Markdown, with the definitions of links and the footnotes that they ask for.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from coranto.findings import Place, query
from coranto.intake.artwork import Artwork
from coranto.intake.decoding import decode
from coranto.intake.dialect import stray_tags, translated, with_site
from coranto.intake.hypertext import Hypertext
from coranto.intake.inlinetext import Surroundings
from coranto.intake.liquid import Liquid
from coranto.intake.recipe import Recipe, SiteRule
from coranto.intake.sitefiles import beside, definitions, definitions_in
from coranto.intake.sitehead import head_of
from coranto.intake.sitewords import count
from coranto.intake.stream import Block, Left, Reading, Sort, flat, short
from coranto.intake.tracked import Tracked
from coranto.issue.passages import Passage, label_key, split

_CODE = re.compile(
    r"(?ms)^(?P<in>[ >]*)(?P<fence>```+|~~~+)[^\n]*\n.*?^(?P=in)(?P=fence)[ ]*$|(?<!`)(`+)(?!`).+?(?<!`)\3(?!`)"
)
_AWAY = re.compile("\ufdd0(\\d+)\ufdd1")
"""Where code was: between signs that are no characters, which no source keeps (`decoding`)."""
_DEFINITION = re.compile(r"(?m)^[ ]{0,3}\[(?!\^)([^\]\n]+)\]:[ \t]*<?\S+?>?[ \t]*(?:[\"'(](.*)[\"')])?[ \t]*$")
_NOTE = re.compile(r"(?m)^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n|\Z)(?:[ \t]+\S.*(?:\n|\Z)|(?:[ \t]*\n)+(?=[ \t]+\S))*)")
_LABELLED = re.compile(r"(?<!\\)(?<!!)\[((?:[^\[\]\\]|\\.)+)\](?:\[([^\[\]]*)\])?(?![(:])")
_PICTURE = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\](?:\(\s*<?([^)\s>]*)>?(?:\s+[\"'](.*?)[\"'])?\s*\)|\[([^\]]*)\])")
_LINKED_PICTURE = re.compile(r"\[(!\[[^\]]*\]\([ ]*<?([^)\s>]*)[^)]*\))\]\([ ]*<?([^)\s>]*)[^)]*\)")
_HEADLESS = re.compile(r"(?m)\A((?:(?!\|).*\n)*?)(\|[^\n]*\|[ ]*\n)(?=\|)(?!\|[ :-]+\|)")
_TASK = re.compile(r"(?m)^(\s*[-*+] )\[([ xX])\] ")
_BLOCK_TAG = re.compile(
    r"\s*<(?:table|figure|p|ul|ol|dl|blockquote|h[1-6]|iframe|video|audio|details|pre|aside|header|nav|object|embed|svg)\b",
    re.IGNORECASE,
)
_SORTS = {
    "heading": Sort.HEADING, "paragraph": Sort.PARAGRAPH, "bullet_list": Sort.LIST, "ordered_list": Sort.LIST,
    "blockquote": Sort.QUOTE, "fence": Sort.CODE, "code_block": Sort.CODE, "table": Sort.TABLE,
}  # fmt: skip


def read(path: Path, content: bytes, recipe: Recipe, *, encoding: str | None = None) -> Reading:
    """Return what a source of Markdown holds.

    Raises:
        CopyError: it is not text.

    """
    text, found, findings = decode(content, path, told=encoding or recipe.encoding)
    facts, body, queries = head_of(text, path)
    reading = Reading(path, [], facts, encoding=found, findings=[*findings, *queries])
    if isinstance(title := facts.get("title"), str):
        line = next((at for at, row in enumerate(text.split("\n"), 1) if row.lower().startswith("title")), 1)
        reading.lines[line] = title
    take(body, reading, recipe.site)
    return reading


def take(body: Tracked, reading: Reading, site: SiteRule) -> None:
    """Add the blocks of a text to a reading."""
    liquid = Liquid(reading.path, site, reading.facts)
    body = liquid.fill(body)
    reading.left += liquid.left
    reading.findings += liquid.findings
    count(body, reading)
    known: dict[str, str] = {}
    for name in site.references:
        if file := beside(reading.path, name):
            known |= definitions_in(file)
    known |= definitions(body.text)
    reading.addresses = {
        label: f"{site.url}{url}" if url.startswith("/") and site.url else url for label, url in known.items()
    }
    _leave_definitions(body, reading)
    body = body.sub(_DEFINITION, "", sign="]:")
    code: list[tuple[str, int]] = []
    body = body.sub(_CODE, lambda match: _put_away(match, code))
    artwork = Artwork(reading.path, site.url or "", reading)

    def show(address: str, alt: str, line: int, caption: str = "") -> str:
        return artwork.show(address, alt, Place(reading.path, line, 1), caption)

    body = translated(body, classes=site.boxes, picture=show)
    body = body.sub(_LINKED_PICTURE, lambda match: _unlinked(match, body, reading), sign="[![")
    body = body.sub(
        _PICTURE,
        lambda match: _picture(match, reading, partial(show, line=body.line_at(match.start()))),
        sign="![",
    )
    body = with_site(body, site.url or "")
    body = body.sub(_TASK, lambda match: f"{match[1]}{'☐' if match[2] == ' ' else '☑'} ")
    body = body.sub(_LABELLED, lambda match: _labelled(match, body, reading, site))
    html_free = stray_tags(body) if not re.search(r"(?m)^[ ]{0,3}<[a-z]", body.text, re.IGNORECASE) else body
    for label, written in _NOTE.findall(html_free.text):
        note = re.sub(r"(?m)^(?: {4}|\t)", "", written).strip()
        reading.notes[label] = _put_back(_HEADLESS.sub(_headed, note), code)
    html_free = html_free.sub(_NOTE, "", sign="[^")
    whole = Tracked(*_restored(html_free, code))
    rows = whole.text.split("\n")
    reading.blocks += [
        block for passage in split(whole.text) for block in _blocks(passage, rows, whole.lines, reading, artwork)
    ]
    _name_blocks(reading)
    _name_headings(reading)


def _leave_definitions(body: Tracked, reading: Reading) -> None:
    """Note what no link asks for, and titles, which are set nowhere."""
    asked = {label_key(match[2] or match[1]) for match in _LABELLED.finditer(_DEFINITION.sub("", body.text))}
    for match in _DEFINITION.finditer(body.text) if "]:" in body.text else ():
        line = body.line_at(match.start(1))
        if label_key(match[1]) not in asked:
            reading.left.append(Left(line, line, match[0].strip(), "the definition of a link that nothing asks for"))
        elif match[2]:
            reading.left.append(Left(line, line, match[2], "the title of a link"))


def _unlinked(match: re.Match[str], body: Tracked, reading: Reading) -> str:
    """Return a picture without its link, which is told unless it leads to the picture itself."""
    if match[3] and match[3] != match[2]:
        line = body.line_at(match.start())
        what = f"the picture's link to `{short(match[3])}` is not kept"
        hint = "write it below the picture, if a reader needs it"
        reading.findings.append(query("intake.link", what, hint=hint, place=Place(reading.path, line, 1)))
        reading.left.append(Left(line, line, match[3], "a picture's link"))
    return match[1]


def _put_away(match: re.Match[str], code: list[tuple[str, int]]) -> str:
    said = match[0]
    if match["fence"]:
        indent, mark = match["in"], match["fence"]
        first, _, rest = said.partition("\n")
        language = re.sub(r"^[{.\s]*", "", first[len(indent) + len(mark) :]).split(" ")[0].rstrip("}")
        language = language if re.fullmatch(r"[\w+#.-]*", language) else ""
        said = f"{indent}{mark}{language}\n{rest}"
    code.append((said, said.count("\n")))
    return f"\ufdd0{len(code) - 1}\ufdd1"


def _put_back(text: str, code: list[tuple[str, int]]) -> str:
    return _AWAY.sub(lambda match: code[int(match[1])][0], text)


def _restored(text: Tracked, code: list[tuple[str, int]]) -> tuple[str, list[int]]:
    """Return the text with its code back in its place, and the line of each row."""
    rows: list[str] = []
    lines: list[int] = []
    for row, line in zip(text.text.split("\n"), text.lines, strict=True):
        back = _put_back(row, code)
        rows.append(back)
        lines += [line + extra for extra in range(back.count("\n") + 1)]
    return "\n".join(rows), lines


def _headed(match: re.Match[str]) -> str:
    """Return a table of kramdown's, which needs no line below its head, with that line."""
    return f"{match[1]}{match[2]}{'|-' * (match[2].count('|') - 1)}|\n"


def _picture(match: re.Match[str], reading: Reading, show: Callable[..., str]) -> str:
    address = match[2] if match[2] is not None else reading.addresses.get(label_key(match[4] or match[1]), "")
    alt = re.sub(r"\\(.)", r"\1", match[1])
    return show(address, alt, caption=match[3] or "")


def _labelled(match: re.Match[str], body: Tracked, reading: Reading, site: SiteRule) -> str:
    """Return a link by its label; one that nothing defines, its words."""
    label = label_key(match[2] or match[1])
    if match[1].startswith("^") or label in reading.addresses:
        return match[0]
    plain = flat(match[2] or match[1]).lower()
    for rule in site.shorthands:
        if found := re.search(rule.pattern, plain):
            groups = [
                int(group) if (group or "").isdigit() else (group or "").replace(" ", "-") for group in found.groups()
            ]
            reading.addresses[label] = rule.address.format(found[0], *groups)
            return match[0]
    if match[2] is None:
        return match[0]  # brackets, no link
    what = f"the link `{short(match[0], 40)}` is defined nowhere; its words are kept"
    place = Place(reading.path, body.line_at(match.start()), 1)
    reading.findings.append(
        query("intake.link", what, hint="name the file that defines it under `references`", place=place)
    )
    return match[1]


def _blocks(passage: Passage, whole: list[str], lines: list[int], reading: Reading, artwork: Artwork) -> list[Block]:
    """Return the blocks that a passage becomes: itself, or what its HTML holds."""
    place = Place(reading.path, lines[passage.first], 1)
    rows = whole[passage.first : passage.end]
    while len(rows) > 1 and not rows[-1].strip():
        rows.pop()  # empty lines behind a list belong to it, as the parser sees it
    end = lines[passage.first + len(rows) - 1]
    text = "\n".join(rows).strip("\n")
    if passage.sort == "html_block":
        if _BLOCK_TAG.match(text):
            return _hypertext(text, place, reading, artwork)
        text = stray_tags(Tracked(text)).text
    if passage.sort == "heading":
        return [Block(Sort.HEADING, " ".join(passage.content.split()), place, end, passage.level)]
    if passage.sort == "paragraph":
        return _apart(text, place, end)
    if passage.sort not in ("fence", "code_block"):
        text = _without_tags(text)
    return [Block(_SORTS.get(passage.sort, Sort.OTHER), text, place, end)]


def _without_tags(text: str) -> str:
    """Return a block whose stray tags, but for those in code, have a backslash."""
    if "<" not in text:
        return text
    code: list[tuple[str, int]] = []
    away = Tracked(text).sub(_CODE, lambda match: _put_away(match, code))
    return _put_back(stray_tags(away).text, code)


def _apart(text: str, place: Place, end: int) -> list[Block]:
    """Return a paragraph, and its pictures in paragraphs of their own."""
    text = _without_tags(text)
    pictures = [match[0] for match in _PICTURE.finditer(text)]
    if not pictures or text.strip() == pictures[0]:
        sort = Sort.PICTURE if pictures else Sort.PARAGRAPH
        return [Block(sort, text, place, end)]
    rest = re.sub(r"[ ]{2,}", " ", _PICTURE.sub("", text)).strip()
    blocks = [Block(Sort.PARAGRAPH, rest, place, end)] if re.search(r"\w", rest) else []
    return [*blocks, *(Block(Sort.PICTURE, picture, place, end) for picture in pictures)]


def _hypertext(text: str, place: Place, reading: Reading, artwork: Artwork) -> list[Block]:
    from coranto.intake.webpage import parse

    root = parse(f"<body>{text}</body>", reading.path)
    hypertext = Hypertext(reading.path, Surroundings(), artwork.take, first=place.line or 1)
    blocks = hypertext.blocks(root.find("body"))
    reading.findings += hypertext.findings
    return blocks


def _name_blocks(reading: Reading) -> None:
    """Give an id that stands by itself to the block behind it."""
    blocks: list[Block] = []
    name = ""
    for block in reading.blocks:
        if alone := re.fullmatch(r"\{#([\w-]+)\}", block.text.strip()):
            name = alone[1]
            continue
        blocks.append(replace(block, name=name) if name else block)
        name = ""
    reading.blocks[:] = blocks


def _name_headings(reading: Reading) -> None:
    """Give headings that links of the source point to the ids that the site's program gave them."""
    asked = set(re.findall(r"\]\(#([\w-]+)\)", "\n".join(block.text for block in reading.blocks)))
    for at, block in enumerate(reading.blocks):
        if block.sort is Sort.HEADING and asked:
            name = re.sub(r"[^\w\s-]", "", block.text.lower()).strip().replace(" ", "-")
            if name in asked:
                reading.blocks[at] = Block(block.sort, block.text, block.place, block.end, block.level, name)
