"""The writer: a draft becomes the files of an issue, as an editor would have written them.

In: a draft and the reading that it was made of.  Out: the files by their
names, nothing written yet.  Footnotes and definitions of links go with the
article that asks for them.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from coranto.intake.draft import Draft, DraftArticle
from coranto.intake.stream import Block, Reading, Sort
from coranto.intake.yamltext import yaml_of
from coranto.issue.datafile import Value
from coranto.issue.kinds import KINDS
from coranto.issue.model import IssueHead, Periodical
from coranto.issue.passages import label_key

_SLUG_LIMIT = 40
_CODE = re.compile(r"(?ms)^[ >]*(```+|~~~+)[^\n]*\n.*?^[ >]*\1[ ]*$|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)")
_LABELLED = re.compile(r"(?<![\\!])\[((?:[^\[\]\\]|\\.|!?\[[^\]]*\])+)\](?:\[([^\[\]]*)\])?(?!\()")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")


def slug(text: str) -> str:
    """Return a text as a part of a file's name."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    text = bare if bare.isascii() else text
    words = re.sub(r"[^\w]+|_", " ", text.replace("'", "").replace("’", "").casefold()).split()
    made = ""
    for word in words:
        if made and len(made) + len(word) >= _SLUG_LIMIT:
            break
        made = f"{made}-{word}" if made else word[:_SLUG_LIMIT]
    return unicodedata.normalize("NFC", made) or "article"


def file_names(draft: Draft) -> list[str]:
    """Return the names of the articles' files, in running order: a number that leaves room, and a slug."""
    most = max((len(department.articles) for department in draft.departments), default=0)
    wide = next(wide for wide in (10, 100, 1_000) if most <= wide or wide == 1_000)  # noqa: PLR2004
    digits = len(str(len(draft.departments) * wide + wide - 1))
    return [
        f"{number * wide + at:0{digits}}-{slug(article.headline or department.title)}.md"
        for number, department in enumerate(draft.departments, 1)
        for at, article in enumerate(department.articles)
    ]


def issue_files(draft: Draft, names: Sequence[str], reading: Reading, *, long_notes: int) -> dict[str, str]:
    """Return the text files of an issue by their names, `issue.yaml` first."""
    files: dict[str, str] = {}
    rows: list[Value] = []
    waiting = iter(names)
    for department in draft.departments:
        own: list[Value] = []
        for article in department.articles:
            name = next(waiting)
            files[name] = article_text(article, reading, long_notes=long_notes)
            own.append(name)
        row: dict[str, Value] = {"title": department.title, "articles": own}
        if not department.list_articles:
            row["list_articles"] = False
        rows.append(row)
    head: dict[str, Value] = {"date": draft.date, **draft.head, "departments": rows}
    head = {key: head[key] for key in IssueHead.model_fields if head.get(key) not in (None, [], {})}
    return {"issue.yaml": yaml_of(head), **files}


def periodical_text(data: dict[str, Value]) -> str:
    """Return the text of periodical.yaml, its keys in the order of the model."""
    return yaml_of({key: data[key] for key in Periodical.model_fields if data.get(key) not in (None, [], {})})


def article_text(article: DraftArticle, reading: Reading, *, long_notes: int) -> str:
    """Return an article as its file has it: front matter, body, footnotes, definitions of links."""
    front: dict[str, Value] = {"kind": article.kind}
    front |= in_order(article.front, KINDS[article.kind])
    body = body_text(article.body, fixed=article.kind == "interview")
    body = _with_notes(body, reading.notes, long_notes)
    body += _definitions(body, reading.addresses)
    return f"---\n{yaml_of(front)}---\n" + (f"\n{body}\n" if body else "")


def in_order(data: dict[str, Value], model: type[BaseModel]) -> dict[str, Value]:
    """Return data with its keys in the order of a model, and those of what it holds in the order of theirs."""
    found: dict[str, Value] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in data:
            inner = next((one for one in get_args(field.annotation) if isinstance(one, type)), None)
            value = data[key]
            if inner and issubclass(inner, BaseModel) and isinstance(value, list):
                value = [in_order(one, inner) if isinstance(one, dict) else one for one in value]
            found[key] = value
    return found


def body_text(blocks: list[Block], *, fixed: bool = False) -> str:
    """Return blocks as a body; its headings begin with two marks, or have as many as they say if they are `fixed`."""
    levels = sorted({block.level for block in blocks if block.sort is Sort.HEADING})
    parts: list[str] = []
    last: Block | None = None
    for block in blocks:
        text = block.text
        if block.sort is Sort.HEADING:
            marks = block.level if fixed else min(levels.index(block.level) + 2, 6)
            text = f"{'#' * marks} {' '.join(text.split())}"
        elif last and last.sort is block.sort is Sort.LIST:
            parts.append("<!-- -->")  # else two lists would become one
        parts.append(f"{{#{block.name}}}\n{text}" if block.name else text)
        last = block
    return "\n\n".join(parts).strip("\n")


def _with_notes(body: str, notes: dict[str, str], long_notes: int) -> str:
    """Return a body with its footnotes behind it; one that is too long, or more than text, becomes a box."""
    if not notes:
        return body
    for label in dict.fromkeys(_NOTE.findall(body)):
        if label not in notes:
            continue
        note = notes[label].strip()
        if re.search(r"(?m)^\s*(?:[|>]|[-*+] |\d+[.)] |```)", note) or len(note.split()) > long_notes:
            name = f"note-{re.sub(r'[^a-z0-9]+', '-', label.lower()).strip('-') or 'x'}"
            body = body.replace(f"[^{label}]", f"[\\*](#{name})")
            body += f"\n\n{{#{name}}}\n::: box\n\\* {note}\n:::"
        else:
            paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n[ \t]*\n", note)]
            body += f"\n\n[^{label}]: " + "\n\n    ".join(paragraphs)
    return body


def _definitions(body: str, addresses: dict[str, str]) -> str:
    """Return the definitions of the links that a body asks for."""
    if not addresses or "[" not in body:
        return ""
    text = _CODE.sub("", body)
    asked = dict.fromkeys(label_key(match[2] or match[1]) for match in _LABELLED.finditer(text))
    lines = [f"[{label.lower()}]: <{addresses[label]}>" for label in asked if label in addresses]
    return "\n\n" + "\n".join(lines) if lines else ""


def write_files(folder: Path, files: dict[str, str], pictures: dict[str, Path | bytes]) -> dict[str, str]:
    """Write the files of an issue into a new folder; return the SHA-256 of each by its name."""
    folder.mkdir(parents=True)
    contents = {name: text.encode() for name, text in files.items()}
    contents |= {name: one if isinstance(one, bytes) else one.read_bytes() for name, one in pictures.items()}
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    names = sorted(contents, key=lambda name: name.split("/"))
    return {name: hashlib.sha256(contents[name]).hexdigest() for name in names}
