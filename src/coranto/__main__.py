"""`coranto` and `python -m coranto`."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


def main() -> None:
    """Run the command line; Ctrl-C ends it quietly, whenever it comes."""
    with _ending_at_once():
        _open_streams()
        _leave_out_plugins()
        from coranto.cli import app
    try:
        app(prog_name="coranto")
    except KeyboardInterrupt:
        sys.exit(130)


@contextmanager
def _ending_at_once() -> Iterator[None]:
    """Let Ctrl-C end the process itself: in the midst of an import, its exception would be printed and lost."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield  # whoever started us wants it ignored
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave_out_plugins() -> None:
    """Let what else is installed have no say in what is valid, and not even be searched for."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    # pydantic 2.14 loads all that reads package lists, a twentieth of a check, before it looks at that.
    loader = ModuleType("pydantic.plugin._loader")
    vars(loader)["get_plugins"] = tuple
    sys.modules[loader.__name__] = loader


def _open_streams() -> None:
    """Let whatever is said be written: a sign that the terminal hasn't got as its number, to a closed one nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - till the process ends
        else:
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    main()
