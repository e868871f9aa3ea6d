"""The crew: processes that share out many pieces of work, one failure stopping nobody.

In: a function and what it is to be done with.  Out: each piece, and what came
of it, as they are done.  A worker is forked once, with all that is loaded, and
does one piece after the other; if it dies or takes too long, what it was at
has failed, and another takes its place.
"""

import contextlib
import gc
import multiprocessing
import os
import resource
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from coranto.children.limits import Limits, follow, set_limit, unforeseen
from coranto.errors import CorantoError

Piece = TypeVar("Piece")
Result = TypeVar("Result")
_CONTEXT = multiprocessing.get_context("fork")
_COLLECT = 20_000
"""Things that are made before a worker looks for those that nothing holds any more."""


def shared_out(
    work: Callable[[Piece], Result],
    pieces: Iterable[Piece],
    *,
    limits: Limits,
    fault: type[CorantoError],
    jobs: int = 0,
) -> Iterator[tuple[Piece, Result | CorantoError]]:
    """Yield each piece with what comes of it, as it comes; what raised or died is an error, a `fault`.

    So many `jobs` are done at once, one a processor if it is 0.  The limits
    are those of each piece; of memory, beyond what this process holds.
    Pieces, results and errors must be picklable; the work need not be.
    """
    waiting = iter(pieces)
    jobs = jobs or len(os.sched_getaffinity(0))
    busy: list[_Worker[Piece, Result]] = []
    idle: list[_Worker[Piece, Result]] = []
    try:
        while True:
            for piece in islice(waiting, jobs - len(busy)):
                worker = idle.pop() if idle else _Worker(work, limits, fault)
                busy.append(worker)
                worker.begin(piece)
            if not busy:
                return
            soonest = min(worker.deadline for worker in busy)
            ready = set(wait([worker.pipe for worker in busy], max(0.0, soonest - time.monotonic())))
            for worker in [one for one in busy if one.pipe in ready or one.deadline <= time.monotonic()]:
                result = worker.heard() if worker.pipe in ready else worker.stopped()
                busy.remove(worker)
                if worker.process.exitcode is None:
                    idle.append(worker)
                yield worker.piece, result
    finally:
        for worker in [*busy, *idle]:
            worker.end()


class _Worker(Generic[Piece, Result]):
    """A process, the pipe to it, what it is at, and by when that must be done."""

    piece: Piece
    deadline = 0.0

    def __init__(self, work: Callable[[Piece], Result], limits: Limits, fault: type[CorantoError]) -> None:
        self.limits, self.fault = limits, fault
        self.pipe, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_labour, args=(work, theirs, self.pipe, limits, fault), daemon=True)
        self.process.start()
        theirs.close()

    def begin(self, piece: Piece) -> None:
        self.piece, self.deadline = piece, time.monotonic() + self.limits.seconds
        with contextlib.suppress(OSError):  # it has died, and will be found so
            self.pipe.send(piece)

    def heard(self) -> Result | CorantoError:
        """Return what it sends, or that it has died."""
        try:
            return self.pipe.recv()  # type: ignore[no-any-return] # sent by _labour
        except (EOFError, OSError):
            self.end()
            return self.fault(f"the process that read it died (status {self.process.exitcode})")

    def stopped(self) -> CorantoError:
        """Stop it, and return what is told of its piece."""
        self.end()
        return self.fault(f"it took more than {self.limits.seconds:g} seconds and was stopped")

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _labour(
    work: Callable[[Any], Any], pipe: Connection, other: Connection, limits: Limits, fault: type[CorantoError]
) -> None:
    """Do what comes through the pipe, until nothing comes."""
    other.close()
    threading.Thread(target=follow, args=(os.getppid(),), daemon=True).start()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # C libraries write there as they please
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    set_limit(resource.RLIMIT_AS, used + limits.megabytes * 1_000_000)
    gc.freeze()
    gc.set_threshold(_COLLECT)  # what one piece leaves is freed by itself, but for its trees
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            pipe.send(_done(work, pipe.recv(), limits, fault))


def _done(work: Callable[[Any], Any], piece: object, limits: Limits, fault: type[CorantoError]) -> Any:  # noqa: ANN401 - what `work` returns
    try:
        return work(piece)
    except CorantoError as error:
        return error
    except MemoryError:
        return fault(f"it needs more than {limits.megabytes} MB of memory")
    except RecursionError:
        return fault("something in it is nested too deep")
    except Exception as error:  # noqa: BLE001 - whatever it is, the others go on, and this one is told
        return unforeseen(error)
