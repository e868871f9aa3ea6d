"""YAML as an editor would have written it: what a draft says becomes the text of a data file.

In: plain data.  Out: YAML 1.2 that `coranto.issue.datafile` reads back to the
same data; words without quotes where they can do without, people and file
names on one line.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator

from coranto.issue.datafile import Value

_PLAIN = re.compile(r"[^\W\d_](?:[^\n\t:#\\\u2028\u2029]|:(?=[^\s])|(?<=\S)#)*(?<! )")
"""Words that block style takes as they are (YAML 1.2.2, 7.3.3); what begins with a digit is quoted."""
_FLAT = re.compile(r"[^\W\d_][^\n\t:#,\[\]{}\"'\\\u2028\u2029]*(?<! )|\d{2,}-[\w-]+\.md")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"}
_LITERAL = re.compile(r"\S[^\t\r\u2028\u2029]*\S")
_ON_ONE_LINE = ("articles", "people", "address", "keywords", "tags")


def yaml_of(data: dict[str, Value]) -> str:
    """Return a mapping as the text of a YAML file."""
    return "".join(f"{line}\n" for line in _mapping(data, ""))


def _mapping(data: dict[str, Value], indent: str) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, list) and key in _ON_ONE_LINE and all(isinstance(one, str) for one in value):
            yield f"{indent}{key}: [{', '.join(_scalar(one, flow=True) for one in value)}]"
        elif isinstance(value, dict) and value:
            yield f"{indent}{key}:"
            yield from _mapping(value, f"{indent}  ")
        elif isinstance(value, list) and value:
            yield f"{indent}{key}:"
            yield from _list(key, value, indent)
        elif isinstance(value, str) and "\n" in value and _LITERAL.fullmatch(value.replace("\n", " ")):
            yield f"{indent}{key}: |-"
            yield from (f"{indent}  {line}" if line else "" for line in value.split("\n"))
        elif isinstance(value, dict | list):
            yield f"{indent}{key}: {'{}' if isinstance(value, dict) else '[]'}"
        else:
            yield f"{indent}{key}: {_scalar(value)}"


def _list(key: str, items: list[Value], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, dict) and key in _ON_ONE_LINE:
            pairs = ", ".join(f"{name}: {_scalar(value, flow=True)}" for name, value in item.items())
            yield f"{indent}  - {{{pairs}}}"
        elif isinstance(item, dict):
            lines = list(_mapping(item, f"{indent}    "))
            yield f"{indent}  - {lines[0].lstrip()}"
            yield from lines[1:]
        else:
            yield f"{indent}  - {_scalar(item)}"


def _scalar(value: Value, *, flow: bool = False) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None:
        return "null"
    text = str(value)
    safe = (_FLAT if flow else _PLAIN).fullmatch(text)
    if safe and text.casefold() not in _WORDS:
        return text
    return (
        json.dumps(text, ensure_ascii=False).replace("\u2028", "\\L").replace("\u2029", "\\P").replace("\x7f", "\\x7f")
    )
