"""The editorial judge: what a sub-editor would ask of the copy, at its place, and nothing of honest copy."""

import json

import pytest

from coranto.issue.house.paper import BLANK
from coranto.issue.reader import read_issue
from coranto.preflight.copyrules import COPY_RULES, judge_copy
from coranto.preflight.rules import JudgeName
from workshop import HEAD, PERIODICAL, SAMPLES, make_issue

TABLES = '\n\n{caption="Table 1. Bodies"}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'
CHART = "\n\n```chart\ntype: bar\ntitle: Figure 2. Sheets\nalt: Sheets by year\ndata: {1710: 3, 1720: 5}\n```\n"

# For each rule, what it finds: the language, a body, and what is told of it with its column on the sixth line.
FOUND = {
    "placeholders": [
        ("en", "It cost TK pounds.", {9: "`TK`"}),
        ("en", "Lorem ipsum dolor sit amet.", {1: "`Lorem ipsum`", 13: "`dolor sit amet`"}),
        ("en", "See page XX, [insert name], TODO: ask (??)", {5: "`page XX`", 14: "[insert", 29: "TODO", 39: "(??)"}),
        ("de", "Überschrift hier, siehe S. xxx", {1: "`Überschrift hier`", 25: "S. xxx"}),
        ("fr", "Un texte ici, à compléter.", {4: "`texte ici`", 15: "`à compléter`"}),
        ("zh", "此处填写标题。（待补）", {1: "此处填写", 8: "（待补）"}),
        ("ar", "العنوان هنا ثم لوريم إيبسوم", {1: "العنوان هنا", 16: "لوريم إيبسوم"}),
        ("hi", "शीर्षक यहाँ आएगा।", {1: "शीर्षक यहाँ"}),
    ],
    "repeats": [
        ("en", "It was the the best, and The\nthe rest; a a.", {8: "`the the`", 26: "`The the`"}),
        ("de", "Er hat hat die Zeitung, die die Leute lesen.", {4: "`hat hat`"}),
        ("fr", "Nous nous lavons dans dans la cour.", {18: "`dans dans`"}),
        ("it", "Pian piano, via via, della della casa.", {22: "`della della`"}),
        ("hi", "धीरे धीरे वह घर में में आया।", {17: "`में में`"}),
        ("ar", "قرأ الكتاب الكتاب في في البيت", {5: "`الكتاب الكتاب`", 19: "`في في`"}),
        ("fa", "کم کم کتاب را را خواند", {12: "`را را`"}),
        ("zh", "慢慢地看活字印刷术活字印刷术的的发展。", {5: "`活字印刷术活字印刷术`", 15: "`的的`"}),
        ("ja", "活字をを組む。", {3: "`をを`"}),
    ],
    "spaces": [
        ("en", "A word , a stop . And ( this ) too.", {7: "`,`", 16: "before `.`", 24: "bracket", 29: "bracket"}),
        ("en", "One\u00a0 two.", {4: "beside one that does not break"}),
        ("fr", "Un mot , deux mots !", {7: "before `,`"}),
        ("de", "Wirklich ? Ja !", {9: "before `?`", 14: "before `!`"}),
        ("ar", "كلمة ، أخرى ؟", {5: "before `،`", 12: "before `؟`"}),
        ("hi", "यह घर है ।", {9: "before `।`"}),
        ("zh", "活字 ，印刷。", {3: "before `，`"}),
    ],
    "pairs": [
        ("en", 'One (two. “Three. He said "four.', {5: "`(` is not", 11: "`“` is not", 27: "has no partner"}),
        ("en", "Someone) said nothing, two) more”.", {8: "`)` closes", 33: "`”` closes"}),
        ("de", "Er sagt „nein.", {9: "`„` is not closed"}),
        ("fr", "Il dit « non.", {8: "`«` is not closed"}),
        ("ar", "قال «نعم (ثم ذهب", {5: "`«`", 10: "`(`"}),
        ("zh", "他说（活字。《梦溪笔谈》", {3: "`（` is not closed"}),
        ("ja", "彼は「はいと言った。", {3: "`「` is not closed"}),
        ("hi", "उसने कहा “हाँ।", {10: "`“`"}),
    ],
    "mentions": [
        ("en", "See Figure 3." + CHART, {5: "`Figure 3` is mentioned; the article has 1 figure"}),
        ("en", "Tables 1–3 say it." + TABLES, {1: "`Tables 1–3` is mentioned; the article has 1 table"}),
        ("de", "Siehe Abb. 4." + CHART.replace("Figure", "Abb."), {7: "`Abb. 4`"}),
        ("fr", "Voir le tableau 2." + TABLES.replace("Table", "Tableau"), {9: "`tableau 2`"}),
        ("zh", "见图5。" + CHART.replace("Figure 2. ", "图2 "), {2: "`图5`"}),
        ("ar", "انظر الشكل ٥." + CHART.replace("Figure 2.", "الشكل ٢"), {6: "`الشكل ٥`"}),
        ("hi", "चित्र ७ देखें।" + CHART.replace("Figure 2.", "चित्र २"), {1: "`चित्र ७`"}),
    ],
    "weekdays": [
        ("en", "On Monday, 3 March 2026, and (Wednesday 4 March 2026).", {4: "2026-03-03 is a Tuesday"}),
        ("en", "On Mon, March 3, 2026 and 2026-03-03 (Friday); Sunday, 8 December.", {4: "Tue", 27: "Tue", 48: "Tue"}),
        ("de", "Am Montag, dem 3. März 2026, kam er.", {4: "2026-03-03 is a Dienstag"}),
        ("fr", "Le lundi 3 mars 2026.", {4: "mardi"}),
        ("es", "El lunes, 3 de marzo de 2026.", {4: "martes"}),
        ("it", "Lunedì 3 marzo 2026.", {1: "martedì"}),
        ("pt", "Na segunda-feira, 3 de março de 2026.", {4: "terça-feira"}),
        ("nl", "Op maandag 3 maart 2026.", {4: "dinsdag"}),
        ("pl", "W poniedziałek, 3 marca 2026.", {3: "wtorek"}),
        ("cs", "V pondělí 3. března 2026.", {3: "úterý"}),
        ("ar", "يوم الإثنين 3 مارس 2026", {5: "الثلاثاء"}),
        ("hi", "सोमवार, 3 मार्च 2026 को।", {1: "मंगलवार"}),
        ("zh", "2026年3月3日星期一开会，3月4日（周三）闭会。", {1: "星期二"}),
        ("ja", "2026年3月3日（月）と3月4日（水）。", {1: "火曜日"}),
    ],
}  # fmt: skip

# What is honest: nothing is told of it by any rule.
HONEST = {
    "en": [
        "All that he had had was that that man from Duran Duran had; no no, and 5 5, x x, New York New York.",
        'He waits ... and .NET, a ratio of 3 : 4, a smile :-) and ;), a) one, 12) twelve, a 5" pipe of 3” more.',
        '“A quotation of two paragraphs.\n\n“It closes here.” And "so", and “one (two [three])”.',
        "Louis XXX and TK Maxx, in the year MMXXVI: to-do lists, the text here is short. (Or so.)",
        "Figure 3 of the book and [Figure 7](https://example.org) are elsewhere; see Figure 2." + CHART,
        "On Tuesday, 3 March 2026, on Sunday 3 March 1605 or Sunday, 13 March 1605, and Sunday at 3.",
        "`the the ,` and [a link](https://example.org/TK(x)), see\n\n```text\nTODO: ( the the ,\n```",
        "> A quotation of others, the the.\n\n:::verse\nThe the , rose\n:::\n",
        "- yes\n- yes\n\n| a | a |\n|:-:|--:|\n| b | b |",
    ],
    "fr": ["Nous nous lavons ; vous vous lavez : « oui ! » Et voilà ? Bien : voir la figure 2." + CHART],
    "de": ["Frauen, die die Zeitung lesen, sagen: „Ja“ – am Dienstag, dem 3. März 2026."],
    "hi": ["धीरे धीरे, बार बार, अलग अलग। मंगलवार, 3 मार्च 2026 को “हाँ” कहा।"],
    "ar": ["رويدا رويدا قال «نعم»، ثم ذهب؛ يوم الثلاثاء 3 مارس 2026."],
    "fa": ["کم کم گفت «بله»، و رفت."],
    "zh": [
        "天天慢慢看看，研究研究目的的变化；的的确确，哈哈哈哈哈哈。",
        "2026年3月3日（星期二），发表3篇（见图2）。" + CHART.replace("Figure 2.", "图2"),
    ],
    "ja": ["ますます、そもそも「はい」（2026年3月3日・火曜日）。"],
}  # fmt: skip


def issue_of(tmp_path, body, *, language="en", front="kind: story\nheadline: A headline\n", head=HEAD):
    """Write an issue; the body begins on the sixth line of its article."""
    periodical = PERIODICAL.replace("language: en", f"language: {language}")
    lead = f"---\n{front}---\n\n{body}\n"
    return read_issue(
        make_issue(tmp_path / "p" / "i", {"../periodical.yaml": periodical, "issue.yaml": head, "10-lead.md": lead})
    )


def told(issue):
    """Return what the editorial judge finds."""
    return [finding for rule in COPY_RULES[JudgeName.EDITORIAL] for finding in rule.check(issue)]


CODES = {rule.__name__.rpartition(".")[2]: rule.CODES for rule in COPY_RULES[JudgeName.EDITORIAL]}


@pytest.mark.parametrize(
    ("rule", "language", "body", "wanted"),
    [(rule, *case) for rule, cases in FOUND.items() for case in cases],
    ids=[f"{rule}-{case[0]}-{number}" for rule, cases in FOUND.items() for number, case in enumerate(cases)],
)
def test_a_rule_finds_it_at_its_place(rule, language, body, wanted, tmp_path):
    found = [finding for finding in told(issue_of(tmp_path, body, language=language)) if finding.rule in CODES[rule]]
    here = {finding.place.column: finding.message for finding in found if finding.place.line == 6}
    assert here.keys() == wanted.keys(), here
    for column, words in wanted.items():
        assert words in here[column]
    assert all(finding.place.file.name == "10-lead.md" and finding.hint for finding in found)


@pytest.mark.parametrize(
    ("language", "body"), [(language, body) for language, bodies in HONEST.items() for body in bodies]
)
def test_of_honest_copy_nothing_is_told(language, body, tmp_path):
    assert told(issue_of(tmp_path, body, language=language)) == []


def test_every_rule_has_a_case():
    assert CODES.keys() == {*FOUND, "dates"}


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_no_sample_is_asked_about(folder):
    assert told(read_issue(folder)) == []


def test_front_matter_and_data_files_are_read_too(tmp_path):
    head = HEAD.replace("date:", "title: 'The the news'\ndate:")
    front = 'kind: story\nheadline: "TK: a headline"\nstandfirst: One ( two\n'
    found = told(issue_of(tmp_path, "Text.", front=front, head=head))
    assert {(finding.rule, finding.place.file.name, *finding.place[1:]) for finding in found} == {
        ("editorial.placeholder", "10-lead.md", 3, 12),
        ("editorial.repeat", "issue.yaml", 1, 9),
        ("editorial.space", "10-lead.md", 4, 18),
        ("editorial.pair", "10-lead.md", 4, 17),
    }


def test_a_passage_in_another_language_is_not_held_to_the_articles(tmp_path):
    body = "He said [les les mots]{lang=fr} in earnest.\n\n{lang=de}\nDie Zeitung, die die Leute lesen lesen."
    assert told(issue_of(tmp_path, body)) == []


def test_a_number_that_only_a_caption_has_is_asked_about_at_the_caption(tmp_path):
    found = told(issue_of(tmp_path, f"Nothing.{CHART}{TABLES}"))
    assert [(finding.rule, finding.message, finding.place.line) for finding in found] == [
        ("editorial.unmentioned", "figure 2 is mentioned nowhere in its article", 8),
        ("editorial.unmentioned", "table 1 is mentioned nowhere in its article", 18),
    ]


DATED = """\
kind: {kind}
{name}:
  - {{{thing}, date: {date}}}
"""
THINGS = {
    "calendar": ("events", "title: An event"),
    "digest": ("items", "headline: News, text: Text"),
    "letters": ("letters", "text: Text, name: A reader"),
}


@pytest.mark.parametrize(
    ("kind", "date", "what"),
    [
        ("calendar", "2025-12-03", "an event is over"),
        ("calendar", "2030-12-03", "an event is 4 years away"),
        ("digest", "2027-11-20", "dated behind it"),
        ("digest", "2025-11-20", "more than a year before"),
        ("letters", "2026-11-25", "dated behind it"),
        ("calendar", "2026-11-24", ""),
        ("calendar", "1702-03-11", ""),
        ("digest", "2026-11-20", ""),
        ("digest", "1609-01-15", ""),
        ("letters", "2026-11-01", ""),
    ],
)
def test_a_date_outside_the_issues_time_is_asked_about_and_history_is_not(kind, date, what, tmp_path):
    name, thing = THINGS[kind]
    found = told(issue_of(tmp_path, "", front=DATED.format(kind=kind, name=name, thing=thing, date=date)))
    assert [finding.rule for finding in found] == (["editorial.date"] if what else [])
    for finding in found:
        assert what in finding.message
        assert finding.place[1:] == (4, len(f"  - {{{thing}, date: ") + 1)


def test_an_event_that_still_goes_on_is_none_that_is_over(tmp_path):
    front = "kind: calendar\nevents:\n  - {title: A show, date: 2026-10-01, until: 2026-12-01}\n"
    assert told(issue_of(tmp_path, "", front=front)) == []


def test_check_and_press_say_it_and_it_holds_nothing(coranto, tmp_path):
    folder = issue_of(tmp_path, "It was the the best.").folder
    for command in (("check", folder), ("press", folder, "-o", tmp_path / "o.pdf")):
        result = coranto(*command, "--json")
        assert result.returncode == 0, result.stdout
        (finding,) = json.loads(result.stdout)["findings"]
        assert (finding["rule"], finding["level"]) == ("editorial.repeat", "query")
        assert (finding["line"], finding["column"]) == (6, 8)


def test_a_passage_is_a_paragraph_a_heading_an_item_a_row_or_a_value(tmp_path):
    body = "# One\nTwo\nthree\n\n- four\n  five\n- six\n\n| a | b |\n|---|---|\n| `c` | d |\n\nTerm\n: Said"
    issue = issue_of(tmp_path, body)
    paper = issue.papers[-1]
    row = f"| {BLANK * 3} | d |"
    assert [passage.text.strip() for passage in paper.passages if passage.path is None] == [
        "# One", "Two\nthree", "- four\n  five", "- six", "| a | b |", "|---|---|", row, "Term", ": Said",
    ]  # fmt: skip
    for passage in paper.passages:
        typed = paper.text[passage.start :][: len(passage.text)]
        assert all(sign in (BLANK, other) for sign, other in zip(passage.text, typed, strict=True))


def test_nothing_takes_the_square_of_a_texts_length(tmp_path):
    for number, sign in enumerate(
        ("( ", "“ ", "a a ", "TK ", " . ", "Figure 1, ", "Figure " + "1" * 6000 + " ", "Monday ", "1 May ", "* ")
    ):
        judge_copy(issue_of(tmp_path / str(number), (sign * (20_000 // len(sign)) + "\n") * 3 + CHART))
