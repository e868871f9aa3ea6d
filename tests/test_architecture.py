"""The floor plan holds: a module imports what stands below it, and each outside library has one owner."""

import ast
import subprocess
from pathlib import Path

import pytest

from workshop import ROOT

SOURCE = ROOT / "src" / "coranto"
# From the top to the ground; `layout` and `compose` stand above `issue`, and so on.
FLOORS = (
    "__main__", "cli", "display", "intake", "pressrun", "archive", "compare", "preflight", "finish", "press", "compose",
    "charts", "codes", "contents", "layout", "issue", "language", "almanac",
    "browserpage", "cache", "shelf", "children", "errors", "findings",
)  # fmt: skip
OWNERS = {
    "typer": "cli", "rich": "display", "weasyprint": "press", "pydyf": "press", "pyphen": "press", "cffi": "press",
    "jinja2": "compose", "markupsafe": "compose", "babel": "language", "matplotlib": "charts",
    "persiantools": "almanac",
    "barcode": "codes", "segno": "codes", "ruamel": "issue", "markdown_it": "issue",
    "stdnum": "issue", "pygments": "issue", "ziamath": "issue",
    "latex2mathml": "issue", "tinycss2": "layout", "pypdfium2": ("compare", "intake"),
    "pikepdf": ("finish", "preflight"),
    "mdit_py_plugins": "issue", "defusedxml": ("issue", "preflight"), "filelock": "archive",
    "packaging": "archive", "bagit": "archive", "distributed": "pressrun",
    "lxml": "intake", "mammoth": "intake", "charset_normalizer": "intake", "py3langid": "intake",
}  # fmt: skip
MODULES = sorted(SOURCE.rglob("*.py"))


def floor(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return parts[0]


def imports(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module if node.module != "coranto" else f"coranto.{node.names[0].name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_only_what_stands_below_it(path):
    own = floor(path)
    if own == "__init__":
        return  # the front door opens onto every room
    for name in imports(path):
        if not name.startswith("coranto."):
            continue
        other = name.split(".")[1]
        if other in FLOORS and other != own:
            assert FLOORS.index(own) < FLOORS.index(other), f"{own} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_an_outside_library_is_imported_by_its_owner_only(path):
    for name in imports(path):
        owners = OWNERS.get(name.split(".")[0], floor(path))
        assert floor(path) in ([owners] if isinstance(owners, str) else owners), f"{name} belongs to {owners}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_reads_in_one_sitting(path):
    assert len(path.read_text().splitlines()) <= 300


def test_nothing_but_our_own_work_and_licensed_data_is_committed():
    """Binary files are fonts, colour profiles and pictures, where such things belong; no package strays in."""
    homes = {".ttf": ("fonts",), ".icc": ("profiles",), ".png": ("issues", "tests"), ".jpg": ("issues", "tests")}
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone: what is committed can't be told")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for path in (Path(name) for name in listed.split("\0") if name):
        if (ROOT / path).is_file() and b"\0" in (ROOT / path).read_bytes()[:8_000]:
            assert path.parts[0] in homes.get(path.suffix, ()), f"{path} is not ours to commit"
