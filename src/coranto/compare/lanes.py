"""Lanes: work on many pieces at once, each in a process of its own that may hang or die.

In: pieces of work and a function.  Out: each piece with what came of it, in
the order in which they end.  A PDF that isn't trusted may make its reader
loop, crash or eat memory; that costs its own piece, and no other.
"""

import contextlib
import multiprocessing
import os
import resource
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from coranto.errors import CorantoError, EditionError

Piece = TypeVar("Piece")
Result = TypeVar("Result")

SECONDS, MEGABYTES = 300.0, 3_000


@dataclass(slots=True)
class _Lane(Generic[Piece]):
    """A piece at work."""

    piece: Piece
    process: Any
    pipe: Connection
    deadline: float = field(default=0.0)


def in_lanes(
    pieces: Iterable[Piece],
    work: Callable[[Piece], Result],
    *,
    lanes: int = 0,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> Iterator[tuple[Piece, Result | CorantoError]]:
    """Yield each piece with its result, or with the error that it ended with.

    So many `lanes` are at work at once, one a processor if it is 0.  A piece
    that takes more seconds or megabytes than it may is ended.
    """
    context = multiprocessing.get_context("fork")  # what is loaded already need not be loaded again
    waiting = iter(pieces)
    lanes = lanes or len(os.sched_getaffinity(0))
    running: dict[Connection, _Lane[Piece]] = {}
    try:
        while True:
            while len(running) < lanes and (piece := next(waiting, None)) is not None:
                reading, writing = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(work, piece, writing, seconds, megabytes), daemon=True)
                process.start()
                writing.close()
                running[reading] = _Lane(piece, process, reading, time.monotonic() + seconds)
            if not running:
                return
            soonest = min(lane.deadline for lane in running.values())
            ready = set(wait(list(running), timeout=max(soonest - time.monotonic(), 0)))
            late = [pipe for pipe, lane in running.items() if lane.deadline <= time.monotonic() or pipe in ready]
            for pipe in late:
                lane = running.pop(pipe)
                yield lane.piece, _result(lane, seconds, megabytes, ended=pipe in ready)
    finally:
        for lane in running.values():
            lane.process.kill()
            lane.process.join()
            lane.pipe.close()


def _result(lane: _Lane[Piece], seconds: float, megabytes: int, *, ended: bool) -> Any:  # noqa: ANN401 - as pickled
    """Return what a lane's process said, or why it said nothing, and clear the lane."""
    try:
        if not ended:
            lane.process.kill()
            return EditionError(f"it took more than {seconds:g} seconds to read, and was given up")
        with contextlib.suppress(EOFError, OSError):
            return lane.pipe.recv()
        return EditionError(f"its reader fell over it, or needed more than {megabytes} MB")
    finally:
        lane.process.join()
        lane.pipe.close()


def _work(work: Callable[[Piece], Result], piece: Piece, pipe: Connection, seconds: float, megabytes: int) -> None:
    """Do one piece in the child, and send what comes of it."""
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the reader of PDFs complains there as it pleases
    for kind, most in ((resource.RLIMIT_AS, megabytes * 1_000_000), (resource.RLIMIT_CPU, int(seconds) + 10)):
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))
    try:
        result: Result | CorantoError = work(piece)
    except CorantoError as error:
        result = error
    except MemoryError:
        result = EditionError(f"it needs more than {megabytes} MB to read")
    except Exception as error:  # noqa: BLE001 - whatever it is, the others go on, and this one is told
        result = EditionError(f"its reader fell over it: {type(error).__name__}: {error}")
    with contextlib.suppress(OSError):
        pipe.send(result)
    pipe.close()


def _follow(parent: int) -> None:
    """End this child when its parent is gone, even if that was killed."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
