"""Files of a site that a source needs: included texts, lists of authors, definitions of links, pictures.

A site keeps them beside its sources or above them; nothing outside its own
folder is ever read, nor, of what is no site, outside of the source's.
"""

import re
from functools import cache
from pathlib import Path, PurePosixPath

from coranto.findings import Finding
from coranto.issue.datafile import Value, read_sheet
from coranto.issue.passages import label_key
from coranto.issue.source import read_bytes, read_text

_ABOVE = 6
"""Folders above a source in which is looked."""
_DEFINITION = re.compile(r"(?m)^[ ]{0,3}\[(?!\^)([^\]\n]+)\]:[ \t]*<?(\S+?)>?[ \t]*(?:[\"'(].*[\"')])?[ \t]*$")
_ROOT = ("_config.yml", "_includes", "_data", "_layouts", "hugo.toml", "config.toml", "pelicanconf.py")
"""What lies in the folder of a site."""


def beside(source: Path, name: str) -> Path | None:
    """Return the file called `name` beside a source, or in a folder above it that is the same site's."""
    pure = PurePosixPath(name.lstrip("/"))
    if not pure.parts or ".." in pure.parts or "\0" in name or "\\" in name:
        return None
    for above in _folders(source.resolve().parent):
        found = above / pure
        try:
            if found.is_file() and found.resolve().is_relative_to(above.resolve()):
                return found
        except OSError:
            return None
    return None


@cache
def _folders(folder: Path) -> tuple[Path, ...]:
    """Return a source's folder, and those above it up to its site's."""
    above = [folder, *folder.parents][:_ABOVE]
    roots = [at for at, one in enumerate(above) if any((one / name).exists() for name in _ROOT)]
    return tuple(above[: roots[-1] + 1 if roots else 1])


def text_of(path: Path) -> str:
    """Return the text of a site's file, or nothing."""
    text, faults = read_text(path)
    return "" if faults else text


@cache
def read_data(path: Path) -> dict[str, Value]:
    """Return what a site's YAML file says, or nothing."""
    sheet, faults = read_sheet(text_of(path), path)
    return {} if faults else sheet.data


@cache
def definitions_in(path: Path) -> dict[str, str]:
    """Return the definitions of links that a file holds, by their labels."""
    return definitions(text_of(path))


def definitions(text: str) -> dict[str, str]:
    """Return the definitions of links in a text, by their labels; the first of two holds."""
    found: dict[str, str] = {}
    for label, address in _DEFINITION.findall(text):
        found.setdefault(label_key(label), address)
    return found


def picture_bytes(path: Path, limit: int) -> bytes | None:
    """Return a picture's bytes, or nothing if it can't be read."""
    content = read_bytes(path.resolve(), limit=limit)
    return None if isinstance(content, Finding) else content
