"""What could be lost on the way in is told, and no source comes over another."""

import json

import pytest

from coranto.intake.coverage import cover
from test_intake import rules
from test_intake_bad import CONTAINER, packed
from test_intake_formats import PNG
from workshop import run


def said(*arguments, cwd, code=0):
    result = run("import", *arguments, "--json", cwd=cwd)
    assert result.returncode == code, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    return json.loads(result.stdout)["imports"]


def text_in(folder):
    return "\n".join(path.read_text() for path in sorted(folder.glob("*.md")))


def record(folder):
    return json.loads((folder.parent / "imports" / f"{folder.name}.json").read_text())


# --- several sources --------------------------------------------------------------


def test_sources_of_one_name_in_folders_of_one_name_stand_side_by_side(tmp_path):
    for language, words in (("en", "English words here."), ("de", "Deutsche Worte hier.")):
        home = tmp_path / "s" / language / "html"
        home.mkdir(parents=True)
        (home / "2019-01-01.html").write_text(f"<h1>{language}</h1><p>{words}</p>")
    for state in ("new", "unchanged"):
        filed = said("s", "--into", "o", cwd=tmp_path)
        assert [one["state"] for one in filed] == [state, state]
    folders = [tmp_path / one["issue"] for one in filed]
    assert len(set(folders)) == 2
    assert ["Worte" in text_in(folder) for folder in folders] == [True, False]
    (home / "2019-01-01.html").write_text("<h1>de</h1><p>Andere Worte.</p>")
    assert [one["state"] for one in said("s/de", "--into", "o", cwd=tmp_path)] == ["replaced"]
    assert "English" in text_in(folders[1])


def test_a_source_comes_back_to_where_it_stood_though_a_better_name_is_free(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nThe words of {name}.\n")
    said("a.md", "b.md", "--into", "o", "--date", "2020-01-01", cwd=tmp_path)
    (tmp_path / "o" / "2020-01-01").rename(tmp_path / "away")
    filed = said("b.md", "--into", "o", "--date", "2020-01-01", cwd=tmp_path)
    assert [(one["issue"], one["state"]) for one in filed] == [("o/2020-01-01-b", "unchanged")]


def test_what_was_brought_in_is_no_source(tmp_path):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "2020-01-01.md").write_text("# H\n\nWords.\n")
    for state in ("new", "unchanged"):
        assert [one["state"] for one in said("s", "--into", "s/issues", cwd=tmp_path)] == [state]


@pytest.mark.parametrize("edit", ["link", "folder"])
def test_a_link_or_an_empty_folder_is_an_edit_too(tmp_path, edit):
    source = tmp_path / "2021-01-01.md"
    source.write_text("# H\n\nWords.\n")
    said(source, "--into", "o", cwd=tmp_path)
    more = tmp_path / "o" / "2021-01-01" / "more"
    more.symlink_to("/nowhere") if edit == "link" else more.mkdir()
    source.write_text("# H\n\nOther words.\n")
    (one,) = said(source, "--into", "o", cwd=tmp_path, code=3)
    assert one["state"] == "failed"
    assert more.is_symlink() or more.is_dir()


def test_what_stands_in_the_way_of_one_issue_stops_no_other(tmp_path):
    for day in range(1, 5):
        (tmp_path / f"2019-03-0{day}.md").write_text("# H\n\nWords.\n")
    (tmp_path / "o" / "imports" / "2019-03-01.json").mkdir(parents=True)
    (tmp_path / "o" / "2019-03-02").symlink_to("/nowhere")
    (tmp_path / "o" / "imports" / "2019-03-03.json").write_text("[" * 200_000)
    filed = said(".", "--into", "o", cwd=tmp_path, code=3)
    assert [one["state"] for one in filed] == ["failed", "failed", "new", "new"]
    assert {finding["rule"] for one in filed[:2] for finding in one["findings"]} == {"intake.unfiled", "intake.edited"}
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "imports").write_text("")
    result = run("import", "2019-03-04.md", "--into", "p", cwd=tmp_path)
    assert result.returncode == 8
    assert "p/imports` can't be made" in " ".join(result.stderr.split())


# --- within a source --------------------------------------------------------------


def test_the_address_of_a_definition_with_a_title_is_kept_and_the_rest_is_told(tmp_path):
    source = '# H\n\nA [lab] and [more][lab].\n\n[lab]: http://kept.example/one "Title words"\n[idle]: http://idle.example/\n'
    (tmp_path / "2019-04-01.md").write_text(source)
    (one,) = said("2019-04-01.md", "--into", "o", cwd=tmp_path)
    assert rules(one) == []
    folder = tmp_path / "o" / "2019-04-01"
    assert "http://kept.example/one" in text_in(folder)
    left = {entry["why"]: entry["text"] for entry in record(folder)["left out"]}
    assert left["the title of a link"] == "Title words"
    assert "http://idle.example/" in left["the definition of a link that nothing asks for"]


def test_front_matter_that_nothing_takes_is_left_out_with_its_words(tmp_path):
    head = "---\ntitle: The title\nsummary: Lost in a summary\nlayout: post\n---\n"
    (tmp_path / "2019-02-02.md").write_text(f"{head}\n# Head\n\nWord.\n")
    said("2019-02-02.md", "--into", "o", cwd=tmp_path)
    left = [entry["text"] for entry in record(tmp_path / "o" / "2019-02-02")["left out"]]
    assert "summary: Lost in a summary" in left
    assert "layout: post" in left


def test_the_link_of_a_picture_is_told(tmp_path):
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "2019-04-02.md").write_text(
        "# H\n\n[![alt](a.png)](http://lost.example/full)\n\n[![alt](a.png)](a.png)\n"
    )
    (one,) = said("2019-04-02.md", "--into", "o", cwd=tmp_path)
    (finding,) = one["findings"]
    assert "the picture's link to `http://lost.example/full` is not kept" in finding["message"]


def test_shortcodes_of_hugo_are_no_variables_of_liquid(tmp_path):
    (tmp_path / "a.png").write_bytes(PNG)
    figure = '{{< figure src="a.png" alt="Alt" caption="Cap words" >}}'
    notice = "{{% notice note %}}\nNotice text.\n{{% /notice %}}"
    (tmp_path / "2022-03-01.md").write_text(f"# H\n\n{notice}\n\n{figure}\n")
    (one,) = said("2022-03-01.md", "--into", "o", cwd=tmp_path)
    assert one["findings"] == []
    body = text_in(tmp_path / "o" / "2022-03-01")
    assert '![Alt](art/a.png "Cap words")' in body
    assert "{" not in body


@pytest.mark.parametrize("signs", ["\ue010\u0035\ue011 {{ page.title }}", "\ue0005\ue001 `x`", "\ue021"])
def test_signs_of_the_private_use_area_are_letters_like_others(tmp_path, signs):
    (tmp_path / "2019-01-01.md").write_text(f"---\ntitle: T\n---\n# H\n\nText {signs}.\n")
    said("2019-01-01.md", "--into", "o", cwd=tmp_path)
    assert signs[0] in text_in(tmp_path / "o" / "2019-01-01")


@pytest.mark.parametrize("where", ["source", "option"])
def test_an_encoding_that_decodes_nothing_is_told(tmp_path, where):
    meta = "<meta charset=undefined>" if where == "source" else ""
    (tmp_path / "2019-01-03.html").write_bytes(f"{meta}<h1>H</h1><p>caf".encode() + b"\xe9</p>")
    options = ["--encoding", "undefined"] if where == "option" else []
    (one,) = said("2019-01-03.html", "--into", "o", *options, cwd=tmp_path, code=3 if options else 0)
    assert "foresee" not in json.dumps(one)


def test_pictures_come_from_the_source_s_own_site_alone(tmp_path):
    private, site = tmp_path / "private", tmp_path / "site"
    posts = site / "content" / "posts"
    for folder in (private, posts, site / "img"):
        folder.mkdir(parents=True)
    (private / "x.png").write_bytes(PNG)
    (site / "img" / "y.png").write_bytes(PNG)
    (posts / "2019-04-03.md").write_text(
        f"# H\n\nT.\n\n![p]({private}/x.png)\n\n![q](/private/x.png)\n\n![r](/img/y.png)\n"
    )
    (one,) = said(posts, "--into", "o", cwd=tmp_path)
    assert len(one["findings"]) == 3
    (site / "_config.yml").write_text("title: Site\n")
    (one,) = said(posts, "--into", "p", cwd=tmp_path)
    assert len(one["findings"]) == 2
    assert (tmp_path / "p" / "2019-04-03" / "art" / "y.png").is_file()
    assert not list(tmp_path.glob("[op]/*/art/x.png"))


def chapter(name, words):
    return {name: f"<html><body><h1>{words}</h1><p>{words} words.</p></body></html>"}


@pytest.mark.parametrize(
    ("item", "reference", "code"),
    [
        ('<item id="b" href="b.xhtml" media-type="text/x-oeb1-document"/>', "b", 0),
        ('<item id="b" href="B.xhtml" media-type="application/xhtml+xml"/>', "b", 3),
        ('<item id="b" href="b.xhtml" media-type="text/plain"/>', "b", 3),
        ("", "nix", 3),
        ('<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>', "", 0),
    ],
    ids=["old sort", "other case", "no chapter", "no item", "not in the spine"],
)
def test_no_chapter_of_an_e_book_goes_unread_untold(tmp_path, item, reference, code):
    first = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    spine = "".join(f'<itemref idref="{one}"/>' for one in ("a", reference) if one)
    package = f"<package><manifest>{first}{item}</manifest><spine>{spine}</spine></package>"
    files = {"META-INF/container.xml": CONTAINER, "b.opf": package, **chapter("a.xhtml", "First")}
    (tmp_path / "2019-06-01.epub").write_bytes(packed(files | chapter("b.xhtml", "Second")))
    (one,) = said("2019-06-01.epub", "--into", "o", cwd=tmp_path, code=code)
    read = "Second" in text_in(tmp_path / "o" / "2019-06-01")
    assert read or "intake.chapter" in rules(one)


def test_many_missing_words_are_counted_in_no_time():
    counted = cover({1: " ".join(f"word{at}" for at in range(300_000))}, [], [], [])
    assert counted.found == 0
    assert len(counted.missing[0][1].split()) == 300_000
