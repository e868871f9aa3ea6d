"""Findings, summaries and tables, drawn for a terminal or written for a pipe.

In: plain data.  Out: colour and columns where somebody looks (rich), plain
lines where nobody does.  Findings go to standard error, results to standard
output.
"""

import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from coranto.errors import CorantoError
from coranto.findings import Finding, Level

if TYPE_CHECKING:
    from rich.console import Console

_MARKS = {Level.STOP: ("✗", "bold red"), Level.QUERY: ("?", "yellow")}


def _console(stream: TextIO) -> "Console | None":
    """Return a console if somebody looks at the stream."""
    if not stream.isatty():
        return None
    from rich.console import Console

    return Console(file=stream, highlight=False)


def show_findings(findings: Iterable[Finding]) -> None:
    """Write each finding on a line of its own, place first."""
    console = _console(sys.stderr)
    for finding in findings:
        mark, style = _MARKS[finding.level]
        if console is None:
            print(f"{mark} {finding}", file=sys.stderr)
            continue
        from rich.text import Text

        line = Text(f"{mark} ", style=style)
        if finding.place:
            line.append(f"{finding.place}: ", style="bold")
        line.append(finding.message, style="default")
        if finding.spot:
            line.append(f", {finding.spot}", style="cyan")
        if finding.hint:
            line.append(f" ({finding.hint})", style="dim")
        console.print(line, soft_wrap=True)


def show_error(error: CorantoError) -> None:
    """Write what an error says, and its findings."""
    show_findings(error.findings)
    console = _console(sys.stderr)
    if console is None:
        print(f"coranto: {error.message}", file=sys.stderr)
    else:
        from rich.text import Text

        console.print(Text("coranto: ", style="bold red").append(error.message, style="default"), soft_wrap=True)


def show_facts(title: str, facts: Sequence[tuple[str, str]]) -> None:
    """Write a heading and lines of name and value."""
    width = max(len(name) for name, _ in facts)
    console = _console(sys.stdout)
    if console is None:
        print(title)
        for name, value in facts:
            print(f"  {name:<{width}}  {value}")
        return
    from rich.table import Table
    from rich.text import Text

    console.print(Text(title, style="bold"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    for name, value in facts:
        grid.add_row(f"  {name}", Text(value))
    console.print(grid)


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table; for a pipe, with tabs between the columns."""
    console = _console(sys.stdout)
    if console is None:
        for row in rows:
            print("\t".join(row))
        return
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[str], None]]:
    """Give a function to say which stage the work is at; nobody is told in a pipe."""
    console = _console(sys.stderr)
    if console is None:
        yield lambda _: None
        return
    with console.status(what) as status:
        yield lambda stage: status.update(f"{what}: {stage}")


def as_data(finding: Finding) -> dict[str, object]:
    """Return a finding as JSON has it."""
    return {
        "rule": finding.rule,
        "level": str(finding.level),
        "message": finding.message,
        "hint": finding.hint,
        "file": str(finding.place.file) if finding.place else None,
        "line": finding.place.line if finding.place else None,
        "column": finding.place.column if finding.place else None,
        "spot": finding.spot._asdict() if finding.spot else None,
    }


def write_json(data: object) -> None:
    """Write data as JSON on standard output."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2, default=str)
    print()


def error_as_data(error: CorantoError) -> dict[str, object]:
    """Return an error as JSON has it."""
    return {
        "ok": False,
        "exit_code": error.exit_code,
        "error": error.message,
        "findings": [as_data(finding) for finding in error.findings],
    }
