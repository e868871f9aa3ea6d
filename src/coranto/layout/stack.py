"""The stack: a layout with all that it inherits, from child to base.

In: a layout's name.  Out: `Layout`, in which every template, stylesheet,
option, font and word is already the right one.  Templates are looked for
child first; stylesheets are kept base first, each in its layout's cascade
layer, since `@page` rules take no notice of layers (WeasyPrint 70).
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from coranto import shelf
from coranto.errors import LayoutError
from coranto.findings import Finding, Place, stop
from coranto.issue.datafile import Sheet
from coranto.issue.source import read_text
from coranto.layout.fonts import Family, called, resolve_families
from coranto.layout.model import Layout, LayoutHead, Option, Role, Stylesheet, Template
from coranto.layout.sheets import read_model

HEAD = "layout.yaml"
_FIRST_STYLESHEETS = ("page.css", "type.css")


def resolve_layout(
    name: str,
    *,
    shelves: Iterable[Path] = (),
    fonts: Path | None = None,
    with_fonts: bool = True,
    scripts: Collection[str] | None = None,
    place: Place | None = None,
) -> Layout:
    """Return the layout called `name`.

    `shelves` are folders of layouts that are searched before Coranto's own;
    `fonts` is the folder of font families, Coranto's own by default; to judge
    copy none are needed.  Of the families for a script, those for `scripts`
    are taken, else all.  `place` is where the copy names the layout.

    Raises:
        LayoutError: a layout of the chain is missing, wrong, or goes round in a circle.
        FontError: a font of the layout is missing or altered.

    """
    folders = [*shelves, shelf.layouts_folder()]
    chain = _chain(name, folders, place)
    faults: list[Finding] = []
    for home, head, sheet in chain:
        if head.name != home.name:
            faults.append(
                stop(
                    "layout.name",
                    f"the layout in `{home.name}` calls itself `{head.name}`",
                    hint="give it the name of its folder",
                    place=sheet.place(("name",)),
                )
            )
        for key, option in head.options.items():
            if fault := option.fault(option.default):
                faults.append(
                    stop(
                        "layout.option",
                        f"the default of the option `{key}` won't do: `{option.default}`",
                        hint=fault,
                        place=sheet.place(("options", key, "default")),
                    )
                )
    templates, stylesheets, words = _read_files(chain, faults)
    if "issue.html" not in templates:
        faults.append(
            stop(
                "layout.template",
                f"the layout `{name}` has no template issue.html, nor has any that it extends",
                hint="let it extend base",
                place=Place(chain[0][0] / HEAD),
            )
        )
    if faults:
        raise LayoutError(f"the layout `{name}` is not in order", faults)
    options: dict[str, Option] = {}
    roles: dict[str, tuple[str, ...]] = {}
    by_script: dict[str, dict[Role, str]] = {}
    for _, head, _ in reversed(chain):
        options |= head.options
        roles |= dict(head.fonts.items())
        by_script |= head.scripts
    for script, members in by_script.items():
        if scripts is None or script in scripts:
            roles |= {role: (*roles.get(role, ()), member) for role, member in members.items()}
    wanted = dict.fromkeys(one for role in roles.values() for one in role)
    families = resolve_families(wanted, fonts or shelf.fonts_folder()) if with_fonts else {}
    faces: dict[str, tuple[Family, ...]] = {
        role: tuple(families[one] for one in names if with_fonts) for role, names in roles.items()
    }
    return Layout(name, tuple(head for _, head, _ in chain), templates, stylesheets, options, faces, words)


def with_families(layout: Layout, families: Collection[str]) -> Layout:
    """Return a layout with these families, too, as CSS calls them: last in their roles, if Coranto has them.

    Raises:
        FontError: a font is missing or altered.

    """
    missing = set(families) - {family.family for family in layout.families}
    if not missing:
        return layout
    fonts, folder = dict(layout.fonts), shelf.fonts_folder()
    for family in resolve_families(called(missing, folder), folder).values():
        fonts[family.role] = (*fonts.get(family.role, ()), family)
    return replace(layout, fonts=fonts)


def all_layouts(*, shelves: Iterable[Path] = ()) -> dict[str, LayoutHead]:
    """Return the head of every layout there is, by name.

    Raises:
        LayoutError: one of them can't be read.

    """
    shelves = list(shelves)
    return {name: layout_head(name, shelves=shelves) for name in layout_names(shelves=shelves)}


def layout_names(*, shelves: Iterable[Path] = ()) -> list[str]:
    """Return the names of all layouts there are, in order."""
    return sorted(
        {path.parent.name for folder in (*shelves, shelf.layouts_folder()) for path in folder.glob(f"*/{HEAD}")}
    )


def layout_head(name: str, *, shelves: Iterable[Path] = ()) -> LayoutHead:
    """Return what the `layout.yaml` of one layout says, if all that it extends is there.

    Raises:
        LayoutError: a layout of the chain is missing, wrong, or goes round in a circle.

    """
    return _chain(name, [*shelves, shelf.layouts_folder()], None)[0][1]


Link = tuple[Path, LayoutHead, Sheet]


def _chain(name: str, folders: list[Path], place: Place | None) -> list[Link]:
    chain: list[Link] = []
    names: list[str] = []
    wanted: str | None = name
    while wanted is not None:
        if wanted in names:
            circle = " → ".join([*names, wanted])
            raise LayoutError(
                f"the layouts go round in a circle: {circle}",
                [
                    stop(
                        "layout.circle",
                        f"`{names[-1]}` extends `{wanted}`, which extends it in turn: {circle}",
                        hint="let one of them extend base",
                        place=chain[-1][2].place(("extends",)),
                    )
                ],
            )
        names.append(wanted)
        asked = chain[-1][2].place(("extends",)) if chain else place
        chain.append(_read_head(wanted, folders, tuple(names), asked))
        wanted = chain[-1][1].extends
    return chain


def _read_head(name: str, folders: list[Path], names: tuple[str, ...], place: Place | None = None) -> Link:
    home = next((folder / name for folder in folders if (folder / name / HEAD).is_file()), None)
    if home is None:
        there = sorted({path.parent.name for folder in folders for path in folder.glob(f"*/{HEAD}")})
        near = get_close_matches(name, there, n=1)
        asked = f", asked for by {' → '.join(names)}" if len(names) > 1 else ""
        hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(there)}"
        what = f"there is no layout `{name}`{asked}"
        raise LayoutError(f"there is no layout `{name}`", [stop("layout.unknown", what, hint=hint, place=place)])
    head, sheet, faults = read_model(home / HEAD, LayoutHead)
    if head is None:
        raise LayoutError(f"the layout `{name}` is not in order", faults)
    return home, head, sheet


def _read_files(
    chain: list[Link], faults: list[Finding]
) -> tuple[dict[str, Template], tuple[Stylesheet, ...], dict[str, tuple[Path, ...]]]:
    nearest: dict[str, Template] = {}
    templates: dict[str, Template] = {}
    stylesheets: list[Stylesheet] = []
    words: dict[str, tuple[Path, ...]] = {}
    for home, head, _ in reversed(chain):
        for path, text in _texts(home, "*.html", faults):
            nearest[path.name] = Template(path, text)
        templates |= nearest | {f"{head.name}/{file}": template for file, template in nearest.items()}
        for path, text in _texts(home, "*.css", faults, key=_stylesheet_order):
            stylesheets.append(Stylesheet(head.name, path, text))
        for path in sorted((home / "words").glob("*.yaml")):
            words[path.stem] = (*words.get(path.stem, ()), path)
    return templates, tuple(stylesheets), words


def _texts(
    folder: Path, pattern: str, faults: list[Finding], key: Callable[[Path], tuple[int, str]] | None = None
) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.glob(pattern), key=key or (lambda path: (0, path.name))):
        text, found = read_text(path)
        faults += found
        yield path, text


def _stylesheet_order(path: Path) -> tuple[int, str]:
    first = _FIRST_STYLESHEETS
    return (first.index(path.name) if path.name in first else len(first)), path.name
