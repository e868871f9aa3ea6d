"""Limits: what one piece of work may take, and what is told when it took more.

Kept by whoever does the work in a process of its own: `guard` for one issue,
`worker` for many.
"""

import contextlib
import os
import re
import resource
import signal
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from coranto.errors import CorantoError, PressError


@dataclass(frozen=True, slots=True)
class Limits:
    """What a piece of work may take."""

    seconds: float = 300.0
    megabytes: int = 3_000


@contextlib.contextmanager
def ending_cleanly() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the work as Ctrl-C does, so that the child goes, too."""

    def end(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def epitaph(kind: str, status: int, limits: Limits, noise: IO[bytes]) -> str:
    """Return what is told of a process that ended without a result: it was `late`, or it is `dead`."""
    if kind == "late":
        took = f"the press took more than {limits.seconds:g} seconds and was stopped"
        return f"{took}; raise --time-limit if the issue is large"
    noise.seek(0)
    last = noise.read().decode("utf-8", "replace").strip().splitlines()[-1:]
    said = f"; its last words: {last[0]}" if last else ""
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return f"the press died of {name}, perhaps of the limit of {limits.megabytes} MB{said}"
    return f"the press ended without a result (status {os.waitstatus_to_exitcode(status)}){said}"


def set_limit(kind: int, most: int) -> None:
    """Set a limit, or keep the lower one that the shell or a batch system has set."""
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def follow(parent: int) -> None:
    """End this child when its parent is gone, even if that was killed."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def confess(error: BaseException, limits: Limits) -> CorantoError:
    """Return what the parent is told of an exception that nobody foresaw."""
    if isinstance(error, MemoryError) or _peak_megabytes() > 0.95 * limits.megabytes:
        # Short of memory, the engine's libraries fail in any way they like.
        return PressError(
            f"the issue needs more than {limits.megabytes} MB of memory; raise --memory-limit if it is large"
        )
    if isinstance(error, RecursionError):
        return PressError("something in the issue or its layout is nested too deep for the engine")
    return unforeseen(error)


def unforeseen(error: BaseException) -> CorantoError:
    """Return what is told of an exception that nobody foresaw, whatever the memory."""
    told = f"\n{traceback.format_exc()}" if os.environ.get("CORANTO_TRACEBACK") else ""
    return CorantoError(
        f"something went wrong that Coranto did not foresee: {type(error).__name__}: {error} "
        f"(set CORANTO_TRACEBACK=1 to see where, and tell us){told}".rstrip()
    )


def _peak_megabytes() -> float:
    """Return the largest address space that this process has had (proc(5), VmPeak)."""
    try:
        with Path("/proc/self/status").open("rb") as file:
            return int(re.search(rb"VmPeak:\s*(\d+)", file.read())[1]) / 1000  # type: ignore[index]
    except (OSError, TypeError, MemoryError):
        return 0.0
