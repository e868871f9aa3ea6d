"""Bad copy gets a clear word, at its place, and the previous PDF stays where it is."""

import os

import pytest

from workshop import HEAD, LEAD, PERIODICAL, make_issue, pdftotext

HEADLESS = "---\nkind: story\nheadline: A headline\n---\n"
TWO = "date: 2026-11-24\ndepartments:\n  - title: One\n    articles: [10-lead.md, {}]\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
)

CASES = {
    # YAML
    "yaml that doesn't parse": (
        {"issue.yaml": "date: 2026-11-24\ntitle: a: b\n"},
        "issue.yaml:2:9: this is not YAML: mapping values are not allowed here (put a text that contains a colon",
    ),
    "an unclosed quote": (
        {"issue.yaml": 'date: 2026-11-24\ntitle: "open\n'},
        "issue.yaml:2:8: this is not YAML: found unexpected end of stream (close what is opened here)",
    ),
    "a tab as indent": ({"issue.yaml": "date: 2026-11-24\ndepartments:\n\t- x\n"}, "(indent with spaces)"),
    "a duplicate key": ({"issue.yaml": HEAD + "date: 2026-11-25\n"}, "issue.yaml:5:1: `date` stands here twice"),
    "an unknown key": (
        {"issue.yaml": HEAD + "mastheed: []\n"},
        "issue.yaml:5:1: unknown key `mastheed` (did you mean `masthead`?)",
    ),
    "an unknown key inside": (
        {"issue.yaml": HEAD + "masthead:\n  - rolle: Editor\n    people: [{name: A}]\n"},
        "issue.yaml:6:5: unknown key `masthead 1, rolle` (did you mean `role`?)",
    ),
    "a missing key": ({"issue.yaml": HEAD.replace("date: 2026-11-24\n", "")}, "issue.yaml:1:1: `date` is missing"),
    "a number for a text": (
        {"10-lead.md": LEAD.replace("A headline", "1605")},
        "10-lead.md:3:11: `headline` is not text (put it into quotes)",
    ),
    "a text for a number": ({"issue.yaml": HEAD + "number: two\n"}, "issue.yaml:5:9: `number` is not a whole number"),
    "a text for a list": (
        {"issue.yaml": HEAD + "masthead: Nathaniel Butter\n"},
        "issue.yaml:5:11: `masthead` is not a list",
    ),
    "an empty text": ({"issue.yaml": HEAD + "title: ''\n"}, "issue.yaml:5:8: `title` is empty"),
    "a date that doesn't exist": (
        {"issue.yaml": HEAD.replace("2026-11-24", "2026-02-30")},
        "issue.yaml:1:7: `2026-02-30` is not a day of the calendar",
    ),
    "a date with a time": (
        {"issue.yaml": HEAD.replace("2026-11-24", "2026-11-24 10:30:00")},
        "issue.yaml:1:7: `date` is not a date (write it as YYYY-MM-DD",
    ),
    "a tag that lies": ({"issue.yaml": HEAD + 'title: !!bool "perhaps"\n'}, "issue.yaml:5:8: `perhaps` can't be read"),
    "a tag": ({"issue.yaml": HEAD + "title: !!python/object:os.system x\n"}, "issue.yaml:5:8: the tag"),
    "a yaml alias bomb": ({"issue.yaml": BOMB}, "issue.yaml:1:1: `issue.yaml` holds more than 50,000 values"),
    "an alias to itself": ({"issue.yaml": HEAD + "title: &a [*a]\n"}, "nested more than 16 deep"),
    "yaml nested 1,000 deep": ({"issue.yaml": "x: " + "[" * 1000}, "this is nested more than 16 deep"),
    "a list for a sheet": ({"issue.yaml": "- a\n- b\n"}, "issue.yaml:1:1: `issue.yaml` does not begin with"),
    # issue
    "a missing article": (
        {"issue.yaml": TWO.format("20-gone.md")},
        "issue.yaml:4:28: the article `20-gone.md` does not exist",
    ),
    "an article listed twice": (
        {"issue.yaml": TWO.format("10-lead.md")},
        "issue.yaml:4:28: the article `10-lead.md` is listed 2 times",
    ),
    "a file in no department": ({"99-lost.md": LEAD}, "99-lost.md: the article `99-lost.md` is in no department"),
    "an empty issue": ({"issue.yaml": ""}, "issue.yaml:1:1: `departments` is missing"),
    "a cover picture that isn't there": (
        {"issue.yaml": HEAD + "cover: {picture: {file: art/c.png, alt: C}}\n"},
        "issue.yaml:5:25: the picture `art/c.png` does not exist",
    ),
    "no departments": (
        {"issue.yaml": "date: 2026-11-24\ndepartments: []\n"},
        "issue.yaml:2:14: `departments` is empty",
    ),
    "an article outside": (
        {"issue.yaml": TWO.format("../../x.md")},
        "issue.yaml:4:28: `departments 1, articles 2` is not the name of an article's file",
    ),
    "no periodical": ({"../periodical.yaml": b""}, "periodical.yaml:1:1: `title` is missing"),
    "an unknown option": (
        {"../periodical.yaml": PERIODICAL + "options: {akzent: '#000000'}\n"},
        "periodical.yaml:6:19: the layout `newsletter` has no option `akzent` (there are: paper, accent, barcode)",
    ),
    "an option out of range": (
        {"issue.yaml": HEAD + "options: {accent: red, paper: B5}\n"},
        "issue.yaml:5:31: the option `paper` can't be `B5` (choose A4 or Letter or A5)",
    ),
    "a language without words": (
        {"issue.yaml": HEAD + "language: tlh\n"},
        "issue.yaml:5:11: the layout `newsletter` has no words in the language `tlh`",
    ),
    "an unknown layout": (
        {"issue.yaml": HEAD + "layout: gazette\n"},
        "issue.yaml:5:9: there is no layout `gazette` (there are: base",
    ),
    # articles
    "an empty article": ({"10-lead.md": ""}, "10-lead.md:1:1: `10-lead.md` is empty"),
    "an article without text": ({"10-lead.md": HEADLESS}, "10-lead.md:5:1: the article `10-lead.md` has no text"),
    "no front matter": (
        {"10-lead.md": "Just text.\n"},
        "10-lead.md:1:1: `10-lead.md` does not begin with front matter",
    ),
    "front matter that isn't closed": (
        {"10-lead.md": "---\nkind: story\n"},
        "10-lead.md:1:1: `10-lead.md` has front matter that no line `---` closes",
    ),
    "a box that isn't closed": (
        {"10-lead.md": LEAD + "\n::: box T\nText.\n"},
        "10-lead.md:8:1: the box `box T` is not closed (end it with :::)",
    ),
    "a box that another's end closes": (
        {"10-lead.md": LEAD + "\n::: box T\nText.\n\n::: pull\nLine.\n:::\n\nMore.\n"},
        "10-lead.md:8:1: the box `box T` is not closed (end it with :::)",
    ),
    "a row too long in a table with a row of dashes": (
        {"10-lead.md": LEAD + "\n| a | b |\n|---|---|\n| - | - | - |\n| c | d | e |\n"},
        "10-lead.md:11:1: this row has 3 cells, the table has 2 columns",
    ),
    "a second definition": (
        {"10-lead.md": LEAD + "\n[x][a]\n\n[a]: https://x.org\n\n[a]: important\n"},
        "10-lead.md:12:1: `[a]` is defined twice, and this one is set nowhere",
    ),
    "a folder for an article": (
        {"issue.yaml": TWO.format("x.md"), "x.md/y": "z"},
        "`x.md` is not a regular file",
    ),
    "a name of 300 letters": ({"issue.yaml": TWO.format("a" * 300 + ".md")}, "File name too long"),
    "a NUL in a picture's name": ({"10-lead.md": LEAD + "\n![a](a%00b.png)\n"}, "has no file's name"),
    "words behind the language of code": (
        {"10-lead.md": LEAD + "\n```swift and more\nx\n```\n"},
        "10-lead.md:8:1: `and more` behind the language of a code block is set nowhere",
    ),
    "a definition whose address another has": (
        {"10-lead.md": LEAD + "\n[x][a]\n\n[a]: https://x.org\n[Note]: https://x.org\n"},
        "10-lead.md:11:1: nothing refers to `[note]: https://x.org`",
    ),
    "a comment in braces behind a passage": ({"10-lead.md": LEAD + "\n[a]{% lost %}b\n"}, "`[a]{% lost %}b` would be"),
    "a comment in braces in a list": (
        {"10-lead.md": LEAD + "\n- {% lost %}\n  a\n"},
        "`- {% lost %}` would be set nowhere",
    ),
    "an article whose name ends in capitals": (
        {"20-b.MD": LEAD},
        "20-b.MD: `20-b.MD` does not end in `.md` and is not read (rename it",
    ),
    "options, beside the copy": (
        {"issue.yaml": HEAD + "options: {paper: B5}\n", "10-lead.md": HEADLESS},
        "issue.yaml:5:18: the option `paper` can't be `B5` (choose A4 or Letter or A5)",
    ),
    "an article by another case": (
        {"issue.yaml": TWO.format("20-b.md"), "20-B.md": LEAD},
        "the article `20-b.md` does not exist (there is `20-B.md`",
    ),
    "a missing picture with a near name": (
        {"10-lead.md": LEAD + "\n![x](art/Baum.png)\n", "art/baum.PNG": b"x"},
        "the picture `art/Baum.png` does not exist (did you mean `art/baum.PNG`?)",
    ),
    "a forgotten comma": ({"issue.yaml": HEAD + "options: {a: 1 b: 2}\n"}, "(put a comma between the items"),
    "a quote within quotes": ({"issue.yaml": HEAD + "title: 'Hans's'\n"}, "a quote within '…' is written twice"),
    "an unknown kind": (
        {"10-lead.md": LEAD.replace("story", "essay")},
        "10-lead.md:2:7: `kind` is `essay`, which is no kind of article (write `kind:` and one of story, number",
    ),
    "an interview without a question": (
        {"10-lead.md": LEAD.replace("kind: story", "kind: interview\ninterviewee: A")},
        "the interview `10-lead.md` has no question",
    ),
    "a source that says nothing": (
        {"10-lead.md": LEAD.replace("headline:", "sources: [{heading: S, items: [{note: n}]}]\nheadline:")},
        "10-lead.md:3:32: `sources 1, items 1` names no outlet, no title and no url",
    ),
    "an address that is none": (
        {"../periodical.yaml": PERIODICAL + "  url: example.org\n  email: nobody\n"},
        "periodical.yaml:6:8: `publisher, url` is not a web address (write it in full, https://…)",
    ),
    "a javascript address in the front matter": (
        {"10-lead.md": LEAD.replace("headline:", "sources: [{heading: S, items: [{url: 'javascript:x'}]}]\nheadline:")},
        "is not a web address",
    ),
    "an ISBN with a wrong digit": (
        {"10-lead.md": LEAD.replace("kind: story", "kind: review\nbook: {author: A, title: T, isbn: 0-486-23617-1}")},
        "10-lead.md:3:35: `book, isbn` is not an ISBN: its check digit or its length is wrong",
    ),
    "an event that ends before it begins": (
        {"10-lead.md": "---\nkind: calendar\nevents:\n  - {title: T, date: 2026-12-02, until: 2026-12-01}\n---\n"},
        "10-lead.md:4:5: `events 1` ends before it begins",
    ),
    "a correction that corrects nothing": (
        {"10-lead.md": "---\nkind: corrections\ncorrections:\n  - {issue: No. 1}\n---\n"},
        "10-lead.md:4:5: `corrections 1` does not say what is right",
    ),
    "a gallery with a picture that isn't there": (
        {"10-lead.md": "---\nkind: gallery\nheadline: G\npictures:\n  - {file: art/x.png, alt: X}\n---\n"},
        "10-lead.md:5:12: the picture `art/x.png` does not exist",
    ),
    "a correction with one half": (
        {"10-lead.md": "---\nkind: corrections\ncorrections:\n  - {issue: No. 1, for: x, text: y}\n---\n"},
        "10-lead.md:4:5: `corrections 1` has only one of for and read",
    ),
    "a letter without a name": (
        {"10-lead.md": "---\nkind: letters\nletters:\n  - {text: Dear Sir}\n---\n"},
        "10-lead.md:4:5: `letters 1, name` is missing",
    ),
    # bytes
    "UTF-16": ({"10-lead.md": LEAD.encode("utf-16")}, "10-lead.md:1:1: `10-lead.md` is UTF-16, not UTF-8"),
    "Latin-1": (
        {"10-lead.md": LEAD.replace("A paragraph", "Ein schöner Absatz").encode("latin-1")},
        "10-lead.md:6:8: `10-lead.md` is not UTF-8: byte 0xF6 makes no character (save it as UTF-8; it may be Latin-1",
    ),
    "a NUL": ({"10-lead.md": LEAD.replace("A p", "A\0p")}, "10-lead.md:6:2: character U+0000 is not allowed in copy"),
    "a control character": ({"10-lead.md": LEAD.replace("A p", "A\x1bp")}, "10-lead.md:6:2: character U+001B"),
    "a lone surrogate in an escape": (
        {"issue.yaml": HEAD + 'title: "\\ud800"\n'},
        "issue.yaml:5:8: character U+D800 is not allowed in copy",
    ),
    "a bidi override": (
        {"10-lead.md": LEAD.replace("A p", "A \u202ep")},
        "10-lead.md:6:3: U+202E RIGHT-TO-LEFT OVERRIDE would make the line read otherwise than it is written",
    ),
    "a bidi override as an entity": ({"10-lead.md": LEAD.replace("A p", "A &#x202e;p")}, "RIGHT-TO-LEFT OVERRIDE"),
    "an unbalanced isolate": ({"10-lead.md": LEAD.replace("A p", "A \u2067p")}, "has no partner in its paragraph"),
    # markup
    "raw HTML": (
        {"10-lead.md": LEAD + "\nSome <b>bold</b> text.\n"},
        "10-lead.md:8:6: raw HTML `<b>` is not part of the format (write Markdown",
    ),
    "a script": ({"10-lead.md": LEAD + "\n<script>alert(1)</script>\n"}, "10-lead.md:8:1: raw HTML `<script>alert(1)"),
    "a javascript link": (
        {"10-lead.md": LEAD + "\n[x](javascript:alert(1))\n"},
        "10-lead.md:8:5: the link to `javascript:alert(1)` leads nowhere",
    ),
    "a file link": ({"10-lead.md": LEAD + "\n[x](file:///etc/passwd)\n"}, "the link to `file:///etc/passwd` leads"),
    "a dead link": ({"10-lead.md": LEAD + "\n[x](#nowhere)\n"}, "10-lead.md:8:5: the link to `#nowhere` lands nowhere"),
    "a link to an article that isn't there": (
        {"10-lead.md": LEAD + "\n[x](77-x.md)\n"},
        "the article `77-x.md` is not",
    ),
    "a note without text": (
        {"10-lead.md": LEAD + "\nText.[^1]\n"},
        "10-lead.md:8:6: the footnote `[^1]` is not written",
    ),
    "a note without mark": ({"10-lead.md": LEAD + "\n[^1]: Note.\n"}, "10-lead.md:8:1: nothing refers to the footnote"),
    "a note written twice": ({"10-lead.md": LEAD + "\nT.[^1]\n\n[^1]: A.\n\n[^1]: B.\n"}, "`[^1]` is written twice"),
    "an endless note": (
        {"10-lead.md": LEAD + "\nT.[^1]\n\n[^1]: " + "word " * 900},
        "is as long as 900 words, more than a page",
    ),
    "an endless note in Chinese": (
        {"10-lead.md": LEAD + "\nT.[^1]\n\n[^1]: " + "活字" * 600},
        "10-lead.md:10:1: the footnote `[^1]` is as long as 401 words, more than a page takes",
    ),
    "an endless word": (
        {"10-lead.md": LEAD + "\nText\nand " + "a" * 30_000 + "\n"},
        f"10-lead.md:9:5: the word `{'a' * 57}…` has 30,000 letters, the limit is 10,000 (break it, or take it out)",
    ),
    "an endless word in code": (
        {"10-lead.md": LEAD + "\n```\n" + "a" * 30_000 + "\n```\n"},
        "10-lead.md:9:1: the word",
    ),
    "brackets without end": (
        {"10-lead.md": LEAD + "\nText.\n\n" + "[^" * 10_000 + "\n"},
        "10-lead.md:10:1: this paragraph opens more than 500 brackets that nothing closes (close them,",
    ),
    "a cell as long as a chapter": (
        {"10-lead.md": LEAD + "\n| a | b |\n|---|---|\n| 1 | 2 |\n| " + "word " * 8_000 + "| x |\n"},
        "10-lead.md:11:1: a cell of this row has 8,000 words, the limit is 1,000 (put them into the text)",
    ),
    "a row too long": (
        {"10-lead.md": LEAD + "\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n"},
        "10-lead.md:10:1: this row has 3 cells, the table has 2 columns",
    ),
    "a stray attribute": (
        {"10-lead.md": LEAD + "\n[x](https://example.org){onclick=evil}\n"},
        "10-lead.md:8:26: the attribute `onclick=evil` is not part of the format",
    ),
    "a box of no known name": (
        {"10-lead.md": LEAD + "\n::: bax\nx\n:::\n"},
        "10-lead.md:8:1: `::: bax` begins no box (begin a box with ::: and one of box, pull, verse",
    ),
    "a width that there isn't": (
        {"10-lead.md": LEAD + "\n![x](art/x.png){width=huge}\n"},
        "10-lead.md:8:17: a picture can't be `huge` wide (write width= and one of column, full, page, bleed)",
    ),
    "a caption without a table": (
        {"10-lead.md": LEAD + '\n{caption="x"}\nText.\n'},
        "`caption` belongs to a table only",
    ),
    "a definition that nothing refers to": (
        {"10-lead.md": LEAD + "\n[Note]: important\n"},
        "10-lead.md:8:1: nothing refers to `[note]: important`, which would be set nowhere",
    ),
    "a title of a link": (
        {"10-lead.md": LEAD + '\n[x](https://example.org "a title")\n'},
        "10-lead.md:8:26: the title of a link (“a title”) is set nowhere",
    ),
    "a comment in braces": (
        {"10-lead.md": LEAD + "\n{% a comment %}\nText.\n"},
        "10-lead.md:8:1: `{% a comment %}` would be set nowhere",
    ),
    "an empty note": ({"10-lead.md": LEAD + "\nText.[^1]\n\n[^1]:\n\nMore.\n"}, "the footnote `[^1]` is empty"),
    "a bidi override in a caption": (
        {"10-lead.md": LEAD + '\n![a](art/x.png "a&#x202e;b")\n'},
        "RIGHT-TO-LEFT OVERRIDE would make the line",
    ),
    "a bidi override in an alt text": ({"10-lead.md": LEAD + "\n![a&#x202e;b](art/x.png)\n"}, "RIGHT-TO-LEFT OVERRIDE"),
    "an id given twice": ({"10-lead.md": LEAD + "\n{#a}\n## A\n\n{#a}\n## B\n"}, "the id `a` is given twice"),
    "quotes 1,000 deep": (
        {"10-lead.md": LEAD + "\n" + ">" * 1000 + " x\n"},
        "10-lead.md:8:1: this is nested more than 24",
    ),
    "lists 200 deep": (
        {"10-lead.md": LEAD + "\n" + "".join("  " * n + "- x\n" for n in range(200))},
        "this is nested more than 24 deep",
    ),
    "emphasis 500 deep": (
        {"10-lead.md": LEAD + "\n" + "*a " * 100 + "z" + "*" * 100 + "\n"},
        "nested more than 24 deep",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_copy_is_told_and_nothing_is_lost(name, coranto, tmp_path):
    files, words = CASES[name]
    folder = make_issue(tmp_path / "proof" / "one", files)
    pdf = tmp_path / "out.pdf"
    pdf.write_bytes(b"the previous edition")
    result = coranto("press", folder, "-o", pdf)
    assert words in result.stderr, result.stderr
    assert result.returncode == (4 if name == "an unknown layout" else 3)
    assert "Traceback" not in result.stderr
    assert pdf.read_bytes() == b"the previous edition"
    assert {path.name for path in tmp_path.iterdir()} == {"out.pdf", "proof"}


def test_a_text_that_a_comment_cuts_off_is_asked_about(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD.replace("A headline", "Platz #1 im Garten")})
    result = coranto("check", folder)
    assert result.returncode == 0
    assert "10-lead.md:3:17: `#1 im Garten` begins a comment, and is not set (put the text into quotes" in result.stderr


def test_faults_of_the_options_are_told_with_those_of_the_copy(coranto, tmp_path):
    files = {"../periodical.yaml": PERIODICAL + "options: {akzent: x}\n"}
    files |= {"issue.yaml": HEAD + "options: {paper: B5}\n", "10-lead.md": LEAD + "\n<b>x</b>\n"}
    folder = make_issue(tmp_path / "p" / "i", files)
    for command in (["check", folder], ["press", folder, "-o", tmp_path / "o.pdf"]):
        result = coranto(*command)
        assert result.returncode == 3
        for words in ("raw HTML", "has no option `akzent`", "`paper` can't be `B5`", "coranto: 4 faults in the copy"):
            assert words in result.stderr


def test_an_issue_dated_otherwise_than_its_folder_and_an_article_in_a_folder_below_are_asked_about(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "2026-10-24", {"more/20-b.md": LEAD, ".drafts/30-c.md": LEAD})
    result = coranto("check", folder)
    assert result.returncode == 0
    assert "issue.yaml:1:7: the issue is dated 2026-11-24, its folder `2026-10-24` (mend" in result.stderr
    assert "`more/20-b.md` lies in a folder below the issue's and is not read (move it" in result.stderr
    assert "30-c" not in result.stderr
    for name in ("2026-11", "2026-11-24", "autumn"):
        assert coranto("check", make_issue(tmp_path / name / name)).stderr == ""


def test_braces_within_code_are_no_comment(coranto, tmp_path):
    lead = LEAD + "\n- `{% if x %}` begins a condition.\n\n`a` ``b`{% c %}`` and `{%d%}`.\n"
    text = pdftotext(accepted(coranto, make_issue(tmp_path / "p" / "i", {"10-lead.md": lead}), tmp_path))
    assert "{% if x %} begins a condition" in text
    assert "{%d%}" in text


def test_all_faults_are_told_at_once(coranto, tmp_path):
    files = {
        "issue.yaml": "date: 2026-13-01\ndepartments:\n  - title: One\n    articles: [10-lead.md, 20-gone.md]\n",
        "10-lead.md": "---\nkind: story\n---\n<i>x</i> [y](ftp://z) ![](art/no.png)\n",
    }
    result = coranto("check", make_issue(tmp_path / "p" / "i", files))
    for words in (
        "issue.yaml:1:7: `2026-13-01` is not a day",
        "10-lead.md:2:1: `headline` is missing",
        "10-lead.md:4:1: raw HTML",
        "10-lead.md:4:14: the link to `ftp://z`",
        "10-lead.md:4:23: the picture `art/no.png` has no alt text",
        "art/no.png",
    ):
        assert words in result.stderr, words
    assert result.returncode == 3


def test_a_folder_that_is_no_issue_is_told(coranto, tmp_path):
    make_issue(tmp_path / "proof" / "one")
    gone = coranto("press", tmp_path / "gone")
    assert gone.returncode == 3
    assert "does not exist" in gone.stderr
    above = coranto("press", tmp_path / "proof")
    assert "there is no issue.yaml" in above.stderr
    assert "name one of its issues: one" in above.stderr


def test_a_missing_periodical_is_told(coranto, tmp_path):
    folder = make_issue(tmp_path / "proof" / "one")
    (folder.parent / "periodical.yaml").unlink()
    result = coranto("check", folder)
    assert result.returncode == 3
    assert "there is no periodical.yaml beside the issue's folder" in result.stderr


def test_a_file_of_200_megabytes_is_refused_unread(coranto, issue):
    with (issue / "10-lead.md").open("wb") as file:
        file.truncate(200_000_000)
    result = coranto("check", issue)
    assert result.returncode == 3
    assert "`10-lead.md` has 200,000,000 bytes, the limit is 2,000,000" in result.stderr


def test_a_pipe_and_a_link_for_an_article_are_refused_at_once(coranto, issue, tmp_path):
    (issue / "10-lead.md").unlink()
    os.mkfifo(issue / "10-lead.md")
    assert "is not a regular file" in coranto("check", issue, timeout=20).stderr
    (issue / "10-lead.md").unlink()
    (tmp_path / "secret.md").write_text(LEAD)
    (issue / "10-lead.md").symlink_to(tmp_path / "secret.md")
    assert "`10-lead.md` is a symbolic link" in coranto("check", issue).stderr


def accepted(coranto, folder, tmp_path):
    pdf = tmp_path / "out.pdf"
    result = coranto("press", folder, "-o", pdf)
    assert result.returncode == 0, result.stderr
    return pdf


def test_a_bom_and_windows_line_ends_are_taken(coranto, tmp_path):
    plain = make_issue(tmp_path / "p" / "same")
    first = accepted(coranto, plain, tmp_path).read_bytes()
    for name in ("issue.yaml", "10-lead.md", "../periodical.yaml"):
        text = (plain / name).read_text()
        (plain / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert accepted(coranto, plain, tmp_path).read_bytes() == first


def test_a_word_of_10000_letters_and_an_address_of_2000_are_broken_into_lines(coranto, tmp_path):
    address = "https://example.org/" + "x" * 1980
    lead = f"{HEADLESS}\n{'m' * 10_000}\n\n<{address}>\n"
    folder = make_issue(tmp_path / "p" / "long", {"10-lead.md": lead})

    text = pdftotext(accepted(coranto, folder, tmp_path), "-raw")
    assert text.count("m") >= 10_000
    assert text.count("x") >= 1980


def test_template_code_in_the_copy_is_only_text(coranto, tmp_path):
    lead = LEAD.replace("A headline", "\"{{ 7 * 7 }} {% include 'x' %}\"") + "\n{{ issue }} {# no #}\n"

    text = pdftotext(accepted(coranto, make_issue(tmp_path / "p" / "code", {"10-lead.md": lead}), tmp_path))
    assert "{{ 7 * 7 }} {% include ‘x’ %}" in text
    assert "{{ issue }} {# no #}" in text


def test_a_comment_is_not_set(coranto, tmp_path):
    lead = LEAD + "\n<!-- for the editor only -->\n\nThe end <!-- not this --> of it.\n"

    text = pdftotext(accepted(coranto, make_issue(tmp_path / "p" / "comment", {"10-lead.md": lead}), tmp_path))
    assert "editor only" not in text
    assert "not this" not in text
    assert "of it." in text


def test_of_a_file_full_of_signs_that_are_no_text_the_first_are_told(coranto, tmp_path):
    issue = make_issue(tmp_path / "proof" / "one", {"10-lead.md": LEAD + "\x01" * 100_000})
    told = coranto("check", issue).stderr.splitlines()
    assert sum("U+0001" in line for line in told) == 100
    assert any("there are more than 100 characters that are not allowed" in line for line in told)
