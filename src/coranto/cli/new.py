"""Begin a periodical or an issue: a folder that can be pressed at once."""

import datetime as dt
import re
from pathlib import Path
from typing import Annotated

import typer

from coranto.archive.filing import new_folder
from coranto.cli.schema import command as _write_schemas
from coranto.errors import CopyError, OutputError

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
    title: Annotated[str, typer.Option(help="Title of the periodical.", show_default=False)],
    language: Annotated[str, typer.Option(help="Its language: cs, de, en, es, fr, it, nl, pl, pt, zh.")] = "en",
) -> None:
    """Begin a periodical, with a first issue in it.

    Example: coranto new periodical issues/the-forme --title "The Forme"
    """
    from coranto.layout.stack import resolve_layout

    spoken = resolve_layout("newsletter", with_fonts=False).words
    if language.partition("-")[0] not in spoken:
        message = (
            f"the layout `newsletter` has no words in the language `{language}`; there are: {', '.join(sorted(spoken))}"
        )
        raise CopyError(message)
    new_folder(folder)
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
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="Date of the issue; else its folder's name, else today.",
            show_default=False,
        ),
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
    new_folder(folder)
    day = date.date() if date else _day_of(folder.name)
    _write(folder / "issue.yaml", _ISSUE.format(schemas=_SCHEMAS, date=day.isoformat(), number=number))
    _write(folder / "10-top-story.md", _STORY)
    _write(folder / "20-figure.md", _FIGURE)
    print(f"now: coranto press {folder}")


def _day_of(name: str) -> dt.date:
    """Return the day that a folder is called by, such as 2026-12-01; today, if it is called otherwise."""
    try:
        return dt.date.fromisoformat(name)
    except ValueError:
        return dt.datetime.now().date()  # noqa: DTZ005 - the editor's own day


def _write(path: Path, text: str) -> None:
    from coranto.archive.filing import write_whole

    write_whole(path, text.encode())
    print(path)


def _quoted(text: str) -> str:
    """Return a text as YAML takes it literally."""
    flat = re.sub(r"\s+", " ", text).strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{flat}"'
