"""Templates: Jinja's environment for a layout, and what an error in a template is told as.

Sandboxed, strict about what is not there; all copy is escaped, and is data,
never code.
"""

import contextlib
import traceback
from functools import lru_cache
from pathlib import Path

from jinja2 import FileSystemBytecodeCache, FunctionLoader, StrictUndefined, TemplateSyntaxError, meta
from jinja2.bccache import Bucket
from jinja2.sandbox import SandboxedEnvironment

from coranto.cache import cache_folder
from coranto.errors import LayoutError
from coranto.findings import Place, stop
from coranto.issue.kinds import KINDS
from coranto.layout.model import Layout, Template


def template_error(layout: Layout, message: str, place: Place | None) -> LayoutError:
    """Return what a template's fault is raised as."""
    return LayoutError(
        f"a template of the layout `{layout.name}` is at fault",
        [stop("layout.template", message.rstrip("."), hint="mend the template", place=place)],
    )


def template_place(error: BaseException, layout: Layout) -> Place | None:
    """Return the line of a template that an exception went through last, if it went through one."""
    files = {str(template.path) for template in layout.templates.values()}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    return Place(Path(frames[-1].filename), frames[-1].lineno) if frames else None


class _Compiled(FileSystemBytecodeCache):
    """Templates as compiled; to keep one is to be quick only, so a full disk is no fault."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


@lru_cache(maxsize=8)
def environment_of(templates: tuple[tuple[str, Template], ...]) -> SandboxedEnvironment:
    """Return the environment for these templates by name, made once for all issues that a warm process sets."""
    by_name = dict(templates)

    def load(name: str) -> tuple[str, str, None] | None:
        template = by_name.get(name)
        return (template.source, str(template.path), None) if template else None

    folder = cache_folder("templates")
    return SandboxedEnvironment(
        bytecode_cache=_Compiled(str(folder)) if folder else None,
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def unused_templates(layout: Layout) -> list[Template]:
    """Return a layout's own templates that are neither a kind of article nor included or extended by another.

    Raises:
        LayoutError: a template doesn't parse.

    """
    environment = environment_of(tuple(sorted(layout.templates.items(), key=lambda item: item[0])))
    waiting = ["issue.html", "spine.html", "chart.html", *(f"{kind}.html" for kind in KINDS)]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in used or name not in layout.templates:
            continue
        used.add(name)
        template = layout.templates[name]
        try:
            tree = environment.parse(template.source, name, str(template.path))
        except TemplateSyntaxError as error:
            raise template_error(layout, str(error.message), Place(template.path, error.lineno)) from error
        waiting += filter(None, meta.find_referenced_templates(tree))
    paths = {layout.templates[name].path for name in used}
    own = {one.path: one for one in layout.templates.values() if one.path.parent.name == layout.name}
    return [own[path] for path in sorted(own) if path not in paths]
