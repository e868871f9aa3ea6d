"""The command line: help that teaches, lists, schemas, beginnings."""

import json
import os
import pty
import subprocess
import sys

import jsonschema
import pytest
from ruamel.yaml import YAML

from workshop import FORME, ROOT, SAMPLES, make_issue

COMMANDS = ("new", "check", "press", "import", "layouts", "fonts", "schema")


def test_help_names_every_command_and_the_exit_codes(coranto):
    result = coranto("--help")
    assert result.returncode == 0
    for command in COMMANDS:
        assert f" {command} " in result.stdout
    for line in ("  7    preflight holds the PDF\n", "  130  interrupted\n"):
        assert line in result.stdout
    assert coranto().returncode == 2


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "press",
        "import",
        "layouts",
        "layouts new",
        "layouts show",
        "fonts",
        "schema",
        "new periodical",
        "new issue",
    ],
)
def test_the_help_of_every_command_has_an_example(command, coranto):
    result = coranto(*command.split(), "--help", env={"COLUMNS": "160"})
    assert result.returncode == 0
    assert f"Example: coranto {command}" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], {"weasyprint", "pydantic", "ruamel", "markdown_it", "PIL", "pikepdf", "pypdfium2", "jinja2"}),
        (
            ["check", str(FORME)],
            {"weasyprint", "pikepdf", "pypdfium2", "jinja2", "matplotlib", "coranto.preflight.judges"},
        ),
    ],
)
def test_help_and_check_load_nothing_that_they_do_not_need(arguments, heavy):
    program = (
        "import sys, atexit, json; atexit.register(lambda: print('\\n' + json.dumps(sorted(sys.modules))))\n"
        f"sys.argv = ['coranto', *{arguments!r}]; from coranto.__main__ import main; main()"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert heavy & set(json.loads(result.stdout.splitlines()[-1])) == set()


def test_version(coranto):
    assert coranto("--version").stdout == "coranto 0.1.0\n"


def test_a_wrong_command_line_ends_with_2(coranto):
    for arguments in (
        ["pres"],
        ["press"],
        ["press", "x", "--colour"],
        ["press", "x", "--time-limit", "soon"],
        ["press", "x", "--time-limit", "inf"],
    ):
        assert coranto(*arguments).returncode == 2


def test_completion_offers_commands_and_layout_names(coranto):
    env = {"_CORANTO_COMPLETE": "complete_bash", "COMP_WORDS": "coranto press x --layout ne", "COMP_CWORD": "4"}
    assert "newsletter" in coranto(env=env).stdout
    env = {"_CORANTO_COMPLETE": "complete_bash", "COMP_WORDS": "coranto pr", "COMP_CWORD": "1"}
    assert "press" in coranto(env=env).stdout


def test_check_says_that_the_copy_is_in_order(coranto):
    result = coranto("check", *SAMPLES)
    assert result.returncode == 0
    assert result.stdout.count("the copy is in order") == len(SAMPLES)


def test_check_takes_a_periodical_for_all_of_its_issues(coranto, tmp_path):
    make_issue(tmp_path / "p" / "one")
    make_issue(tmp_path / "p" / "two", {"issue.yaml": "date: 2026-02-30\n"})
    result = coranto("check", tmp_path / "p")
    assert result.returncode == 3
    assert "two/issue.yaml:1:7" in result.stderr
    assert "1 of 2 issues are at fault" in result.stderr


def test_check_tells_of_a_folder_with_articles_and_no_head(coranto, tmp_path):
    make_issue(tmp_path / "p" / "one")
    folder = make_issue(tmp_path / "p" / "two")
    (folder / "issue.yaml").rename(folder / "issue.yml")
    result = coranto("check", tmp_path / "p")
    assert result.returncode == 3
    assert "there is no issue.yaml in" in result.stderr


def test_wrong_folders_are_told(coranto, issue, tmp_path):
    assert coranto("press", issue, "--layouts-from", tmp_path / "nix").returncode == 2
    shelf = coranto("layouts", env={"CORANTO_SHELF": str(tmp_path / "nix")})
    assert shelf.returncode == 4
    assert "CORANTO_SHELF names" in shelf.stderr


def test_check_as_json(coranto, issue):
    said = json.loads(coranto("check", issue, "--json").stdout)
    assert said == {"ok": True, "exit_code": 0, "issues": ["proof/one"], "findings": []}


def test_layouts_are_listed_and_described(coranto):
    assert "newsletter\tbase\tThe briefing" in coranto("layouts").stdout
    one = coranto("layouts", "newsletter").stdout
    assert "newsletter → base" in one
    assert "option accent" in one
    said = json.loads(coranto("layouts", "newsletter", "--json").stdout)
    assert said["options"]["paper"]["choices"] == ["A4", "Letter", "A5"]
    assert [head["name"] for head in json.loads(coranto("layouts", "--json").stdout)] == [
        "base",
        "journal",
        "magazine",
        "newsletter",
    ]
    unknown = coranto("layouts", "gazette")
    assert unknown.returncode == 4
    assert "there are: base, journal, magazine, newsletter" in unknown.stderr


def test_fonts_are_listed_and_proved(coranto):
    assert "source-serif-4\tSource Serif 4\tserif\t400 400i 600 700 700i" in coranto("fonts").stdout
    said = json.loads(coranto("fonts", "--json").stdout)
    assert all(len(face["sha256"]) == 64 for family in said for face in family["faces"])


def test_the_schemas_accept_what_the_reader_accepts(coranto):
    yaml = YAML(typ="safe", pure=True)

    def data(text):
        return json.loads(json.dumps(yaml.load(text), default=str))

    schemas = {
        name: json.loads(coranto("schema", name).stdout) for name in ("periodical", "issue", "article", "recipe")
    }
    assert coranto("schema").stdout.split() == ["periodical", "issue", "article", "recipe"]
    for folder in SAMPLES:
        jsonschema.validate(data((folder.parent / "periodical.yaml").read_text()), schemas["periodical"])
        jsonschema.validate(data((folder / "issue.yaml").read_text()), schemas["issue"])
        for article in folder.glob("*.md"):
            jsonschema.validate(data(article.read_text().split("---\n")[1]), schemas["article"])
    for recipe in sorted((ROOT / "src" / "coranto" / "intake" / "recipes").glob("*.yaml")):
        jsonschema.validate(data(recipe.read_text()), schemas["recipe"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"title": "x", "publisher": {"name": "y"}, "colour": "z"}, schemas["periodical"])


def test_a_schema_that_is_named_is_the_only_one_written(coranto, tmp_path):
    assert coranto("schema", "issue", "--write", tmp_path).stdout.strip() == str(tmp_path / "issue.schema.json")
    assert [path.name for path in tmp_path.iterdir()] == ["issue.schema.json"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["press", "--jsn", "x", "--json"], "No such option: --jsn"),
        (["press", "--json"], "Missing argument"),
        (["pres", "x", "--json"], "No such command 'pres'"),
        (["press", "x", "--time-limit", "soon", "--json"], "Invalid value for '--time-limit'"),
        (["press", FORME, "-o", "no-folder/", "--json"], "the folder `no-folder/` does not exist"),
    ],
)
def test_a_wrong_command_line_is_told_as_json_to_who_asks_for_json(arguments, said, coranto, tmp_path):
    result = coranto(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    told = json.loads(result.stdout)
    assert told["exit_code"] == 2
    assert said in told["error"]
    assert result.stderr == ""


def test_what_a_layout_leaves_out_of_a_cover_is_told(coranto, tmp_path):
    for layout, left in (("newsletter", ["the cover's picture", "the cover's lines"]), ("magazine", [])):
        result = coranto("press", FORME, "--layout", layout, "-o", tmp_path / "o.pdf", "--json")
        assert json.loads(result.stdout)["left_out"] == left


@pytest.mark.parametrize("title", ["My Letter", "A “quoted” & 'strange': title #1", 'Back\\slash "and" quote'])
def test_a_new_periodical_passes_check_and_is_pressed_at_once(title, coranto, tmp_path):
    folder = tmp_path / "letter"
    made = coranto("new", "periodical", folder, "--title", title)
    assert made.returncode == 0, made.stderr
    assert coranto("check", folder).returncode == 0
    result = coranto("press", folder / "first-issue", "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    assert "findings  none" in result.stdout
    for file in (folder / "periodical.yaml", folder / "first-issue" / "issue.yaml"):
        schema = file.read_text().splitlines()[0].partition("$schema=")[2]
        assert (file.parent / schema).is_file()


def test_a_new_issue_takes_the_next_number(coranto, tmp_path):
    coranto("new", "periodical", tmp_path / "letter", "--title", "T", "--language", "de")
    result = coranto("new", "issue", tmp_path / "letter" / "second", "--date", "2026-12-24")
    assert result.returncode == 0, result.stderr
    head = (tmp_path / "letter" / "second" / "issue.yaml").read_text()
    assert "date: 2026-12-24" in head
    assert "number: 2" in head
    assert coranto("check", tmp_path / "letter").returncode == 0


def test_a_new_issue_is_dated_by_the_name_of_its_folder(coranto, issue):
    assert coranto("new", "issue", issue.parent / "2027-01-31").returncode == 0
    assert "date: 2027-01-31" in (issue.parent / "2027-01-31" / "issue.yaml").read_text()


def test_a_new_periodical_in_a_language_without_words_is_not_begun(coranto, tmp_path):
    result = coranto("new", "periodical", tmp_path / "x", "--title", "X", "--language", "xx")
    assert result.returncode == 3
    assert "no words in the language `xx`; there are: ar, cs, de" in result.stderr
    assert not (tmp_path / "x").exists()
    assert coranto("new", "periodical", tmp_path / "x").returncode == 2


def test_new_overwrites_nothing(coranto, issue):
    before = (issue / "issue.yaml").read_text()
    assert coranto("new", "issue", issue).returncode == 8
    assert coranto("new", "periodical", issue.parent, "--title", "x").returncode == 8
    assert (issue / "issue.yaml").read_text() == before


def test_an_issue_outside_a_periodical_is_not_begun(coranto, tmp_path):
    result = coranto("new", "issue", tmp_path / "x")
    assert result.returncode == 8
    assert "begin with `coranto new periodical" in result.stderr


def test_a_terminal_gets_colour_and_fits_its_width(issue, tmp_path):
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "coranto", "press", issue, "-o", tmp_path / "o.pdf"]
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "60"}
    process = subprocess.Popen(command, stdout=child, stderr=child, env=env)
    os.close(child)
    seen = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    assert process.wait() == 0
    assert b"\x1b[1m" in seen
    assert b"setting" in seen
    assert b"o.pdf" in seen.replace(b"\r\n", b"").replace(b" ", b"")
