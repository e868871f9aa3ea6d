"""The engine's log, gathered: what it complains of goes into the proof."""

import contextlib
import logging
import warnings
from collections.abc import Iterator

from coranto.press.proof import LogLine


class _Gatherer(logging.Handler):
    def __init__(self, lines: list[LogLine]) -> None:
        super().__init__(logging.WARNING)
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(LogLine(record.levelname, record.getMessage()))


@contextlib.contextmanager
def gathered(lines: list[LogLine]) -> Iterator[None]:
    """Append to `lines` what the engine logs, and what Python warns of, within the block."""
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger, logger.handlers[:], logger.propagate, logger.level) for logger in loggers]
    handler = _Gatherer(lines)
    for logger in loggers:
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.WARNING)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield
        lines += [LogLine("WARNING", str(warning.message)) for warning in caught]
    finally:
        for logger, handlers, propagate, level in before:
            logger.handlers, logger.propagate = handlers, propagate
            logger.setLevel(level)
