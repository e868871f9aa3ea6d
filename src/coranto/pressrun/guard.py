"""The guard: work that may hang, die or eat the machine, done in a child process.

The engine swallows exceptions and even Ctrl-C while it draws (WeasyPrint 70),
and Pango ends the process when it is out of memory, so limits are kept from
outside: the child is killed.  It is forked before anything heavy is loaded and
hands its result back through a pipe; this process stays small, and writes.
"""

import contextlib
import gc
import math
import os
import pickle
import re
import resource
import select
import signal
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar

from coranto.errors import CorantoError, PressError

Result = TypeVar("Result")
Report = Callable[[str], None]

_GRACE = 0.5
"""Seconds that a child gets to end by itself."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a piece of work may take."""

    seconds: float = 300.0
    megabytes: int = 3_000


def guarded(work: Callable[[Report], Result], *, limits: Limits, report: Report = lambda _: None) -> Result:
    """Return what `work` returns, done in a child process.

    `work` is given a function to report its progress by.  What it returns, or
    the `CorantoError` that it raises, must be picklable.

    Raises:
        CorantoError: what `work` raised.
        PressError: the child ran past a limit, or died.

    """
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as noise, _ending_cleanly():
        child = os.fork()
        if child == 0:
            os.close(reading)
            _work(work, writing, noise, limits)
        os.close(writing)
        grace = 0.0
        try:
            kind, value = _listen(reading, limits, report)
            grace = _GRACE
        finally:
            os.close(reading)
            status = _end(child, grace)
        if kind == "result":
            return value  # type: ignore[no-any-return] # pickled by _work
        if kind == "error":
            raise value
        raise PressError(_epitaph(kind, status, limits, noise))


def _listen(pipe: int, limits: Limits, report: Report) -> tuple[str, Any]:
    """Return the last message of the child: `result`, `error`, or `late` or `dead` if there was none."""
    deadline = time.monotonic() + limits.seconds
    buffer = bytearray()
    while True:
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return "late", None
        content = os.read(pipe, 1 << 20)
        if not content:
            return "dead", None
        buffer += content
        while len(buffer) >= 8 and len(buffer) >= (end := 8 + int.from_bytes(buffer[:8])):  # noqa: PLR2004
            kind, value = pickle.loads(bytes(buffer[8:end]))  # noqa: S301 - our own child's
            if kind != "stage":
                return kind, value
            report(value)
            del buffer[:end]


@contextlib.contextmanager
def _ending_cleanly() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the work as Ctrl-C does, so that the child goes, too."""

    def end(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(child: int, grace: float) -> int:
    """Wait so many seconds for the child, kill it if it lingers, and return its wait status."""
    deadline = time.monotonic() + grace
    pause = 0.001
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(pause)
        pause = min(2 * pause, 0.05)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _epitaph(kind: str, status: int, limits: Limits, noise: IO[bytes]) -> str:
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


def _work(work: Callable[[Report], Any], pipe: int, noise: IO[bytes], limits: Limits) -> NoReturn:
    """Do the work in the child, send what comes of it, and end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    os.dup2(noise.fileno(), 2)  # C libraries write there as they please
    memory = limits.megabytes * 1_000_000
    _limit(resource.RLIMIT_AS, memory)
    processor = math.ceil(limits.seconds) + 10  # should the parent be stopped
    _limit(resource.RLIMIT_CPU, processor)
    gc.disable()  # an issue's boxes live until its end anyway; the limit of memory stands
    status = 0
    try:
        message = ("result", work(lambda stage: _send(pipe, ("stage", stage))))
    except CorantoError as error:
        message = ("error", error)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        message = ("error", _confess(error, limits))
    try:
        _send(pipe, message)
    except OSError:
        status = 1  # the parent is gone
    os._exit(status)


def _limit(kind: int, most: int) -> None:
    """Set a limit, or keep the lower one that the shell or a batch system has set."""
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def _follow(parent: int) -> None:
    """End this child when its parent is gone, even if that was killed."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _confess(error: BaseException, limits: Limits) -> CorantoError:
    """Return what the parent is told of an exception that nobody foresaw."""
    if isinstance(error, MemoryError) or _peak_megabytes() > 0.95 * limits.megabytes:
        # Short of memory, the engine's libraries fail in any way they like.
        return PressError(
            f"the issue needs more than {limits.megabytes} MB of memory; raise --memory-limit if it is large"
        )
    if isinstance(error, RecursionError):
        return PressError("something in the issue or its layout is nested too deep for the engine")
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


def _send(pipe: int, message: tuple[str, Any]) -> None:
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    data = memoryview(len(content).to_bytes(8) + content)
    while data:
        data = data[os.write(pipe, data) :]
