"""Faults of validation in an editor's words.

In: what pydantic found wrong with a sheet.  Out: findings, each at the line
and column of the value or key, with the key by its name and what to do.
"""

from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from coranto.findings import Finding, stop
from coranto.issue.datafile import KeyPath, Sheet

Kind = TypeVar("Kind", bound=BaseModel)

_WANTED = {
    "string_type": ("is not text", "put it into quotes"),
    "string_too_short": ("is empty", "fill it in, or take the key out"),
    "int_type": ("is not a whole number", "write it without quotes"),
    "int_from_float": ("is not a whole number", "write it without a fraction"),
    "float_type": ("is not a number", "write it without quotes, with a point before its fraction"),
    "finite_number": ("is not a number that can be drawn", "write the number, or take the line out"),
    "bool_type": ("is neither true nor false", "write true or false"),
    "date_type": ("is not a date", "write it as YYYY-MM-DD, without quotes"),
    "tuple_type": ("is not a list", "write one item a line, each after a dash"),
    "list_type": ("is not a list", "write one item a line, each after a dash"),
    "dict_type": ("does not hold keys", "write `key: value` lines below it, indented"),
    "model_type": ("does not hold keys", "write `key: value` lines below it, indented"),
    "model_attributes_type": ("does not hold keys", "write `key: value` lines below it, indented"),
    "too_short": ("is empty", "put at least one item into it"),
    "string_too_long": ("is too long", "shorten it"),
    "greater_than_equal": ("is too small", "write a number from 0"),
}


def validate(model: type[Kind], sheet: Sheet) -> tuple[Kind | None, list[Finding]]:
    """Return the model that the sheet makes, or every fault of it."""
    try:
        return model.model_validate(sheet.data), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        # A list whose items are all at fault is called empty, too; it isn't.
        faulty = {fault["loc"][: len(fault["loc"]) - cut] for fault in found for cut in range(1, len(fault["loc"]))}
        told = [fault for fault in found if fault["type"] != "too_short" or fault["loc"] not in faulty]
        return None, list(dict.fromkeys(_explain(fault, sheet, model) for fault in told))


def _explain(fault: Any, sheet: Sheet, model: type[BaseModel]) -> Finding:  # noqa: ANN401 - pydantic's ErrorDetails
    path: KeyPath = ()
    for part in fault["loc"]:  # but for the names of a union's branches, which are no keys
        if (*path, part) in sheet.values or fault["type"] in ("missing", "extra_forbidden"):
            path = (*path, part)
    name, kind = _spell(path), fault["type"]
    if kind == "missing":
        return stop(
            "file.missing-key", f"`{name}` is missing", hint=f"add a line `{path[-1]}: …`", place=sheet.place(path[:-1])
        )
    if kind == "extra_forbidden":
        near = get_close_matches(str(path[-1]), _keys(model, path[:-1]), n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(_keys(model, path[:-1]))}"
        return stop("file.unknown-key", f"unknown key `{name}`", hint=hint, place=sheet.key_place(path))
    what, hint = _WANTED.get(kind, ("", ""))
    if kind == "string_pattern_mismatch":
        what, hint = _mismatch(str(fault["ctx"]["pattern"]))
    if not what:
        message = str(fault["ctx"]["error"]) if kind == "value_error" else fault["msg"].lower()
        what, _, hint = message.partition(" (")
        hint = hint.removesuffix(")")
    return stop("file.value", f"`{name}` {what}", hint=hint, place=sheet.place(path))


def _mismatch(pattern: str) -> tuple[str, str]:
    if ".md" in pattern:
        return "is not the name of an article's file", "write a name such as 10-lead.md"
    if "{2,3}" in pattern:
        return "is not a language tag", "write en, de, zh-Hans or the like"
    if "(mm|pt)" in pattern:
        return "is not a length", "write it in mm or pt, such as 84mm"
    return "is not a name", "write small letters, digits and hyphens"


def _spell(path: KeyPath) -> str:
    """Return a key path as an editor would read it: `masthead 2, people 1, name`."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int) and words:
            words[-1] += f" {part + 1}"
        else:
            words.append(str(part))
    return ", ".join(words)


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _keys(model: type[BaseModel], path: KeyPath) -> list[str]:
    """Return the keys that may stand where `path` leads."""
    schema = _schema(model)
    node = schema
    for part in path:
        for branch in (node, *node.get("anyOf", ())):
            child = branch.get("items") if isinstance(part, int) else branch.get("properties", {}).get(part)
            if child is not None:
                node = child
                break
        if reference := node.get("$ref"):
            node = schema["$defs"][str(reference).rpartition("/")[2]]
    return list(node.get("properties", ()))
