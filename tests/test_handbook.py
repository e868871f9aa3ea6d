"""The handbook against the program: whatever the program has is named in it, and every example in it is valid.

What fails here after something was added is to be mended in issues/handbook; the message says in which file.
"""

import os
import re
import subprocess
import sys
import typing
from pathlib import Path

import pytest
import typer
from markdown_it import MarkdownIt
from pydantic import BaseModel

import coranto as front_door
from coranto import errors
from coranto.cli import app
from coranto.cli.layouts import LIST
from coranto.cli.schema import Name
from coranto.intake.decoding import TEXT_LIMIT
from coranto.intake.formats import BINARY_LIMIT, FORMATS
from coranto.intake.packed import UNPACKED_LIMIT
from coranto.intake.recipe import Recipe, read_recipe, recipe_names
from coranto.intake.run import LIMITS
from coranto.issue import footnotes, pictures, reader, source, vetting
from coranto.issue.kinds import KINDS, Front
from coranto.issue.model import IssueHead, Periodical, Publisher
from coranto.layout.fonts import FamilySheet
from coranto.layout.model import LayoutHead, Option
from coranto.layout.stack import layout_head, layout_names, resolve_layout
from coranto.preflight.judges import JUDGES
from coranto.preflight.rules import JudgeName
from coranto.preflight.waivers import CODES as WAIVERS
from coranto.press.legibility import SMALLEST
from workshop import HEAD, PERIODICAL, ROOT, make_issue

HANDBOOK = ROOT / "issues" / "handbook" / "2026-12-01"
CHAPTERS = {path.name: path.read_text(encoding="utf-8") for path in sorted(HANDBOOK.glob("*.md"))}
ART = (ROOT / "issues" / "the-forme" / "2026-09-01" / "art" / "quarto.svg").read_text()
PLATES_LIMIT = 1_000_000


def body_of(name):
    return CHAPTERS[name].split("---\n", 2)[2]


def tokens_of(name):
    return MarkdownIt("commonmark").enable("table").parse(body_of(name))


def fences(name, language):
    """Return the code of a chapter in one language."""
    return [token.content for token in tokens_of(name) if token.type == "fence" and token.info == language]


def sections(name):
    """Return a chapter's text by its second headings; what stands before the first has the name ``."""
    lines = body_of(name).split("\n")
    starts = [token.map[0] for token in tokens_of(name) if token.type == "heading_open" and token.tag == "h2"]
    found = {"": "\n".join(lines[: min(starts, default=len(lines))])}
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        found[lines[start].removeprefix("## ").strip()] = "\n".join(lines[start + 1 : end])
    return found


def keys_of(model):
    """Return the keys that a model and all within it may have."""
    keys = set()
    for name, field in model.model_fields.items():
        keys.add(field.alias or name)
        for inner in models_in(field.annotation):
            keys |= keys_of(inner)
    return keys


def models_in(annotation):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in typing.get_args(annotation):
        yield from models_in(part)


def assert_names(words, name, section=None):
    """Assert that each of these words is named, as code, in a chapter or in one section of it."""
    there = sections(name)
    assert section is None or section in there, f"write a section `## {section}` in {HANDBOOK / name}"
    text = CHAPTERS[name] if section is None else there[section]
    missing = [word for word in sorted(words) if not re.search(rf"`{re.escape(word)}\b[^`\n]*`", text)]
    assert not missing, f"name {missing} in {HANDBOOK / name}, section `{section}`"


# --- whatever the program has is named ---------------------------------------------------------


def commands(command, name="coranto"):
    for key, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, name if key == LIST else f"{name} {key}")
    if not hasattr(command, "commands") or name == "coranto":
        yield name, {option for param in command.params for option in param.opts if option.startswith("--")}


@pytest.mark.parametrize(("command", "options"), list(commands(typer.main.get_command(app))))
def test_every_command_has_a_section_that_names_every_option(command, options):
    assert_names(options - {"--help", "--show-completion"}, "30-commands.md", command)


def test_every_schema_and_every_variable_of_the_environment_is_named():
    assert_names({name.value for name in Name}, "30-commands.md", "coranto schema")
    code = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    assert_names(set(re.findall(r"\bCORANTO_[A-Z_]+", code)), "30-commands.md", "In the environment")


def test_every_key_of_the_data_files_is_named():
    assert_names(keys_of(Periodical), "11-files.md")
    assert_names(keys_of(IssueHead), "11-files.md", "issue.yaml")
    assert_names(keys_of(LayoutHead) | keys_of(Option), "41-making-a-layout.md", "layout.yaml")
    assert_names(keys_of(FamilySheet), "42-fonts.md", "")
    assert_names(keys_of(Recipe) - keys_of(Publisher), "49-importing.md", "What a recipe may say")
    assert_names({each.name for each in FORMATS}, "49-importing.md", "What can come in")
    assert_names(recipe_names(), "49-importing.md", "Recipes")


def test_every_key_that_all_kinds_have_is_named():
    assert_names({"kind", *Front.model_fields}, "20-kinds.md", "")
    assert_names(keys_of(Front), "20-kinds.md")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_section_with_its_keys_and_an_example(kind):
    own = {name: field for name, field in KINDS[kind].model_fields.items() if name not in Front.model_fields}
    keys = {field.alias or name for name, field in own.items()} - {"kind"}
    for field in own.values():
        keys |= {key for model in models_in(field.annotation) for key in keys_of(model)}
    assert_names(keys, "20-kinds.md", kind)
    assert f"```markdown\n---\nkind: {kind}\n" in sections("20-kinds.md")[kind]


def test_everything_of_a_body_is_named():
    assert_names({*vetting.ATTRIBUTES, *vetting.BOXES}, "21-body.md")
    assert_names(vetting.WIDTHS, "22-pictures.md")


def test_every_language_with_furniture_words_is_named():
    assert_names(resolve_layout("base", with_fonts=False).words, "23-languages.md", "Furniture words")


@pytest.mark.parametrize("name", JudgeName)
def test_every_rule_of_preflight_is_named(name):
    """The judge of pages by the first words of its codes, the others by the codes themselves."""
    codes, there = JUDGES[name].codes, sections("31-findings.md")
    section = "What preflight asks" if name is JudgeName.PAGES else f"What the judge of {name} asks"
    rules = {code.partition(".")[0] if name is JudgeName.PAGES else code for code in codes}
    assert section in there or not rules, f"write a section `## {section}` in {HANDBOOK / '31-findings.md'}"
    told = set(re.findall(r"^- `([\w.-]+)`:", there.get(section, ""), re.MULTILINE))
    assert told == rules


def test_every_finding_about_waivers_is_named():
    assert_names(WAIVERS, "31-findings.md", "What is asked of waivers")


def test_every_exit_code_is_named():
    codes = {kind.exit_code for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "exit_code")}
    told = set(map(int, re.findall(r"^- (\d+): ", sections("31-findings.md")["How it ends"], re.MULTILINE)))
    assert told == {*codes, 0, 2, 130}


@pytest.mark.parametrize("layout", layout_names())
def test_every_layout_has_a_section_with_its_options_and_a_picture(layout):
    assert_names(layout_head(layout).options, "40-layouts.md", layout)
    assert f"](art/layout-{layout}.png" in sections("40-layouts.md")[layout], "show it: make plates"
    assert (HANDBOOK / "art" / f"layout-{layout}.png").is_file(), "take it: make plates"


def test_the_pictures_keep_the_repository_small():
    assert sum(path.stat().st_size for path in (HANDBOOK / "art").iterdir()) <= PLATES_LIMIT


def test_every_name_of_the_front_door_is_named():
    assert_names(front_door.__all__, "52-python.md")


def test_the_limits_are_those_of_the_program():
    told = sections("51-limits.md")["How much is taken"]
    for limit in (
        f"{source.TEXT_LIMIT // 10**6} MB",
        f"{reader.ARTICLE_LIMIT} articles",
        f"{pictures.PIXEL_LIMIT // 10**6} million pixels, {pictures.FILE_LIMIT // 10**6} MB",
        f"{pictures.SVG_ELEMENT_LIMIT:,} elements",
        f"{footnotes.WORD_LIMIT} words",
        f"{vetting.NESTING_LIMIT} deep",
        f"{vetting.ADDRESS_LIMIT:,} letters",
        f"{TEXT_LIMIT // 10**6} MB of text; {BINARY_LIMIT // 10**6} MB of a PDF, DOCX or EPUB",
        f"{UNPACKED_LIMIT // 10**6} MB of what is packed in it; {LIMITS.seconds:.0f} seconds",
    ):
        assert limit in told, limit
    assert f"smaller than {SMALLEST:g} pt" in CHAPTERS["31-findings.md"]


# --- every example is valid --------------------------------------------------------------------


def issue_of(folder, files, **more):
    """Write an issue whose departments hold these articles."""
    names = ", ".join(name for name in files if name.endswith(".md"))
    head = f"date: 2026-12-08\ndepartments:\n  - title: Examples\n    articles: [10-lead.md, {names}]\n"
    art = {"art/press.svg": ART, "art/case.svg": ART}
    return make_issue(folder, {"issue.yaml": head, **art, **files, **more})


def assert_no_finding(result):
    assert result.returncode == 0, result.stderr
    assert re.search(r"findings +none\n", result.stdout), result.stderr


def test_the_example_of_each_kind_is_set_without_a_finding(coranto, tmp_path):
    examples = {f"example-{number}.md": fence for number, fence in enumerate(fences("20-kinds.md", "markdown"))}
    folder = issue_of(tmp_path / "p" / "i", examples)
    assert_no_finding(coranto("press", folder, "-o", tmp_path / "o.pdf"))


def test_the_examples_of_bodies_are_set_without_a_finding(coranto, tmp_path):
    front = "---\nkind: story\nheadline: An example\n---\n\n"
    bodies = [
        fence for name in CHAPTERS if name[0] == "2" and name != "20-kinds.md" for fence in fences(name, "markdown")
    ]
    assert len(bodies) >= 10
    files = {f"body-{number}.md": front + fence for number, fence in enumerate(bodies)}
    folder = issue_of(tmp_path / "p" / "i", {"20-figure.md": front + "Text.\n", **files})
    assert_no_finding(coranto("press", folder, "-o", tmp_path / "o.pdf"))


def named_files(name, languages):
    """Return the fences that begin with a comment that names their file, by that name."""
    found = []
    for fence in (fence for language in languages for fence in fences(name, language)):
        match = re.match(r"(?:# |/\* |<!-- )([\w./-]+)(?: \*/| -->)?\n", fence)
        assert match, f"let it begin with a comment that names its file: {fence}"
        found.append((match[1], fence))
    return found


def test_the_data_files_of_the_examples_are_read(coranto, tmp_path):
    figure = '---\nkind: number\nheadline: "1605"\n---\n\nText.\n'
    for chapter in ("11-files.md", "33-preflight.md", "40-layouts.md"):
        files = dict(named_files(chapter, ["yaml"]))
        head = {"issue.yaml": files.get("issue.yaml", HEAD.replace("10-lead.md", "10-lead.md, 20-figure.md"))}
        art = {"20-figure.md": figure, "art/press.svg": ART}
        folder = make_issue(
            tmp_path / chapter / "i", {"../periodical.yaml": files.get("periodical.yaml", PERIODICAL), **head, **art}
        )
        assert_no_finding(coranto("press", folder, "-o", tmp_path / "o.pdf"))


def test_the_recipe_of_the_example_is_in_order(tmp_path):
    path = tmp_path / "letter.yaml"
    path.write_text(fences("49-importing.md", "yaml")[0])
    recipe, _ = read_recipe(str(path))
    assert recipe.describes == "Friday's Letter, as text"


def test_the_layout_of_the_examples_is_in_order(coranto, tmp_path):
    for file, text in named_files("41-making-a-layout.md", ["yaml", "css", "html"]):
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    result = coranto("layouts", "show", "house", "--layouts-from", tmp_path / "layouts", "-o", tmp_path / "o.pdf")
    assert_no_finding(result)


@pytest.mark.parametrize("chapter", [name for name in CHAPTERS if fences(name, "sh")])
def test_what_it_tells_to_type_works(chapter, tmp_path):
    (tmp_path / "issues").symlink_to(ROOT / "issues")
    script = "\n".join(["set -eu", *fences(chapter, "sh"), "! test -s failed.txt"])
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    env = {**os.environ, "PATH": path}
    result = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path, env=env)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stderr == ""


def test_its_python_does_what_it_says(tmp_path):
    (tmp_path / "issues").symlink_to(ROOT / "issues")
    command = [sys.executable, "-c", fences("52-python.md", "python")[0]]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert "No news from Italy" in said
    assert (tmp_path / "september.pdf").read_bytes().startswith(b"%PDF-")


# --- it is read on the web ----------------------------------------------------------------------


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_is_plain_markdown_whose_links_and_pictures_are_there(chapter):
    """What only Coranto knows, boxes and attributes, would be seen as signs on the web."""
    for token in tokens_of(chapter):
        for child in token.children or ():
            if child.type == "text":
                assert not re.search(r":::|\{[#\w]|\[\^", child.content), child.content
            target = child.attrs.get("href") or child.attrs.get("src") or "https:"
            assert target.startswith(("https:", "mailto:", "#")) or (HANDBOOK / target.partition("#")[0]).is_file()
