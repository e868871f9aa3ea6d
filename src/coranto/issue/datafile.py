"""Data files: YAML as plain data in which every key and value keeps its place.

In: text of a YAML 1.2 file (or of front matter, which begins further down in
its file).  Out: a `Sheet`, or the faults.  Syntax is ruamel.yaml's
(https://yaml.dev/doc/ruamel.yaml/); what is refused beyond it is what data
files don't need and what can be made to lie or to explode: duplicate keys,
tags, merge keys, keys that aren't text, deep nesting, aliases that multiply.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.cyaml import CSafeLoader
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from coranto.findings import Finding, Place, stop
from coranto.issue.source import check_characters

DEPTH_LIMIT = 16
NODE_LIMIT = 50_000
_ENDS_LIMIT = 10 * NODE_LIMIT
"""Commas and ends of lines: a value has one behind it, but a long text has many."""
FAULT_LIMIT = 200
"""Faults of one file that are told."""
_SEPARATORS = re.compile("[\u2028\u2029]")
_DIRECTIVE = re.compile("^%", re.MULTILINE)
_OPENERS, _OPENERS_LIMIT = ("[", "{", "- ", "-\t", "? ", "?\t"), 2_000
"""What may nest without end on a line: libyaml goes down by recursion, and would break the stack."""

Scalar = str | int | float | bool | date | None
Value = Scalar | list["Value"] | dict[str, "Value"]
KeyPath = tuple[str | int, ...]


class QuickLoader(CSafeLoader):
    """Reads a text by libyaml, by the rules of YAML 1.2 for scalars (10.3)."""

    processing_version = (1, 2)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a data file says, and where it says so."""

    path: Path
    data: dict[str, Value]
    values: dict[KeyPath, Place] = field(default_factory=dict)
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    ends: dict[KeyPath, Place] = field(default_factory=dict)
    """What stands behind each text that is a value."""

    def place(self, path: KeyPath) -> Place:
        """Return the place of a value, or of the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if place := self.values.get(path[:length]):
                return place
        return Place(self.path, 1, 1)

    def key_place(self, path: KeyPath) -> Place:
        """Return the place of a key."""
        return self.keys.get(path) or self.place(path)


def read_sheet(text: str, path: Path, *, line: int = 1) -> tuple[Sheet, list[Finding]]:
    """Return the mapping that `text` holds and all faults found in it.

    `line` says on which line of the file at `path` the text begins.
    """
    sheet = Sheet(path, {}, {(): Place(path, line, 1)})
    if text.count(",") + text.count("\n") > _ENDS_LIMIT:
        return sheet, [_too_large(path, line)]
    if separators := _separators(text, path, line):
        return sheet, separators
    composed = _compose(text, sheet, line)
    if isinstance(composed, Finding):
        return sheet, [composed]
    node, constructor = composed
    if node is None:
        return sheet, []
    builder = _Builder(path, line, constructor, sheet)
    data = builder.build(node, ())
    if not isinstance(data, dict):
        what, hint = f"`{path.name}` does not begin with `key: value` lines", "write one key a line, such as `title: …`"
        return sheet, [stop("file.yaml", what, hint=hint, place=Place(path, line, 1))]
    sheet.data.update(data)
    return sheet, builder.faults


def _compose(text: str, sheet: Sheet, line: int) -> tuple[Node | None, SafeConstructor] | Finding:
    """Return the document's node and what makes values of its like, or the one fault at which the parser gave up.

    libyaml reads four times as fast, but heeds no directive of a version; what
    it refuses, it may refuse wrongly, and says less well.
    """
    if not _DIRECTIVE.search(text) and sum(map(text.count, _OPENERS)) <= _OPENERS_LIMIT:
        with contextlib.suppress(YAMLError, ValueError, RecursionError):
            quick = QuickLoader(text)
            return quick.get_single_node(), quick
    yaml = YAML(typ="safe", pure=True)
    place, hint = sheet.place(()), ""
    try:
        return yaml.compose(text), yaml.constructor
    except MarkedYAMLError as error:
        unclosed = "end of stream" in str(error.problem) and error.context_mark
        if mark := unclosed or error.problem_mark or error.context_mark:
            place = Place(sheet.path, line + mark.line, mark.column + 1)
        reason, hint = error.problem or error.context, _yaml_hint(str(error.problem))
    except RecursionError:
        return _too_deep(place)
    except (YAMLError, ValueError) as error:  # ValueError: a version directive with a number that is none
        reason = str(error).splitlines()[0]
    return stop("file.yaml", f"this is not YAML: {reason}", hint=hint, place=place)


_HINTS = (
    ("mapping values are not allowed", "put a text that contains a colon into quotes, and indent keys alike"),
    ("'\\t'", "indent with spaces"),
    ("alias", "put a text that begins with * or & into quotes"),
    ("cannot start any token", "put a text that begins with this sign into quotes"),
    ("expected <block end>", "indent this line like its neighbours; a quote within '…' is written twice"),
    ("expected ',' or", "put a comma between the items, and a text with a colon or a # into quotes"),
    ("could not find expected ':'", "write a colon and a space behind the key"),
    ("unexpected end of stream", "close what is opened here"),
)


def _yaml_hint(problem: str) -> str:
    return next((hint for words, hint in _HINTS if words in problem), "")


def _too_deep(place: Place) -> Finding:
    return stop("file.nesting", f"this is nested more than {DEPTH_LIMIT} deep", hint="flatten it", place=place)


def _separators(text: str, path: Path, line: int) -> list[Finding]:
    """Return a fault for each sign that ends a line for YAML 1.1, and for no editor."""
    faults = []
    for match in islice(_SEPARATORS.finditer(text), FAULT_LIMIT):
        before = text[: match.start()]
        place = Place(path, line + before.count("\n"), match.start() - before.rfind("\n"))
        what = f"character U+{ord(match[0]):04X} is not allowed in a data file: it would end the line unseen"
        faults.append(stop("file.character", what, hint="delete it", place=place))
    return faults


def _too_large(path: Path, line: int) -> Finding:
    what = f"`{path.name}` holds more than {NODE_LIMIT:,} values once its aliases are written out"
    hint = "take the aliases out, or make two files of it"
    return stop("file.too-large", what, hint=hint, place=Place(path, line, 1))


class _Builder:
    """Turns nodes into plain data, and notes the place of each."""

    def __init__(self, path: Path, line: int, constructor: SafeConstructor, sheet: Sheet) -> None:
        self.path, self.line, self.sheet = path, line, sheet
        self.constructor = constructor
        self.faults: list[Finding] = []
        self.nodes = 0

    def build(self, node: Node, path: KeyPath) -> Value:
        place = self._place(node)
        self.sheet.values[path] = place
        self.nodes += 1
        if len(path) > DEPTH_LIMIT:
            self._fault(_too_deep(place))
            return None
        if self.nodes > NODE_LIMIT:
            self._fault(_too_large(self.path, self.line))
            return None
        if isinstance(node, MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, SequenceNode):
            return [self.build(child, (*path, index)) for index, child in enumerate(node.value)]
        value = self._scalar(node, place)
        if isinstance(value, str):
            self.sheet.ends[path] = Place(self.path, self.line + node.end_mark.line, node.end_mark.column + 1)
        return value

    def _pairs(self, node: MappingNode, path: KeyPath) -> Iterator[tuple[str, Value]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            place = self._place(key_node)
            if not isinstance(key_node, ScalarNode) or str(key_node.tag).endswith(":merge"):
                self._fault(stop("file.key", "a key must be plain text", hint="write `key: value`", place=place))
                continue
            key = str(key_node.value)
            if key in seen:
                self._fault(
                    stop("file.duplicate-key", f"`{key}` stands here twice", hint="keep one of the two", place=place)
                )
                continue
            seen.add(key)
            self.sheet.keys[(*path, key)] = place
            yield key, self.build(value_node, (*path, key))

    def _scalar(self, node: Node, place: Place) -> Scalar:
        tag = str(node.tag)
        if not tag.startswith("tag:yaml.org,2002:") or "python/" in tag:
            self._fault(
                stop(
                    "file.tag",
                    f"the tag `{tag}` is not part of the format",
                    hint="put the text into quotes",
                    place=place,
                )
            )
            return None
        try:
            value: Scalar = self.constructor.construct_object(node)
        except Exception:  # noqa: BLE001 - a tag that lies makes the constructor raise what it likes
            what = "is not a day of the calendar" if "timestamp" in tag else "can't be read"
            self._fault(
                stop(
                    "file.value",
                    f"`{node.value}` {what}",
                    hint="write dates as YYYY-MM-DD, and put text that looks like one into quotes",
                    place=place,
                )
            )
            return None
        if isinstance(value, str):
            for fault in check_characters(value, self.path, line=place.line or 1, column=place.column or 1):
                self._fault(fault)
        return value

    def _fault(self, fault: Finding) -> None:
        if len(self.faults) > FAULT_LIMIT or fault in self.faults:
            return
        if len(self.faults) == FAULT_LIMIT:
            what = f"`{self.path.name}` has more than {FAULT_LIMIT} faults"
            fault = stop("file.too-large", what, hint="mend these first", place=Place(self.path, self.line, 1))
        self.faults.append(fault)

    def _place(self, node: Node) -> Place:
        return Place(self.path, self.line + node.start_mark.line, node.start_mark.column + 1)
