"""The head of a site's source: front matter as Jekyll, Hugo and Pelican write it.

In: text.  Out: what it says of itself, and where the text proper begins.
"""

import re
import tomllib
from pathlib import Path

from coranto.findings import Finding, Place, query
from coranto.intake.tracked import Tracked
from coranto.issue.datafile import Value, read_sheet

_YAML = re.compile(r"(?s)\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML = re.compile(r"(?s)\A\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
_PLAIN = re.compile(r"\A(?:[A-Za-z][\w-]*:[ \t]*\S.*\n)+(?=\n|\Z)")
_MARKED = re.compile(r"(?m)^([\w-]+:) ! (?=['\"])")
_PAIR = re.compile(r"(?m)^([A-Za-z][\w-]*):[ \t]*['\"]?(.*?)['\"]?[ \t]*$")


def head_of(text: str, path: Path) -> tuple[dict[str, Value], Tracked, list[Finding]]:
    """Return what the front matter says, by keys in small letters, the text below it, and queries."""
    text = text.lstrip("\n") if text.startswith("\n") and _YAML.match(text.lstrip("\n")) else text
    if match := _YAML.match(text):
        sheet, faults = read_sheet(_MARKED.sub(r"\1 ", match[1]), path, line=2)
        data = sheet.data
        findings = []
        if faults:
            data = dict(_PAIR.findall(match[1]))
            what = f"the front matter is not YAML ({faults[0].message}); its lines are taken one by one"
            findings.append(query("intake.head", what, hint="look at date and title", place=faults[0].place))
        return _lowered(data), _below(text, match), findings
    if match := _TOML.match(text):
        try:
            return _lowered(tomllib.loads(match[1])), _below(text, match), []
        except tomllib.TOMLDecodeError as error:
            what = f"the front matter is not TOML ({error})"
            found = query("intake.head", what, hint="look at date and title", place=Place(path, 1, 1))
            return {}, _below(text, match), [found]
    match = _PLAIN.match(text)
    if match and re.search(r"(?im)^(?:title|date):", match[0]):
        return _lowered(dict(_PAIR.findall(match[0]))), _below(text, match), []
    return {}, Tracked(text), []


def _below(text: str, match: re.Match[str]) -> Tracked:
    return Tracked(text[match.end() :], first=match[0].count("\n") + 1)


def _lowered(data: dict[str, Value]) -> dict[str, Value]:
    return {key.lower(): value for key, value in data.items()}
