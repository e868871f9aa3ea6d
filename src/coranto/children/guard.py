"""The guard: work that may hang, die or eat the machine, done in a child process.

The engine swallows exceptions and even Ctrl-C while it draws (WeasyPrint 70),
and Pango ends the process when it is out of memory, so limits are kept from
outside: the child is killed.  It is forked before anything heavy is loaded and
hands its result back through a pipe; this process stays small, and writes.
"""

import gc
import math
import os
import pickle
import resource
import select
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from typing import IO, Any, NoReturn, TypeVar

from coranto.children.limits import Limits, confess, ending_cleanly, epitaph, follow, set_limit
from coranto.errors import CorantoError, PressError

Result = TypeVar("Result")
Report = Callable[[str], None]

_GRACE = 0.5
"""Seconds that a child gets to end by itself."""


def guarded(work: Callable[[Report], Result], *, limits: Limits, report: Report = lambda _: None) -> Result:
    """Return what `work` returns, done in a child process.

    `work` is given a function to report its progress by.  What it returns, or
    the `CorantoError` that it raises, must be picklable.

    Raises:
        CorantoError: what `work` raised.
        PressError: the child ran past a limit, or died.

    """
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as noise, ending_cleanly():
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
        raise PressError(epitaph(kind, status, limits, noise))


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


def _work(work: Callable[[Report], Any], pipe: int, noise: IO[bytes], limits: Limits) -> NoReturn:
    """Do the work in the child, send what comes of it, and end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=follow, args=(os.getppid(),), daemon=True).start()
    os.dup2(noise.fileno(), 2)  # C libraries write there as they please
    memory = limits.megabytes * 1_000_000
    set_limit(resource.RLIMIT_AS, memory)
    processor = math.ceil(limits.seconds) + 10  # should the parent be stopped
    set_limit(resource.RLIMIT_CPU, processor)
    gc.disable()  # an issue's boxes live until its end anyway; the limit of memory stands
    status = 0
    try:
        message = ("result", work(lambda stage: _send(pipe, ("stage", stage))))
    except CorantoError as error:
        message = ("error", error)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        message = ("error", confess(error, limits))
    try:
        _send(pipe, message)
    except OSError:
        status = 1  # the parent is gone
    os._exit(status)


def _send(pipe: int, message: tuple[str, Any]) -> None:
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    data = memoryview(len(content).to_bytes(8) + content)
    while data:
        data = data[os.write(pipe, data) :]
