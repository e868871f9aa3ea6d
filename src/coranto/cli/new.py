"""Begin a periodical or an issue: a folder that can be pressed at once."""

import datetime as dt
import re
from pathlib import Path
from typing import Annotated

import typer

from coranto.cli.schema import command as _write_schemas
from coranto.errors import OutputError

_SCHEMAS = ".schemas"

_PERIODICAL = """\
# yaml-language-server: $schema={schemas}/periodical.schema.json
title: {title}
language: {language}
layout: newsletter
publisher:
  name: {title}
  address: ["Street and number", "Post code and town"]
  email: editor@example.org
  url: https://example.org
"""

_ISSUE = """\
# yaml-language-server: $schema=../{schemas}/issue.schema.json
date: {date}
number: {number}
masthead:
  - role: Editor
    people:
      - {{name: Your Name, position: Editor}}
departments:            # the running order; each article's file stands in one department
  - title: Top story
    articles: [10-top-story.md]
  - title: The figure
    articles: [20-figure.md]
    list_articles: false    # the contents lists the department only
"""

_STORY = """\
---
kind: story
headline: The headline of the top story
standfirst: One sentence that says why anybody should read on.
sources:
  - heading: Sources
    items:
      - {outlet: Outlet, title: What was published there, url: "https://example.org"}
---

The first paragraph says what happened. Write in Markdown: *emphasis*, **strong**, [links](https://example.org).

**What to watch:** A paragraph that opens with bold and a colon is set with a label.
"""

_FIGURE = """\
---
kind: number
headline: "1605"
---

A figure is set large; these lines say what it means.
"""


def periodical(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to make.", show_default=False)],
    title: Annotated[str, typer.Option(help="Title of the periodical.", prompt=True)],
    language: Annotated[str, typer.Option(help="Its language: cs, de, en, es, fr, it, nl, pl, pt, zh.")] = "en",
) -> None:
    """Begin a periodical, with a first issue in it.

    Example: coranto new periodical issues/the-forme --title "The Forme"
    """
    _make(folder)
    _write_schemas(write=folder / _SCHEMAS)
    _write(
        folder / "periodical.yaml",
        _PERIODICAL.format(schemas=_SCHEMAS, title=_quoted(title), language=_quoted(language)),
    )
    issue(folder / "first-issue", date=None)


def issue(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder to make, inside the periodical's.", show_default=False)
    ],
    date: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Date of the issue; today, if it is not said.", show_default=False),
    ] = None,
) -> None:
    """Begin an issue of a periodical.

    Example: coranto new issue issues/the-forme/2026-09-01 --date 2026-09-01
    """
    beside = folder.resolve().parent
    if not (beside / "periodical.yaml").is_file():
        message = (
            f"there is no periodical.yaml in `{folder.parent}`; begin with `coranto new periodical {folder.parent}`"
        )
        raise OutputError(message)
    number = 1 + len(list(beside.glob("*/issue.yaml")))
    _make(folder)
    day = (date or dt.datetime.now()).date().isoformat()  # noqa: DTZ005 - the editor's own day
    _write(folder / "issue.yaml", _ISSUE.format(schemas=_SCHEMAS, date=day, number=number))
    _write(folder / "10-top-story.md", _STORY)
    _write(folder / "20-figure.md", _FIGURE)
    print(f"now: coranto press {folder}")


def _make(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"`{folder}` is there already and is not empty; choose another name"
        raise OutputError(message)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"`{folder}` can't be made: {error.strerror}"
        raise OutputError(message) from error


def _write(path: Path, text: str) -> None:
    from coranto.archive.filing import write_whole

    write_whole(path, text.encode())
    print(path)


def _quoted(text: str) -> str:
    """Return a text as YAML takes it literally."""
    flat = re.sub(r"\s+", " ", text).strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{flat}"'
