"""JSON Schemas of the files that people write, for their editors' completion.

YAML extensions read them (https://json-schema.org/draft/2020-12), named in a
file's first line: `# yaml-language-server: $schema=…`.
"""

import functools
import json
import operator
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from coranto.issue.kinds import KINDS
from coranto.issue.model import IssueHead, Periodical

DRAFT = "https://json-schema.org/draft/2020-12/schema"
NAMES = ("periodical", "issue", "article")


def schema(name: str) -> dict[str, Any]:
    """Return the schema of `periodical`, `issue` or `article` (its front matter).

    Raises:
        KeyError: there is no such schema.

    """
    article: Any = Annotated[functools.reduce(operator.or_, KINDS.values()), Field(discriminator="kind")]
    adapters: dict[str, TypeAdapter[Any]] = {
        "periodical": TypeAdapter(Periodical),
        "issue": TypeAdapter(IssueHead),
        "article": TypeAdapter(article),
    }
    return {"$schema": DRAFT, "title": f"Coranto: {name}", **adapters[name].json_schema()}


def schema_text(name: str) -> str:
    """Return a schema as it is written into a file."""
    return json.dumps(schema(name), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
