"""The specimen: an issue of our own in a layout, with the layout's type and options; and what is amiss in the layout.

In: the name of a layout.  Out: an `Outcome` as of any issue, since it goes down
the same line, and with it what only a look at the layout's files can tell:
templates that nothing uses, families that no page asked for.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

from coranto import shelf
from coranto.findings import Finding, in_order, query
from coranto.layout.fonts import Family
from coranto.layout.model import Layout, Option
from coranto.pressrun.line import Outcome, press_issue

_SHOWN = {
    "Arab": "حروف الطباعة ٠١٢٣٤٥٦٧٨٩",
    "Deva": "छापे के अक्षर ०१२३४५६७८९",
    "Hans": "活版印刷 永字八法",
    "Hant": "活版印刷 永字八法",
    "Jpan": "活版印刷 いろはにほへと",
    "Hebr": "אותיות דפוס",
}
"""What a family shows of itself, by script (ISO 15924); any other, the letters below."""
_LETTERS = "Hamburgefonstiv & 0123456789"
_ROW = 62


def press_specimen(
    name: str, *, desk: Path, shelves: Iterable[Path] = (), report: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Return the specimen of the layout called `name`, made in the empty folder `desk`.

    Raises:
        LayoutError: the layout is at fault.
        FontError: a font is missing or altered.

    """
    from coranto.layout.stack import resolve_layout

    shelves = list(shelves)
    layout = resolve_layout(name, shelves=shelves)
    original = shelf.specimen_folder()
    shutil.copytree(original.parent, desk / "specimen", ignore=shutil.ignore_patterns(".*"))
    folder = desk / "specimen" / original.name
    for family in layout.families:
        (folder / "art" / f"type-{family.name}.svg").write_text(_drawing(family), encoding="utf-8")
    (folder / "95-layout.md").write_text(_article(layout), encoding="utf-8")
    outcome = press_issue(folder, layout=name, shelves=shelves, report=report)
    findings = [_at_home(finding, folder, original) for finding in outcome.findings]
    return replace(outcome, findings=in_order([*findings, *_amiss(layout, outcome)]))


def _at_home(finding: Finding, folder: Path, original: Path) -> Finding:
    """Return a finding with its place in the issue that was copied, not in the copy."""
    if finding.place is None or not finding.place.file.is_relative_to(folder):
        return finding
    return replace(finding, place=finding.place._replace(file=original / finding.place.file.relative_to(folder)))


def _amiss(layout: Layout, outcome: Outcome) -> Iterator[Finding]:
    """Yield a query for each template that nothing uses, and each foreign family that no text was set in."""
    from coranto.compose.templates import unused_templates
    from coranto.findings import Place
    from coranto.layout.stylesheets import named_families

    for template in unused_templates(layout):
        what = f"no template includes or extends `{template.path.name}`, and no kind of article has that name"
        yield query("layout.unused", what, hint="include it, or take it away", place=Place(template.path, 1))
    declared = {family.family for family in layout.families}
    for family, place in named_families(layout.stylesheets).items():
        if family not in declared and family not in outcome.proof.asked:
            what = f"the font family `{family}` is not one of the layout's"
            hint = f"use {', '.join(sorted(declared))}, or add it to layout.yaml"
            yield query("layout.family", what, hint=hint, place=place)


def _article(layout: Layout) -> str:
    """Return the article that lists the options and shows the fonts; a layout without options says so."""
    chain = " → ".join(head.name for head in layout.chain)
    lines = [
        "---",
        "kind: story",
        f"headline: {_quoted(f'The layout {layout.name}')}",
        f"standfirst: {_quoted(f'{layout.chain[0].purpose} ({chain})')}",
        "---",
        "" if layout.options else "It has no options.",
    ]
    for name, option in layout.options.items():
        choices = ", ".join(option.choices) or option.type
        lines += ["", f"`{name}`", f": {_plain(option.purpose)} ({_plain(choices)}); {_value(option)} by default"]
    for family in layout.families:
        roles = " and ".join(role for role, families in layout.fonts.items() if family in families)
        about = f"For {roles}; version {family.version}, {family.licence}".replace('"', "'")
        alt = f"{_plain(family.family)} in {len(family.faces)} faces: {_plain(_sample(family))}"
        lines += ["", f"## {_plain(family.family)}", "", f'![{alt}](art/type-{family.name}.svg "{about}")']
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    """Return a text as YAML takes it literally."""
    return json.dumps(text, ensure_ascii=False)


def _value(option: Option) -> str:
    return str(option.default).lower() if isinstance(option.default, bool) else _plain(str(option.default))


def _plain(text: str) -> str:
    """Return a text as Markdown that says just that."""
    return re.sub(r"([\\`*_{}\[\]()<>|#!~])", r"\\\1", " ".join(text.split()))


def _sample(family: Family) -> str:
    return next((_SHOWN[script] for script in family.scripts if script in _SHOWN), _LETTERS)


def _drawing(family: Family) -> str:
    """Return an SVG with a line in each face of a family."""
    text = _sample(family)
    rows = [
        f'<text x="0" y="{16 + row * _ROW}" font-family="{escape(family.family)}" font-size="14" fill="#555">'
        f"{face.weight} {face.style}</text>"
        f'<text x="0" y="{50 + row * _ROW}" font-family="{escape(family.family)}" font-size="32" '
        f'font-weight="{face.weight}" font-style="{face.style}" fill="#1a1a1a">{escape(text)}</text>'
        for row, face in enumerate(family.faces)
    ]
    height = len(family.faces) * _ROW
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 {height}" width="560" height="{height}">'
    return "\n".join([svg, f"<title>{escape(family.family)}</title>", *rows, "</svg>", ""])
