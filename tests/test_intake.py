"""Back issues come in: what a recipe says becomes an issue, nothing is lost, and nothing is written over."""

import hashlib
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from coranto.errors import CopyError
from coranto.intake.coverage import cover
from coranto.intake.dates import find_date
from coranto.intake.recipe import read_recipe, recipe_names
from coranto.intake.stream import Left, escaped
from coranto.intake.yamltext import yaml_of
from coranto.issue.datafile import read_sheet
from coranto.issue.passages import said
from coranto.issue.reader import read_issue
from workshop import REAL, ROOT, run

FOREIGN = ROOT / "tests" / "foreign"
SEED = sorted((ROOT.parent / "shared" / "seed").glob("*.txt"))
needs_seed = pytest.mark.skipif(not SEED, reason="the seed is not on this machine")


def bring(*arguments, into, code=0):
    """Import, and return what the program says."""
    result = run("import", *arguments, "--into", into, "--json")
    assert result.returncode == code, result.stdout + result.stderr
    return json.loads(result.stdout)["imports"]


def rules(told):
    return [finding["rule"] for finding in told["findings"]]


def everything(folder):
    """Return all files below a folder, with their bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def letter(tmp_path_factory):
    """Give Friday's Letter, imported, and what was said of it."""
    into = tmp_path_factory.mktemp("letter") / "fridays-letter"
    (told,) = bring(FOREIGN / "letter.txt", "--recipe", FOREIGN / "letter.yaml", into=into)
    return read_issue(Path(told["issue"])), told


# --- what a recipe says ------------------------------------------------------------------


def test_an_issue_comes_of_text_and_a_recipe(letter):
    issue, told = letter
    assert issue.head.date == date(2026, 9, 4)
    assert issue.periodical.title == "Friday’s Letter"
    assert [(one.title, one.list_articles) for one in issue.head.departments] == [
        ("The sheet", True),
        ("In conversation", False),
        ("Short news", False),
    ]
    assert list(issue.articles) == ["10-two-men-one-token.md", "20-i-kept-the-punches.md", "30-short-news.md"]
    assert (told["state"], told["articles"], told["words"]["share"]) == ("new", 3, 1)


def test_what_stands_in_an_article_is_what_the_recipe_calls_it(letter):
    story, interview, digest = letter[0].articles.values()
    assert story.body.html.count('class="labelled"') == 2
    assert "they printed two hundred and fifty sheets" in story.body.html
    (sources,) = story.front.sources
    assert sources.heading == "Where it stands"
    assert [(one.outlet, one.title, one.url, one.note) for one in sources.items] == [
        ("Mechanick Exercises", "The Office of the Press-man", None, None),
        ("The British Library", None, "https://www.bl.uk/moxon", None),
        (None, "A facsimile", "https://example.org/facsimile_(1896)", "printed for the Typothetae"),
    ]
    assert interview.front.interviewee == "Sarah Eaves"
    assert interview.front.standfirst.startswith("We spoke with Sarah Eaves")
    assert len(re.findall("<h4", interview.body.html)) == 2
    assert [(one.headline, one.outlet, one.date, one.url) for one in digest.front.items] == [
        ("A paper every day", "The Daily Courant", date(2026, 9, 2), "https://example.org/courant"),
        ("A patent is renewed", "The London Gazette", date(2026, 9, 3), "https://example.org/gazette"),
    ]
    assert digest.front.items[0].text == "It appears on a single sheet, at the sign of the White Hart."


def test_masthead_and_publisher_come_along(letter):
    issue, _ = letter
    (role,) = issue.head.masthead
    assert role.role == "Editors"
    assert [(one.name, one.position) for one in role.people] == [
        ("Caleb Stower", "Printer, Hackney"),
        ("Joseph Moxon", None),
    ]
    publisher = issue.periodical.publisher
    assert publisher.name == "The Friday Press | A house of letters"
    assert publisher.address == ("Paternoster Row 7", "London")
    assert (publisher.phone, publisher.email) == ("+44 20 0000 0000", "friday@example.org")
    assert publisher.url == "https://www.example.org"


def test_an_editor_is_told_where_to_look(letter):
    told = {finding["rule"]: finding for finding in letter[1]["findings"]}
    assert told["intake.broken"]["line"] == 20
    assert "`The Facts` stands here for `The facts`" in told["intake.variant"]["message"]
    assert "`The Office of the Press-man` has no address" in told["intake.address"]["message"]
    assert "have dots before the number" in told["intake.contents"]["message"]
    assert "`03/09/2026` is written otherwise" in told["intake.date"]["message"]
    assert {finding["level"] for finding in letter[1]["findings"]} == {"query"}


def test_the_files_are_such_as_an_editor_writes(letter):
    text = (letter[0].folder / "10-two-men-one-token.md").read_text()
    assert text.startswith("---\nkind: story\nheadline: Two men, one token\nsources:\n  - heading: Where it stands\n")
    assert "\n\n**The facts:** A token is ten quires and a half." in text
    assert "Joseph Moxon’s book" in text  # quotation marks are the source's
    head = (letter[0].folder / "issue.yaml").read_text()
    assert "    articles: [10-two-men-one-token.md]\n" in head
    assert "      - {name: Caleb Stower, position: " in head


def test_what_was_taken_for_what_is_recorded(letter):
    issue, told = letter
    record = json.loads((issue.folder.parent / "imports" / "2026-09-04.json").read_text())
    assert record["source"]["sha256"] == hashlib.sha256((FOREIGN / "letter.txt").read_bytes()).hexdigest()
    assert record["words"] == told["words"]
    assert [4, 4, "date"] in record["taken for"]
    assert {one["why"] for one in record["left out"]} == {
        "contents page",
        "heading of the masthead, which the layout sets",
        "heading of the publisher, which the layout sets",
    }
    assert {name: hashlib.sha256(content).hexdigest() for name, content in everything(issue.folder).items()} == record[
        "files"
    ]
    assert {"line": 50, "said": "26/09/02", "becomes": "2026-09-02"} in record["turned"]


def test_every_line_of_a_source_is_explained(tmp_path):
    result = run("import", FOREIGN / "letter.txt", "--recipe", FOREIGN / "letter.yaml", "--explain", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    told = {int(line[:6]): line[8:36].strip() for line in result.stdout.splitlines()[1:]}
    written = [
        number for number, line in enumerate((FOREIGN / "letter.txt").read_text().split("\n"), 1) if line.strip()
    ]
    assert set(written) <= set(told)
    assert (told[4], told[14], told[16], told[22]) == ("date", "department", "headline", "labelled paragraph")
    assert "—" not in told.values()
    assert list(tmp_path.iterdir()) == []


@needs_seed
def test_the_seed_becomes_the_issue_that_an_editor_made_of_it(tmp_path):
    (told,) = bring(SEED[0], "--recipe", "merics-china-essentials", into=tmp_path / "letter")
    made, meant = read_issue(Path(told["issue"])), read_issue(REAL)
    assert told["words"]["share"] == 1
    assert made.periodical == meant.periodical
    without_files = {"departments": {"__all__": {"articles"}}}
    assert made.head.model_dump(exclude=without_files) == meant.head.model_dump(exclude=without_files)
    assert [len(one.articles) for one in made.head.departments] == [len(one.articles) for one in meant.head.departments]
    for one, other in zip(made.articles.values(), meant.articles.values(), strict=True):
        assert one.front == other.front

        def html(article):
            return [re.sub(r' id="[^"]*"', "", block.html) for block in article.body.blocks]

        assert html(one) == html(other)
    assert rules(told).count("intake.address") == 12
    assert {"intake.broken", "intake.variant", "intake.contents", "intake.date"} < set(rules(told))


# --- nothing is lost, nothing is written over ------------------------------------------------


def test_importing_twice_gives_the_same_folder(tmp_path):
    order = FOREIGN / "letter.txt", "--recipe", FOREIGN / "letter.yaml"
    bring(*order, into=tmp_path / "one")
    before = everything(tmp_path / "one")
    (told,) = bring(*order, into=tmp_path / "one")
    assert told["state"] == "unchanged"
    bring(*order, into=tmp_path / "two")
    assert everything(tmp_path / "one") == before
    assert everything(tmp_path / "two") == before


def test_an_edited_folder_is_left_alone_and_with_force_it_is_kept(tmp_path):
    order = FOREIGN / "letter.txt", "--recipe", FOREIGN / "letter.yaml"
    into = tmp_path / "letter"
    bring(*order, into=into)
    article = into / "2026-09-04" / "10-two-men-one-token.md"
    edited = article.read_text().replace("Two men", "Three men")
    article.write_text(edited)
    (told,) = bring(*order, into=into, code=3)
    assert rules(told)[-1] == "intake.edited"
    assert article.read_text() == edited
    (told,) = bring(*order, "--force", into=into)
    assert told["state"] == "replaced"
    assert "Two men" in article.read_text()
    assert (into / "imports" / "2026-09-04.kept-1" / article.name).read_text() == edited


def test_a_folder_that_was_not_imported_is_never_touched(tmp_path):
    own = tmp_path / "letter" / "2026-09-04"
    own.mkdir(parents=True)
    (own / "issue.yaml").write_text("mine")
    (told,) = bring(FOREIGN / "letter.txt", "--recipe", FOREIGN / "letter.yaml", into=tmp_path / "letter", code=3)
    assert "was not imported" in told["findings"][-1]["message"]
    assert everything(own) == {"issue.yaml": b"mine"}


def test_a_new_recipe_makes_an_unedited_issue_anew(tmp_path):
    recipe = tmp_path / "recipe.yaml"
    shutil.copy(FOREIGN / "letter.yaml", recipe)
    bring(FOREIGN / "letter.txt", "--recipe", recipe, into=tmp_path / "letter")
    recipe.write_text(recipe.read_text().replace("title: The sheet", "title: On the sheet"))
    (told,) = bring(FOREIGN / "letter.txt", "--recipe", recipe, into=tmp_path / "letter")
    assert told["state"] == "replaced"
    assert read_issue(Path(told["issue"])).head.departments[0].title == "On the sheet"


def test_words_that_are_missing_are_found_with_their_lines(tmp_path):
    """A recipe that puts a paragraph nowhere, since its group leaves half of it out."""
    recipe = tmp_path / "recipe.yaml"
    text = (FOREIGN / "letter.yaml").read_text()
    recipe.write_text(text.replace(r"(?P<headline>.+) \(", r"(?P<headline>\w+ \w+).* \("))
    (told,) = bring(FOREIGN / "letter.txt", "--recipe", recipe, into=tmp_path / "letter", code=3)
    fault = next(one for one in told["findings"] if one["rule"] == "intake.coverage")
    assert fault["line"] == 48
    assert "line 48: every day" in fault["message"]
    assert told["words"]["share"] < 1


TWICE = """\
# The front page

The printer of the Strand has thrown down his composing stick and will not set another line.

# The printer

The printer of the Strand has thrown down his composing stick and will not set another line.

He has told nobody why.
"""


def test_what_stands_twice_is_asked_about_and_a_recipe_says_which_stays(tmp_path):
    source = tmp_path / "2026-09-04.md"
    source.write_text(TWICE)
    (told,) = bring(source, into=tmp_path / "all")
    (asked,) = [finding for finding in told["findings"] if finding["rule"] == "intake.twice"]
    assert (asked["line"], "stands 2 times (lines 3, 7)" in asked["message"]) == (7, True)
    assert told["articles"] == 2
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text("describes: x\nduplicates: last\n")
    (told,) = bring(source, "--recipe", recipe, into=tmp_path / "last")
    assert (told["articles"], told["words"]["share"]) == (1, 1)
    record = json.loads((tmp_path / "last" / "imports" / "2026-09-04.json").read_text())
    assert [(one["lines"], one["why"]) for one in record["left out"]] == [
        ([1, 1], "a heading with nothing below it"),
        ([3, 3], "duplicate of line 7"),
    ]


def test_the_count_finds_what_is_lost_and_what_a_line_broke():
    lines = {1: "The print-", 2: "er's type is lost.", 3: "A running head"}
    left = [Left(3, 3, "A running head", "running head")]
    whole = cover(lines, left, [], ["the", "printer", "s", "type", "is", "lost", "new"])
    assert (whole.words, whole.furniture, whole.found, whole.missing, whole.added) == (10, 3, 7, (), 1)
    less = cover(lines, left, [], ["the", "printer", "s", "is"])
    assert less.missing == ((2, "type lost"),)
    assert less.share == 5 / 7


# --- many at once --------------------------------------------------------------------------


def test_a_folder_comes_in_at_once_and_one_failure_stops_nobody(tmp_path):
    source = tmp_path / "old files"
    source.mkdir()
    for day in range(1, 8):
        (source / f"2026-09-0{day} letter.md").write_text(f"# Day {day}\n\nIt is the *{day}*th.\n")
    (source / "2026-09-03 letter.md").write_bytes(b"\x00\x01\x02" * 500)
    (source / "2026-09-05 letter.md").write_text("")
    (source / "undated.md").write_text("# Nothing\n\nNo day.\n")
    told = bring(source, "--jobs", "3", into=tmp_path / "letter", code=3)
    assert [one["state"] for one in told] == ["new", "new", "failed", "new", "failed", "new", "new", "failed"]
    assert [rules(one) for one in told if one["state"] == "failed"] == [
        ["intake.no-text"],
        ["intake.empty"],
        ["intake.date"],
    ]
    assert sorted(path.name for path in (tmp_path / "letter").glob("2*")) == [
        f"2026-09-0{day}" for day in (1, 2, 4, 6, 7)
    ]
    assert run("check", tmp_path / "letter").returncode == 0
    assert not [path for path in (tmp_path / "letter").iterdir() if path.name.startswith(".")]


def test_how_many_work_at_once_changes_nothing(tmp_path):
    source = tmp_path / "old"
    source.mkdir()
    for day in range(10, 18):
        (source / f"2026-09-{day}.md").write_text(f"# Day {day}\n\n" + f"Words of the {day}th. " * day)
    bring(source, "--jobs", "1", into=tmp_path / "a" / "letter")
    bring(source, "--jobs", "4", into=tmp_path / "b" / "letter")
    assert everything(tmp_path / "a") == everything(tmp_path / "b")


def test_two_sources_of_one_day_get_two_folders(tmp_path):
    for name in ("morning", "evening"):
        (tmp_path / f"{name}.txt").write_text(f"The {name} paper\n\n{name} news of 4 September 2026.\n")
    order = tmp_path / "morning.txt", tmp_path / "evening.txt", "--date", "2026-09-04"
    told = bring(*order, into=tmp_path / "letter")
    assert [Path(one["issue"]).name for one in told] == ["2026-09-04", "2026-09-04-evening"]
    told = bring(*order, into=tmp_path / "letter")
    assert [one["state"] for one in told] == ["unchanged", "unchanged"]


def test_a_dry_run_writes_nothing(tmp_path):
    (told,) = bring(FOREIGN / "letter.txt", "--recipe", FOREIGN / "letter.yaml", "--dry-run", into=tmp_path / "letter")
    assert (told["state"], told["words"]["share"]) == ("looked at", 1)
    assert list(tmp_path.iterdir()) == []


# --- recipes -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", recipe_names())
def test_a_recipe_that_ships_is_in_order(name):
    recipe, _ = read_recipe(name)
    assert recipe.describes


def test_all_faults_of_a_recipe_are_told_with_their_places(tmp_path):
    path = tmp_path / "recipe.yaml"
    path.write_text(
        "describes: x\ndates: [D/M]\ndepartment: 3\nfurniture:\n  - {pattern: '(', why: x}\n"
        "departments:\n  - {opens: x, kind: essay}\nfurnitur: 1\n"
    )
    with pytest.raises(CopyError) as caught:
        read_recipe(str(path))
    told = sorted((one.place.line, one.message) for one in caught.value.findings)
    assert [line for line, _ in told] == [2, 3, 5, 7, 8]
    assert "is no form of dates" in told[0][1] or "is not a form of dates" in told[0][1]
    assert "is not a regular expression" in told[2][1]
    assert "is no kind of article" in told[3][1]


def test_a_recipe_that_matches_nothing_or_everything_is_told(tmp_path):
    recipe = tmp_path / "all.yaml"
    recipe.write_text("describes: x\nfurniture: [{pattern: '.', why: all of it}]\n")
    (told,) = bring(FOREIGN / "letter.txt", "--recipe", recipe, "--date", "2026-09-04", into=tmp_path / "p", code=3)
    assert "intake.nothing" in rules(told)
    recipe.write_text("describes: x\narticles: {headings: false, headline: 'no such line'}\n")
    (told,) = bring(FOREIGN / "letter.txt", "--recipe", recipe, "--date", "2026-09-04", into=tmp_path / "p")
    assert (told["articles"], told["words"]["share"]) == (1, 1)


def test_a_recipe_is_drafted_from_samples_and_can_be_used(tmp_path):
    result = run("import", FOREIGN / "letter.txt", "--recipe", FOREIGN / "letter.yaml", "--suggest")
    assert result.returncode == 0, result.stderr
    path = tmp_path / "drafted.yaml"
    path.write_text(result.stdout)
    recipe, _ = read_recipe(str(path))
    assert recipe.date is not None
    assert {"THE SHEET", "SHORT NEWS"} <= {rule.opens.strip("^$") for rule in recipe.departments}
    assert recipe.sources is not None
    assert recipe.contents is not None
    assert (recipe.masthead.opens, recipe.publisher.opens) == ("^EDITORS$", "^PUBLISHED BY$")
    (told,) = bring(FOREIGN / "letter.txt", "--recipe", path, into=tmp_path / "letter")
    assert Path(told["issue"]).name == "2026-09-04"
    assert told["words"]["share"] == 1


def test_the_issue_s_own_day_decides_which_number_is_the_year():
    forms = ("YY/MM/DD", "DD/MM/YY", "DD/MM/YYYY")
    assert find_date("24/02/23", forms, "en", date(2024, 2, 29)) == date(2024, 2, 23)
    assert find_date("24/02/23", forms, "en", date(2023, 3, 1)) == date(2023, 2, 24)
    assert find_date("23/02/2024", forms, "en", date(2024, 2, 29)) == date(2024, 2, 23)
    assert find_date("4. März 2026", ("D. MONTH YYYY",), "de") == date(2026, 3, 4)
    assert find_date("31/02/2024", forms, "en") is None


# --- what is written is what is read ---------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "a * b and *c*", "[not] a link (x)", "# no heading", "1. no item", "12) no item", "- no item", "> no quote",
        "a_b_c and _d_", "back\\slash", "`ticks`", "&amp; &copy x", "<b>no tag</b>", "a | b | c", "~~~ ~~x~~",
        "::: box", "+ plus", "=== ", "--- x", "{#id}", "![x](y)", "$`x`$", ": no definition", "\ttab", "[^1] no note",
    ],
)  # fmt: skip
def test_plain_words_become_markdown_that_says_the_same(words):
    assert said(escaped(words)).strip() == words.strip()


@pytest.mark.parametrize(
    "text",
    [
        "plain", "no", "Null", "1605", "2026-09-04", "a: b", "a #b", "#b", "- a", "'", '"', "ends:", "tab\there",
        "two\nlines", "a\n\nb", " lead", "{x}", "[x]", "*a", "&a", "!a", "%a", "@a", "`a", "\\", "é中", "🙂", "\u2028",
        "http://x.org/#a", "a,b", "Caleb's", "it's: so", "? a", "| a", "~", "",
    ],
)  # fmt: skip
def test_yaml_says_the_same_when_it_is_read_again(text):
    data = {"key": text, "people": [{"name": text, "position": text}], "tags": [text, "b"], "list": [text]}
    sheet, faults = read_sheet(yaml_of(data), Path("x.yaml"))
    assert faults == []
    assert sheet.data == data
