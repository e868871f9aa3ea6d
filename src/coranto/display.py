"""Findings, summaries and tables, drawn for a terminal or written for a pipe.

In: plain data.  Out: colour and columns where somebody looks (rich), plain
lines where nobody does.  Findings go to standard error, results to standard
output.
"""

import contextlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Self, TextIO

from coranto.errors import CorantoError
from coranto.findings import Finding, Level

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

_MARKS = {Level.STOP: ("✗", "bold red"), Level.QUERY: ("?", "yellow")}
_WAIVED = ("–", "dim")


def _console(stream: TextIO) -> "Console | None":
    """Return a console if somebody looks at the stream."""
    if not stream.isatty():
        return None
    from rich.console import Console

    return Console(file=stream, highlight=False)


def show_findings(findings: Iterable[Finding], *, codes: bool = False) -> None:
    """Write each finding on a line of its own, place first; with its code at the end, if that is asked for."""
    console = _console(sys.stderr)
    for finding in findings:
        mark, style = _WAIVED if finding.waived else _MARKS[finding.level]
        code = f" [{finding.rule}]" if codes else ""
        if console is None:
            print(f"{mark} {finding}{code}", file=sys.stderr)
            continue
        from rich.text import Text

        line = Text(f"{mark} ", style=style)
        if finding.place:
            line.append(f"{finding.place}: ", style="bold")
        line.append(finding.message, style="dim" if finding.waived else "default")
        if finding.spot:
            line.append(f", {finding.spot}", style="cyan")
        if finding.hint:
            line.append(f" ({finding.hint})", style="dim")
        if finding.waived:
            line.append(f"; waived: {finding.waived}", style="dim")
        line.append(code, style="dim")
        console.print(line, soft_wrap=True)


def count_findings(findings: Iterable[Finding]) -> str:
    """Return in words how many findings there are of each sort."""
    listed = list(findings)
    held = sum(finding.level is Level.STOP for finding in listed)
    waived = sum(bool(finding.waived) for finding in listed)
    if not listed:
        return "none"
    more = f", {waived} waived" if waived else ""
    return f"{held} held, {len(listed) - held - waived} to look at{more}"


def note(level: Level, text: str) -> None:
    """Write one line as a finding is written."""
    console = _console(sys.stderr)
    mark, style = _MARKS[level]
    if console is None:
        print(f"{mark} {text}", file=sys.stderr, flush=True)
    else:
        from rich.text import Text

        console.print(Text(f"{mark} ", style=style).append(text, style="default"), soft_wrap=True)


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


def show_diff(name: str, old: str, new: str) -> None:
    """Write what changed in a text, as a unified diff; on a terminal, with the words that changed set off."""
    import difflib

    console, name = _console(sys.stdout), name.lstrip("/")
    last = ""
    for line in difflib.unified_diff(old.splitlines(), new.splitlines(), f"a/{name}", f"b/{name}", n=1, lineterm=""):
        if console is None:
            print(line)
            continue
        from rich.text import Text

        text = Text(line, style={"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "dim"))
        if line.startswith("+") and last.startswith("-"):
            words, others = (re.findall(r"\s+|\S+", one[1:]) for one in (line, last))
            for kind, _, _, start, end in difflib.SequenceMatcher(None, others, words, autojunk=False).get_opcodes():
                before, changed = "".join(words[:start]), "".join(words[start:end])
                if kind != "equal":
                    text.stylize("bold reverse", 1 + len(before), 1 + len(before) + len(changed))
        console.print(text, soft_wrap=True)
        last = line


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[str], None]]:
    """Give a function to say which stage the work is at; nobody is told in a pipe."""
    console = _console(sys.stderr)
    if console is None:
        yield lambda _: None
        return
    with console.status(what) as status:
        yield lambda stage: status.update(f"{what}: {stage}")


class RunProgress:
    """How far a run is: a bar where somebody looks, a line now and then where nobody does."""

    _PAUSE = 30.0
    """Seconds between two lines in a log."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = self.failed = self.pages = 0
        self.started = self.told = time.monotonic()
        self.console = _console(sys.stderr)
        self.bar: Progress | None = None

    def __enter__(self) -> Self:
        """Show the bar."""
        if self.console:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
            self.bar = Progress(*columns, console=self.console, transient=True)
            self.task = self.bar.add_task("beginning", total=self.total)
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self.bar:
            self.bar.stop()

    def advance(self, *, pages: int = 0, failed: bool = False) -> None:
        """Count an issue that is done."""
        self.done += 1
        self.failed += failed
        self.pages += pages
        now = time.monotonic()
        if self.bar:
            self.bar.update(self.task, completed=self.done, description=self._told(now))
        elif not self.console and now - self.told > self._PAUSE:
            self.told = now
            print(f"{self.done} of {self.total} issues: {self._told(now)}", file=sys.stderr, flush=True)

    def _told(self, now: float) -> str:
        passed = now - self.started
        rate = self.done / passed if passed else 0.0
        left = (self.total - self.done) / rate if rate else 0.0
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.pages} pages, {rate * 60:.0f} issues a minute, {span(left)} left{failed}"

    def say(self, mark: Level, text: str) -> None:
        """Write a line above the bar."""
        if self.bar:
            from rich.text import Text

            sign, style = _MARKS[mark]
            self.bar.console.print(Text(f"{sign} ", style=style).append(text, style="default"), soft_wrap=True)
        else:
            note(mark, text)


def span(seconds: float) -> str:
    """Return a span of time as people say it."""
    if seconds < 10:  # noqa: PLR2004 - below that, tenths are of interest
        return f"{seconds:.1f} s"
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


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
        "waived": finding.waived or None,
        "mends": [
            {"line": mend.place.line, "column": mend.place.column, "old": mend.old, "new": mend.new}
            for mend in finding.mends
        ],
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
