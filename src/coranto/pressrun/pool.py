"""The pool: warm workers on this machine, and the limits that each issue is held to.

In: `Task`s.  Out: a `Done` for each, as they are done.  A worker that hangs,
dies or is killed costs the issue that it was at, and no other; it is replaced.
One that has set many issues, or holds much memory, is replaced as well.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from multiprocessing.connection import Pipe, wait
from typing import Protocol

from coranto.children.limits import Limits, epitaph
from coranto.errors import PressError
from coranto.pressrun.tasks import Done, Task

TASKS_OF_A_WORKER = 200
MEMORY_OF_A_WORKER = 240.0
"""MB that a worker may hold for itself between two issues; one that has set every kind of sample holds 190."""


class Executor(Protocol):
    """Whoever sets issues: the processes of this machine, or a cluster."""

    def results(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what comes of the tasks, as they are done."""

    def close(self) -> None:
        """End whatever was begun, at once."""


class Pool:
    """So many workers on this machine, begun when there is work for them."""

    def __init__(self, workers: int, *, limits: Limits, environment: Mapping[str, str] | None = None) -> None:
        self.most = workers
        self.limits = limits
        self.environment = environment or {}
        self.workers: list[_Worker] = []

    def results(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what comes of the tasks, as they are done; they are begun in their order."""
        left = deque(tasks)
        while left or any(worker.task for worker in self.workers):
            self._hand_out(left)
            soonest = min(worker.deadline for worker in self.workers if worker.task)
            busy = {worker.pipe: worker for worker in self.workers if worker.task}
            ready = wait(busy, max(0.0, soonest - time.monotonic()))
            for pipe in ready:
                yield self._take(busy[pipe])  # type: ignore[index] # what waits is what was given
            for worker in [worker for worker in busy.values() if worker.late and worker.pipe not in ready]:
                yield self._bury(worker, "late")

    def prepare(self) -> None:
        """Begin a worker before there is a task, so that it is warm when there is."""
        if not self.workers:
            self.workers.append(_Worker(self.limits, self.environment))

    def close(self) -> None:
        """Kill all workers; they hold nothing that is not kept elsewhere."""
        for worker in self.workers:
            worker.end(kill=True)
        self.workers.clear()

    def _hand_out(self, left: deque[Task]) -> None:
        idle = [worker for worker in self.workers if not worker.task]
        while left and (idle or len(self.workers) < self.most):
            if idle:
                worker = idle.pop()
            else:
                worker = _Worker(self.limits, self.environment)
                self.workers.append(worker)
            worker.begin(left.popleft())

    def _take(self, worker: "_Worker") -> Done:
        try:
            done: Done = worker.pipe.recv()
        except (EOFError, OSError):
            return self._bury(worker, "dead")
        worker.task = None
        worker.count += 1
        if worker.count >= TASKS_OF_A_WORKER or done.megabytes > MEMORY_OF_A_WORKER:
            self.workers.remove(worker)
            worker.end()
        return done

    def _bury(self, worker: "_Worker", how: str) -> Done:
        """Replace a worker that is late or dead, and return what is told of its task."""
        task, took = worker.task, time.monotonic() - worker.started
        assert task is not None  # noqa: S101 - only busy workers are waited for
        status = worker.end(kill=True)
        self.workers.remove(worker)
        error = PressError(epitaph(how, status, self.limits, worker.noise))
        return Done(task, None, error, took, lost=True)


class _Worker:
    """A process of `coranto.pressrun.worker`, and what it is at."""

    def __init__(self, limits: Limits, environment: Mapping[str, str]) -> None:
        self.pipe, theirs = Pipe()
        self.noise = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the worker
        self.limits = limits
        self.task: Task | None = None
        self.count = 0
        self.started = 0.0
        handle = theirs.fileno()
        command = [sys.executable, "-P", "-m", "coranto.pressrun.worker"]
        self.process = subprocess.Popen(  # noqa: S603 - ourselves
            [*command, str(handle), str(limits.seconds), str(limits.megabytes)],
            pass_fds=[handle],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.noise,
            env={**os.environ, "PYDANTIC_DISABLE_PLUGINS": "__all__", **environment},
        )
        theirs.close()

    @property
    def deadline(self) -> float:
        """Return when its task must be done, on the monotonic clock."""
        return self.started + self.limits.seconds

    @property
    def late(self) -> bool:
        """Tell whether its task should be done by now."""
        return self.task is not None and time.monotonic() >= self.deadline

    def begin(self, task: Task) -> None:
        """Give it a task; a worker that can't take it any more is found dead by whoever waits for it."""
        self.task, self.started = task, time.monotonic()
        with contextlib.suppress(OSError):
            self.pipe.send(task)

    def end(self, *, kill: bool = False) -> int:
        """End it, at once or when it is at leisure, and return its wait status."""
        if kill:
            self.process.kill()
        self.pipe.close()
        code = self.process.wait()
        return -code if code < 0 else code << 8
