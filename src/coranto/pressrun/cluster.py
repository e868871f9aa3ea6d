"""The cluster: issues set by the workers of a Dask scheduler, on whatever machines they are.

In: `Task`s.  Out: a `Done` for each.  The copy travels with its task; layouts
and fonts travel once to each worker, whenever it joins (a worker plugin,
https://distributed.dask.org/en/stable/plugins.html).  A worker that is lost costs
no issue: the scheduler gives its tasks to another.  On a worker, the issue is
set by a `Pool` of its own, held to the same limits as at home.
"""

import io
import os
import queue
import shutil
import tempfile
import time
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from coranto.archive.inputs import Inputs, Manifest, files_below, program_manifest
from coranto.cache import Sums
from coranto.children.limits import Limits
from coranto.errors import CopyError, CorantoError, PressError
from coranto.findings import Finding
from coranto.issue.folders import PERIODICAL
from coranto.pressrun.pool import Pool
from coranto.pressrun.tasks import Done, Task

_SHELVES = Path(tempfile.gettempdir()) / f"coranto-shelves-{os.getuid()}"
_PATIENCE = 30.0
"""Seconds that a cluster may be without a worker."""
_AHEAD = 2
"""Tasks that wait at each thread of the cluster, so that none is idle and none is flooded."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A task with its copy."""

    task: Task
    files: dict[str, bytes]
    """The files of the issue's folder by their paths, and `../periodical.yaml`."""
    shelf: str
    """The digest of the shelf that it is to be set from."""
    limits: Limits


class Cluster:
    """The workers of a Dask scheduler."""

    def __init__(self, address: str, *, limits: Limits, inputs: Inputs) -> None:
        """Find the scheduler and send it the layouts and fonts.

        Raises:
            CorantoError: Dask is not installed.
            PressError: no scheduler answers.

        """
        try:
            from distributed import Client
        except ImportError as error:
            raise CorantoError("Dask is not installed here; install it: pip install 'coranto[dask]'") from error
        self.limits = limits
        self.program = inputs.program
        try:
            self.client: Any = Client(address, timeout=10, set_as_default=False)
        except (OSError, ValueError) as error:
            raise PressError(f"no Dask scheduler answers at `{address}` ({error})") from error
        self.shelf = inputs.shelf_digest()
        self.client.register_plugin(_shelf_plugin(self.shelf, _pack(inputs)))

    def results(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what comes of the tasks, as they are done; each is packed when its turn is near.

        Raises:
            PressError: all workers are gone, or one has other versions.

        """
        from distributed import wait

        left = deque(tasks)
        at_work: dict[Any, Task] = {}
        while left or at_work:
            while left and len(at_work) < _AHEAD * self._threads():
                task = left.popleft()
                try:
                    parcel = self._parcel(task)
                except OSError as error:
                    unread = CopyError(f"`{error.filename}` can't be read: {error.strerror}")
                    yield Done(task, None, unread, 0.0)
                    continue
                at_work[self.client.submit(set_parcel, parcel, pure=False)] = task
            if not at_work:
                continue
            try:
                with self.client.as_current():
                    ready = wait(list(at_work), timeout=_PATIENCE, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                self._threads()
                continue
            for future in ready:
                yield self._done(future, at_work.pop(future))

    def _threads(self) -> int:
        """Return how many issues the cluster can set at once; a cluster without workers gets some time for one.

        Raises:
            PressError: there is no worker.

        """
        end = time.monotonic() + _PATIENCE
        while not (threads := sum(self.client.nthreads().values())):
            if time.monotonic() > end:
                raise PressError("the cluster has no workers (any more); begin some, and run again")
            time.sleep(0.5)
        return int(threads)

    def close(self) -> None:
        """Take back what is not done, and leave the cluster."""
        self.client.close(timeout=5)

    def _parcel(self, task: Task) -> Parcel:
        files = {name: (task.folder / name).read_bytes() for name in files_below(task.folder)}
        periodical = task.folder.parent / PERIODICAL
        if periodical.is_file():
            files[f"../{PERIODICAL}"] = periodical.read_bytes()
        return Parcel(task, files, self.shelf, self.limits)

    def _done(self, future: Any, task: Task) -> Done:  # noqa: ANN401 - Dask has no types
        try:
            done, program = future.result()
        except Exception as error:  # noqa: BLE001 - whatever befell the cluster
            told = f"the cluster could not set the issue: {type(error).__name__}: {error}"
            return Done(task, None, PressError(told), 0.0, lost=True)
        if program != self.program:
            raise PressError(
                f"a worker of the cluster has other versions ({_unlike(self.program, program)}); "
                "give all workers what is installed here, or let them run from one image"
            )
        return done  # type: ignore[no-any-return] # of set_parcel


def _unlike(here: Manifest, there: Manifest, most: int = 4) -> str:
    names = [name for name in here.keys() | there.keys() if here.get(name) != there.get(name)]
    return ", ".join(f"{name} {there.get(name, 'none')} for {here.get(name, 'none')}" for name in sorted(names)[:most])


def _pack(inputs: Inputs) -> bytes:
    """Return all layouts and fonts as one ZIP file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parcel:
        for kind, folders in inputs.shelf_folders().items():
            for name, folder in folders.items():
                for file in files_below(folder):
                    parcel.write(folder / file, f"{kind}/{name}/{file}")
    return content.getvalue()


def _shelf_plugin(digest: str, content: bytes) -> object:
    """Return the plugin by which each worker, also one that joins later, unpacks the shelf once."""
    from distributed import WorkerPlugin

    class ShelfPlugin(WorkerPlugin):  # type: ignore[misc] # distributed has no types for it
        name = f"coranto-shelf-{digest}"

        def setup(self, worker: object) -> None:  # noqa: ARG002 - Dask's own signature
            unpack(digest, content)

    return ShelfPlugin()


# --- on a worker ----------------------------------------------------------------


def unpack(digest: str, content: bytes) -> Path:
    """Unpack a shelf, whole or not at all, where all workers of this machine find it."""
    shelf = _SHELVES / digest
    if not shelf.is_dir():
        _SHELVES.mkdir(mode=0o700, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=_SHELVES))
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            parcel.extractall(part)
        try:
            part.rename(shelf)
        except OSError:  # another worker was quicker
            shutil.rmtree(part)
    return shelf


@cache
def _idle_pools(shelf: str, limits: Limits) -> "queue.SimpleQueue[Pool]":  # noqa: ARG001 - what they are kept by
    return queue.SimpleQueue()


def set_parcel(parcel: Parcel) -> tuple[Done, Manifest]:
    """Set the issue of a parcel by a warm process, and return with it the versions that it was set with."""
    pools = _idle_pools(parcel.shelf, parcel.limits)
    try:
        pool = pools.get_nowait()
    except queue.Empty:
        pool = Pool(1, limits=parcel.limits, environment={"CORANTO_SHELF": str(_SHELVES / parcel.shelf)})
    home = parcel.task.folder
    with tempfile.TemporaryDirectory(prefix="coranto-") as name:
        folder = Path(name) / home.parent.name / home.name
        for path, content in parcel.files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        (done,) = pool.results([replace(parcel.task, folder=folder, shelves=())])
    pools.put(pool)
    return _as_at_home(done, parcel.task, folder), _program()


@cache
def _program() -> Manifest:
    return program_manifest(Sums(None))


def _as_at_home(done: Done, task: Task, folder: Path) -> Done:
    """Return a result whose findings speak of the folder at home."""

    def at_home(finding: Finding) -> Finding:
        place = finding.place
        if place is None or not place.file.is_relative_to(folder.parent):
            return finding
        return replace(finding, place=place._replace(file=task.folder.parent / place.file.relative_to(folder.parent)))

    outcome, error = done.outcome, done.error
    if outcome:
        outcome = replace(outcome, findings=tuple(map(at_home, outcome.findings)))
    if error:
        error = type(error)(error.message.replace(str(folder), str(task.folder)), map(at_home, error.findings))
    return replace(done, task=task, outcome=outcome, error=error)
