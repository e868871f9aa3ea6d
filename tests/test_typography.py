"""Typography: what is typed plainly is set with the marks of its language; what is typographic stays."""

import html
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coranto.issue.markup import set_body
from coranto.issue.typography import set_plain
from workshop import HEAD, make_issue, pdftotext

PLAIN = {
    ("en", '"Don\'t," he said, "say \'never\'."'): "“Don’t,” he said, “say ‘never’.”",
    ("de", "\"Ja, 'wirklich'\""): "„Ja, ‚wirklich‘“",
    ("de-CH", '"Ja"'): "«Ja»",
    ("fr", '"Oui" : non! Quoi ?!'): "«\u202fOui\u202f»\u00a0: non\u202f! Quoi\u202f?!",
    ("fr", "« bien » et «mal»"): "«\u202fbien\u202f» et «\u202fmal\u202f»",
    ("fr", "à 12:30, https://a.b/c?d"): "à 12:30, https://a.b/c?d",
    ("fr", "Quoi? Oui."): "Quoi\u202f? Oui.",
    ("es", '"hola"'): "«hola»",
    ("it", "l'uomo"): "l’uomo",
    ("nl", "'s avonds"): "’s avonds",
    ("pl", '"tak"'): "„tak”",
    ("cs", '"ano"'): "„ano“",
    ("pt-PT", '"sim"'): "«sim»",
    ("zh", "他说\"你好'世界'\"---是的..."): "他说“你好‘世界’”——是的……",
    ("ja", '彼は"本"と'): "彼は「本」と",
    ("ar", 'قال "نعم"'): "قال «نعم»",
    ("fa", 'گفت "آری"'): "گفت «آری»",
    ("hi", '"हाँ"'): "“हाँ”",
    ("en", "1914--18, so --- yes..."): "1914–18, so — yes…",
    ("en", "the option --layout, a----b, ...."): "the option --layout, a----b, ....",
    ("en", "No. 5, 40 mm, T. B. Reed"): "No.\u00a05, 40\u00a0mm, T.\u00a0B.\u00a0Reed",
    (
        "en",
        "an e-mail of I-Soon, T-shirts, CC-BY-4.0",
    ): "an e\u2011mail of I\u2011Soon, T\u2011shirts, CC\u2011BY\u20114.0",
    ("hi", "पंच-काटनेवाले"): "पंच-काटनेवाले",
    ("en", "well-known, twenty-five, -x, a--b"): "well-known, twenty-five, -x, a–b",
    ("en", "already “so” – it’s…"): "already “so” – it’s…",
    ("en", "write to a--b@example.org"): "write to a--b@example.org",
    ("en", 'a 5" screen'): 'a 5" screen',
}


@pytest.mark.parametrize(("language", "typed"), PLAIN, ids=lambda value: value)
def test_a_plain_text_is_set_as(language, typed):
    assert set_plain(typed, language) == PLAIN[language, typed]


@pytest.mark.parametrize("language", ["en", "de", "fr", "ja", "ar"])
def test_what_is_set_once_stays_so(language):
    for _, typed in PLAIN:
        once = set_plain(typed, language)
        assert set_plain(once, language) == once


def body(text, language="en"):
    setting = set_body(text, path=Path("10-lead.md"), line=1, slug="lead", articles={}, language=language)
    assert setting.faults == []
    return setting.body.html


def test_quotes_reach_over_emphasis_and_links():
    assert "“<em>so</em>” <strong>“yes”</strong>" in body('"*so*" **"yes"**')


def test_a_french_mark_behind_emphasis_has_one_space():
    assert body("*Quoi*? « *Oui* »", "fr") == ('<p id="lead.l1"><em>Quoi</em>\u202f? «\u202f<em>Oui</em>\u202f»</p>')


def test_code_and_escaped_signs_stay():
    html = body('`"a" -- b` and \\"c\\"\n\n```\n"d" -- \'e\'\n```')
    assert "&quot;a&quot; -- b" in html
    assert "&quot;c&quot;" in html
    assert "&quot;d&quot; -- 'e'" in html


def test_a_passage_takes_the_marks_of_its_own_language():
    html = body('"Er sagte [\'Yes, "please"\']{lang=en}"', "de")
    assert '„Er sagte <span lang="en">‘Yes, “please”’</span>“' in html


def test_a_block_takes_the_marks_of_its_own_language():
    assert "«\u202fOui\u202f»" in body('{lang=fr}\n"Oui"')


def signs(said):
    """Return the signs of HTML as they are typed, blanks and the sorts of quotation marks aside."""
    text = html.unescape(re.sub(r"<[^>]*>", "", said))
    for mark, typed in (("——", "---"), ("—", "---"), ("–", "--"), ("……", "..."), ("…", "..."), ("\u2011", "-")):
        text = text.replace(mark, typed)
    return re.sub(r"\s", "", re.sub("[\"'“”‘’„‚«»‹›「」『』]", "'", text))


PIECES = [
    "a", "5", " kg", " ", " ", "-", "--", "---", ".", "..", "...", "'", '"', ";", ":", "«", "»", "*a*", "*-*", "**.**",
    "*'*", "**--**", "\\-", "\\.", "[.](https://a.b)", "`-`", "é", "No.", "T.",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["en", "fr", "zh", "de"]))
def test_no_sign_is_lost_and_none_is_added_wherever_emphasis_parts_them(pieces, language):
    text = "x " + "".join(pieces)
    assert signs(body(text, language)) == signs(MarkdownIt("commonmark").render(text))


def test_captions_and_titles_of_boxes_are_set_too():
    html = body('{caption="A \'caption\'"}\n| a |\n| - |\n| "b" |\n\n::: box Don\'t\nText.\n:::\n')
    assert "A ‘caption’" in html
    assert "<td>“b”</td>" in html
    assert "Don’t" in html


@pytest.mark.parametrize("text", ["a" * 400_000, "\"a 'b " * 60_000, "*a* " * 5_000, "a--" * 20_000, "«" * 200_000])
@pytest.mark.parametrize("language", ["en", "fr", "zh"])
def test_copy_that_is_no_prose_takes_no_time(text, language):
    started = time.process_time()
    set_plain(text, language)
    set_body(text, path=Path("10-lead.md"), line=1, slug="lead", articles={}, language=language)
    assert time.process_time() - started < 10


def test_front_matter_and_issue_are_set_by_the_same_rule_and_no_word_is_lost(coranto, tmp_path):
    lead = '---\nkind: story\nheadline: It\'s "here" -- now\nlanguage: de\n---\n\n"Ja", z. B. 5 mm...\n'
    folder = make_issue(
        tmp_path / "p" / "i", {"10-lead.md": lead, "issue.yaml": HEAD.replace("Front page", "What's on")}
    )
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    text = pdftotext(tmp_path / "o.pdf")
    assert "It’s „here“ – now" in text
    assert "„Ja“, z. B. 5 mm…" in text
    assert "WHAT’S ON" in text
