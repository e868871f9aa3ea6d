"""Tasks: what a run hands out, and what comes back; plain data that crosses processes and machines."""

from dataclasses import dataclass
from pathlib import Path

from coranto.errors import CorantoError
from coranto.finish.model import EditionName, Paper
from coranto.pressrun.line import Outcome


@dataclass(frozen=True, slots=True)
class Task:
    """One issue to be set."""

    name: str
    folder: Path
    layout: str | None = None
    """Another layout than the issue's own."""
    shelves: tuple[Path, ...] = ()
    editions: tuple[EditionName, ...] = (EditionName.SCREEN,)
    paper: Paper | None = None
    """What is asked of the edition for print."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task: an outcome, or an error."""

    task: Task
    outcome: Outcome | None
    error: CorantoError | None
    seconds: float
    """Wall-clock time."""
    lost: bool = False
    """Whether the worker hung, died or was killed; then the task may have been innocent."""
    megabytes: float = 0.0
    """What the worker holds after it."""
