"""A quicker start of the engine: what it would do at length and for nothing.

A cold press of a short issue spends a third of its time before the first line
is set.  Four of those causes can be taken away without a change to any page;
`tests/test_quickening.py` holds them to that.  Each is bound to the way that
one version of a library works and stands aside where it finds another.

- cffi 2.1 reads each C type behind a `typedef` line for every type name that
  it has ever met, a hundred and thirty of them (`cffi.cparser.Parser._parse`);
  lines for names that the declaration doesn't contain have no say in it.
- cffi looks for each name of a library that isn't a file's with `ldconfig` and
  the C compiler (`ctypes.util.find_library`), fourteen times, before WeasyPrint
  tries the file's own name (`libpango-1.0.so.0`), which every Linux has.
- pyphen 0.18 takes apart all patterns of a language, fourteen thousand for
  English, of which an issue needs some hundreds.
- WeasyPrint 70 imports fontTools' subsetter and instancer, which it needs
  only without HarfBuzz's own subsetter, or for variable fonts.
"""

import contextlib
import ctypes.util
import importlib
import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pyphen
from cffi import cparser

_WORD = re.compile(r"\w+")
_DIGITS = dict.fromkeys(map(ord, "0123456789"))
_UNITS = re.compile(r"(\d?)(\D?)")

Pattern = tuple[int, tuple[int, ...]]
"""Where in the pattern its values begin, and the values (Liang, 1983)."""


def quicken() -> None:
    """Change these libraries in this process; to be called before the engine is imported."""
    if "weasyprint" in sys.modules:
        return
    _quicken_cffi()
    if hasattr(pyphen, "HyphDict"):
        pyphen.HyphDict = LateHyphDict
    _import_late("fontTools.subset", "fontTools.varLib.instancer")


@contextlib.contextmanager
def by_file_name() -> Iterator[None]:
    """Let libraries be found by their files' names only, while the engine is imported."""
    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005 - not found by that name
    try:
        yield
    finally:
        ctypes.util.find_library = find_library


def _quicken_cffi() -> None:
    original = getattr(cparser.Parser, "_parse", None)
    if original is None:
        return

    def parse(self: Any, csource: str) -> Any:  # noqa: ANN401 - cffi has no types
        every, words = self._declarations, set(_WORD.findall(csource))
        self._declarations = {
            name: declaration
            for name, declaration in every.items()
            if not name.startswith("typedef ") or name.removeprefix("typedef ") in words
        }
        try:
            return original(self, csource)
        finally:
            self._declarations = every

    cparser.Parser._parse = parse  # noqa: SLF001


class LatePatterns(dict[str, Any]):
    """Hyphenation patterns by their letters, each taken apart when it is first asked for."""

    def get(self, letters: str, default: Any = None) -> Any:  # noqa: ANN401 - as dict has it
        """Return the pattern for these letters."""
        pattern = super().get(letters, default)
        if isinstance(pattern, str):
            pattern = self[letters] = _take_apart(pattern)
        return pattern


class LateHyphDict(pyphen.HyphDict):  # type: ignore[misc] # pyphen has no types
    """A language's hyphenation dictionary, read without taking its patterns apart."""

    def __init__(self, path: Path) -> None:
        """Read a `hyph_*.dic` (hunspell(5)); what isn't plain goes to pyphen itself."""
        with path.open("rb") as file:
            encoding = file.readline().decode().strip()
        text = path.read_text("cp1251" if encoding.lower() == "microsoft-cp1251" else encoding)
        if "/" in text or "^^" in text:
            super().__init__(path)
            return
        lines = (line.strip() for line in text.split("\n")[1:])
        self.patterns = LatePatterns(
            {
                line.translate(_DIGITS): line
                for line in lines
                if line and not line.startswith(pyphen.ignored) and _has_value(line)
            }
        )
        self.cache: dict[str, list[int]] = {}
        self.maxlen = max(map(len, self.patterns))


def _has_value(line: str) -> bool:
    return any(digit in line for digit in "123456789")


def _take_apart(line: str) -> Pattern:
    values = [int(digit or 0) for digit, _ in _UNITS.findall(line)]
    start = next(index for index, value in enumerate(values) if value)
    end = next(index for index in range(len(values), 0, -1) if values[index - 1])
    return start, tuple(values[start:end])


class _LateModule(ModuleType):
    """Stands for a module until one of its functions is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def late(*arguments: Any, **keywords: Any) -> Any:  # noqa: ANN401 - whatever the module has
            sys.modules.pop(self.__name__, None)
            return getattr(importlib.import_module(self.__name__), name)(*arguments, **keywords)

        return late


def _import_late(*names: str) -> None:
    for name in names:
        if name not in sys.modules and importlib.util.find_spec(name):
            sys.modules[name] = module = _LateModule(name)
            parent, _, child = name.rpartition(".")
            setattr(importlib.import_module(parent), child, module)
