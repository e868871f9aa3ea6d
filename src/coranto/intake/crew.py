"""The crew: processes that share out work, one failure stopping nobody.

In: a function and what it is to be done with.  Out: what comes of each, in
order.  A worker is forked once and does one thing after the other; if it dies,
or takes too long, what it was at has failed, and another takes its place.
"""

import gc
import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

from coranto.errors import CopyError, CorantoError

Task = TypeVar("Task")
Result = TypeVar("Result")
_CONTEXT = multiprocessing.get_context("fork")
_COLLECT = 20_000
"""Things that are made before a worker looks for those that nothing holds any more."""
MEGABYTES = 2_000
"""Address space that a worker may take beyond what it begins with."""


@dataclass
class _Worker(Generic[Task, Result]):
    """A process, the pipe to it, what it is at, and since when."""

    process: BaseProcess
    pipe: Connection
    task: int = -1
    deadline: float = 0.0


def shared_out(
    work: Callable[[Task], Result], tasks: Sequence[Task], *, jobs: int, seconds: float
) -> Iterator[tuple[int, Result | CorantoError]]:
    """Yield what comes of each task, with its index, as it comes; what raised, or died, is an error.

    Each may take so many `seconds`.
    """
    waiting = iter(range(len(tasks)))
    workers: list[_Worker[Task, Result]] = []

    def give(worker: _Worker[Task, Result]) -> bool:
        worker.task = next(waiting, -1)
        if worker.task < 0:
            worker.pipe.close()
            worker.process.join(1)
            return False
        worker.deadline = time.monotonic() + seconds
        worker.pipe.send(tasks[worker.task])
        return True

    try:
        workers = [worker for worker in (_hired(work) for _ in range(min(jobs, len(tasks)))) if give(worker)]
        while workers:
            timeout = max(0.0, min(worker.deadline for worker in workers) - time.monotonic())
            ready = set(wait([worker.pipe for worker in workers], timeout))
            for worker in list(workers):
                late = time.monotonic() > worker.deadline
                if worker.pipe not in ready and not late:
                    continue
                result: Result | CorantoError | None = _heard(worker) if worker.pipe in ready else None
                if result is None:
                    result = _failure(worker, seconds if late else None)
                yield worker.task, result
                if not worker.process.is_alive():
                    workers.remove(worker)
                    worker = _hired(work)  # noqa: PLW2901 - another in its place
                    workers.append(worker)
                if not give(worker):
                    workers.remove(worker)
    finally:
        for worker in workers:
            worker.process.kill()
            worker.process.join()


def _hired(work: Callable[[Task], Result]) -> _Worker[Task, Result]:
    here, there = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_labour, args=(work, there, here), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


def _labour(work: Callable[[Any], Any], pipe: Connection, other: Connection) -> None:
    """Do what comes through the pipe, until nothing comes."""
    other.close()
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEGABYTES * 1_000_000,) * 2)
    gc.freeze()
    gc.set_threshold(_COLLECT)  # what one issue leaves is freed by itself, but for its trees
    while True:
        try:
            task = pipe.recv()
        except (EOFError, KeyboardInterrupt, OSError):
            return
        try:
            result = work(task)
        except CorantoError as error:
            result = error
        except MemoryError:
            result = CopyError(f"it needs more than {MEGABYTES} MB of memory")
        except RecursionError:
            result = CopyError("something in it is nested too deep")
        except KeyboardInterrupt:
            return
        except Exception as error:
            if os.environ.get("CORANTO_TRACEBACK"):
                raise
            hint = "set CORANTO_TRACEBACK=1 to see where, and tell us"
            name = type(error).__name__
            result = CorantoError(f"something went wrong that Coranto did not foresee: {name}: {error} ({hint})")
        try:
            pipe.send(result)
        except (BrokenPipeError, OSError):
            return


def _heard(worker: _Worker[Any, Any]) -> Any:  # noqa: ANN401 - what `work` made
    """Return what a worker sends; nothing, if it has died."""
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        return None


def _failure(worker: _Worker[Task, Result], seconds: float | None) -> CorantoError:
    worker.process.kill()
    worker.process.join()
    if seconds is not None:
        return CopyError(f"it took more than {seconds:g} seconds and was stopped")
    return CopyError(f"the process that read it died (status {worker.process.exitcode})")
