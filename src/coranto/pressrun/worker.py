"""The worker: a process that sets one issue after another and stays warm.

    python -P -m coranto.pressrun.worker HANDLE SECONDS MEGABYTES

In: `Task`s, through the pipe that it inherits under that handle.  Out: a `Done`
for each.  It is started afresh, not forked, so that it holds nothing of the
run; and it ends when the run does, whatever becomes of that.
"""

import contextlib
import ctypes
import gc
import os
import resource
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from coranto.children.limits import Limits, confess, follow, set_limit
from coranto.errors import CorantoError
from coranto.pressrun.line import press_issue
from coranto.pressrun.tasks import Done, Task


def work(task: Task, limits: Limits) -> Done:
    """Set an issue; whatever is raised is told."""
    started = time.perf_counter()
    outcome, error = None, None
    try:
        outcome = press_issue(
            task.folder, layout=task.layout, shelves=task.shelves, editions=task.editions, paper=task.paper
        )
    except CorantoError as raised:
        error = raised
    except BaseException as raised:  # noqa: BLE001 - whatever it is, the run must hear of it
        error = confess(raised, limits)
    gc.collect()  # the line lets the collector rest, and an issue's boxes know one another
    return Done(task, outcome, error, time.perf_counter() - started, megabytes=_held())


def _held() -> float:
    """Return the memory that this process holds for itself, in MB (proc(5), RssAnon); files that it reads aside."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)  # a gap between two issues goes back to the machine (glibc)
    try:
        status = Path("/proc/self/status").read_bytes()
        return int(status.partition(b"RssAnon:")[2].split()[0]) / 1000
    except (OSError, IndexError, ValueError):
        return 0.0


def warm_up() -> None:
    """Load what every issue needs, but the engine: as it loads, it reads the fonts of the first one."""
    import coranto.compose
    import coranto.finish.screen
    import coranto.issue.reader
    import coranto.layout.stack
    import coranto.preflight.judges  # noqa: F401


def serve(pipe: Connection, limits: Limits) -> None:
    """Do the tasks that come through the pipe, until it is closed."""
    while True:
        try:
            task = pipe.recv()
            pipe.send(work(task, limits))
        except (EOFError, OSError):
            return
        if not gc.get_freeze_count():
            gc.freeze()  # what the first issue leaves is the engine and its tables: they need no looking through


def main() -> None:
    """Take the pipe and the limits from the command line, and serve."""
    handle, seconds, megabytes = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the run ends its workers itself
    threading.Thread(target=follow, args=(os.getppid(),), daemon=True).start()
    set_limit(resource.RLIMIT_AS, megabytes * 1_000_000)
    set_limit(resource.RLIMIT_CORE, 0)
    warm_up()
    serve(Connection(handle), Limits(seconds, megabytes))


if __name__ == "__main__":
    main()
