"""`coranto import`: foreign copy becomes issue folders."""

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coranto import display
from coranto.cli.options import Json
from coranto.errors import CopyError
from coranto.findings import Level

if TYPE_CHECKING:
    from coranto.intake.run import Filed


def command(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCE",
            help="Files, or folders of files: text, Markdown, HTML, DOCX, EPUB, PDF, JSON, YAML.",
            show_default=False,
        ),
    ],
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="PERIODICAL", help="The periodical's folder, which is made if need be.", show_default=False
        ),
    ] = None,
    recipe: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="How the periodical writes: a recipe of Coranto's, or a YAML file.", show_default=False
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The encoding of the sources, if it is guessed wrong.", show_default=False),
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="The language of the sources, such as de.", show_default=False)
    ] = None,
    date: Annotated[
        dt.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The date of a single issue.", show_default=False
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come, and write nothing.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say what each line of a source is taken for, and write nothing.")
    ] = False,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Draft a recipe from the sources, and write nothing.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Import over a folder that was edited; the old one is kept.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, max=256, help="How many at once. Else one a core.", show_default=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Bring back issues in: foreign copy becomes issue folders.

    Each source becomes an issue, called by its date, and a record in `imports` says what was taken
    for what, what was left out and why, and how many of its words stand in the issue. Importing
    twice gives the same folder; one that was edited is left alone.

    Example: coranto import old/*.txt --into issues/my-letter --recipe my-letter.yaml
    """
    from coranto.intake.drafting import Order
    from coranto.intake.recipe import read_recipe
    from coranto.intake.run import run, sources_in

    read, _ = read_recipe(recipe)
    files = sources_in(sources, read, into)
    if suggest:
        from coranto.intake.suggesting import suggest_recipe

        print(suggest_recipe(files, read, encoding=encoding), end="")
        return
    dry = dry_run or explain
    if into is None and not dry:
        raise typer.BadParameter("say where to: --into issues/<periodical>", param_hint="--into")
    order = Order(
        recipe=recipe,
        encoding=encoding,
        language=language,
        date=date.date() if date else None,
        explain=explain,
    )
    with display.progress(f"importing {len(files)} {'source' if len(files) == 1 else 'sources'}") as report:
        filed = run(
            files,
            into or Path("issue"),
            order,
            jobs=jobs or os.cpu_count() or 1,
            dry=dry,
            force=force,
            told=lambda done, one: report(f"{done}, {one.source.name}"),
        )
    failed = [one for one in filed if one.failed]
    if as_json:
        display.write_json(_data(filed, failed))
    elif explain:
        _explain(filed)
    else:
        _show(filed)
    if failed:
        findings = [finding for one in failed for finding in one.findings if finding.level is Level.STOP]
        message = f"{len(failed)} of {len(filed)} sources did not come in, or not whole"
        if as_json:
            raise typer.Exit(CopyError.exit_code)
        raise CopyError(message, findings)


def _show(filed: "Sequence[Filed]") -> None:
    """Write queries to standard error, and a line for each issue."""
    for one in filed:
        display.show_findings(finding for finding in one.findings if finding.level is Level.QUERY)
    rows = []
    for one in filed:
        if one.brought and one.folder:
            counted = one.brought.coverage
            share = "unread" if one.brought.faults else f"{counted.share:.2%}".replace(".00%", "%")
            facts = f"{one.brought.articles} articles", f"{share} of {counted.words - counted.furniture:,} words"
            rows.append((str(one.folder), one.state, *facts, one.source.name))
        else:
            rows.append(("—", one.state, "", "", one.source.name))
    display.show_table(("issue", "", "articles", "words", "source"), rows)


def _explain(filed: "Sequence[Filed]") -> None:
    for one in filed:
        if one.brought is None:
            continue
        print(one.source)
        for line, role, text in one.brought.explained:
            print(f"{line:6}  {role:<28}  {' '.join(text.split())[:100]}".rstrip())


def _data(filed: "Sequence[Filed]", failed: "Sequence[Filed]") -> dict[str, object]:
    return {
        "ok": not failed,
        "exit_code": CopyError.exit_code if failed else 0,
        "imports": [
            {
                "source": str(one.source),
                "issue": str(one.folder) if one.folder else None,
                "state": one.state,
                "articles": one.brought.articles if one.brought else None,
                "words": one.brought.coverage.figures() if one.brought else None,
                "findings": [display.as_data(finding) for finding in one.findings],
            }
            for one in filed
        ],
    }
