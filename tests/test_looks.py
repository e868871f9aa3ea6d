"""Looks: how titles break, where articles open, what lies over what, how full pages are; measured in the PDF."""

import re
import subprocess

import pytest

from workshop import HEAD, LAYOUTS, make_issue

TITLES = {
    "en": (
        "A printer who set the weekly news in two columns without paper",
        "The oldest English newspaper that survives is a single leaf, printed on both sides in two columns, and it "
        "opens with an apology for the post.",
    ),
    "de": (
        "Der Drucker, der die Nachrichten der Woche ohne Papier setzte",
        "Die älteste gedruckte Zeitung der Welt erschien jede Woche, und ihr Herausgeber schrieb sie bis dahin mit der "
        "Hand ab.",
    ),
    "ar": (
        "الطابع الذي صفّ أخبار الأسبوع في عمودين من غير ورق",
        "أقدم صحيفة وصلت إلينا ورقة واحدة مطبوعة على وجهين في عمودين، وتبدأ باعتذار عن تأخر البريد في الشتاء.",
    ),
    "zh": (
        "没有纸张却把一周的新闻排成两栏的那位印刷匠和他的学徒们",
        "现存最古老的英文报纸只有一张纸，两面印刷，分成两栏，开头是为邮件迟到而写的一段道歉的话，大约有一百多个字，写得十分诚恳。",
    ),
}
PULL = "He set the news of the week in two columns, and nobody in the yard had ever seen such a thing before"


def bare(text):
    return re.sub(r"[^\w]|_", "", text)


def lines_of(pdf):
    """Yield page, left, bottom, right and words of each line of a PDF, as poppler finds them (pt)."""
    html = subprocess.run(["pdftotext", "-bbox-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    for number, page in enumerate(html.split("<page ")[1:], 1):
        for line in re.findall(r"<line .*?</line>", page, re.DOTALL):
            left, bottom, right = (
                float(re.search(rf'{side}="([\d.]+)"', line)[1]) for side in ("xMin", "yMax", "xMax")
            )
            yield number, left, bottom, right, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line)).strip()


def set_lines(lines, title):
    """Return those lines, one after the other, that a title stands in last: their widths and words."""
    wanted = sorted(bare(title))
    for start in reversed(range(len(lines))):
        for end in range(start + 1, min(start + 7, len(lines) + 1)):
            if sorted(bare("".join(words for *_, words in lines[start:end]))) == wanted:
                rows = {}  # poppler parts a line of Arabic in two now and then
                for _, left, bottom, right, words in lines[start:end]:
                    row = next((row for row in rows if abs(row - bottom) < 8), bottom)
                    known = rows.get(row, (left, right, ""))
                    rows[row] = min(left, known[0]), max(right, known[1]), f"{known[2]} {words}".strip()
                return [(right - left, words) for left, right, words in rows.values()]
    return []


@pytest.fixture(scope="module", params=LAYOUTS)
def titled(request, coranto_once, tmp_path_factory):
    """Give the lines of an issue with titles of two lines and more, in four languages, in a layout."""
    folder = tmp_path_factory.mktemp("titled") / "p" / "i"
    files = {}
    for language, (headline, standfirst) in TITLES.items():
        head = f'---\nkind: story\nlanguage: {language}\nheadline: "{headline}"\nstandfirst: "{standfirst}"\n---\n'
        pull = f"\n\n::: pull\n{PULL}\n:::\n" if language == "en" else ""
        files[f"{language}.md"] = head + "\n\n".join([f"{standfirst} {standfirst}"] * 3) + pull
    head = HEAD.replace("10-lead.md", ", ".join(files))
    issue = make_issue(folder, {**files, "issue.yaml": head})
    (issue / "10-lead.md").unlink()
    pdf = folder / "o.pdf"
    result = coranto_once("press", issue, "--layout", request.param, "-o", pdf)
    assert result.returncode == 0, result.stderr
    return list(lines_of(pdf))


@pytest.mark.parametrize("language", TITLES)
def test_the_lines_of_a_title_are_of_like_length(titled, language):
    """None is shorter than three fifths of the longest, and no word stands alone on the last."""
    for title in (*TITLES[language], *([PULL] if language == "en" else [])):
        lines = set_lines(titled, title)
        assert lines, title
        widths = [width for width, _ in lines]
        assert min(widths) > 0.6 * max(widths), lines
        assert len(lines) == 1 or " " in lines[-1][1] or language == "zh", lines


SENTENCE = "The compositor takes the letters from their boxes and sets them in the stick until the line is full. "
OPENINGS = ("Two words.", "A line that opens it.\n\n## A heading", SENTENCE * 2)


@pytest.fixture(scope="module", params=LAYOUTS)
def opened(request, coranto_once, tmp_path_factory):
    """Give the lines of an issue whose articles open at all heights of the page, in a layout."""
    files = {}
    for number in range(30):
        rest = [SENTENCE * (3 + number * at % 4) for at in range(1, 3 + number % 5)]
        head = f"---\nkind: story\nheadline: Article {number}\nstandfirst: A line below it.\n---\n"
        files[f"a{number:02}.md"] = head + "\n\n".join([OPENINGS[number % 3], *rest, f"End {number}."])
    head = HEAD.replace("10-lead.md", ", ".join(files)) + f"layout: {request.param}\n"
    run_on = "options: {openings: run-on}\n" if request.param == "journal" else ""
    issue = make_issue(tmp_path_factory.mktemp("opened") / "p" / "i", {**files, "issue.yaml": head + run_on})
    (issue / "10-lead.md").unlink()
    result = coranto_once("press", issue, "-o", issue / "o.pdf")
    assert (result.returncode, result.stderr) == (0, "")
    return list(lines_of(issue / "o.pdf"))


def test_no_article_begins_with_a_line_or_two_at_the_foot_of_a_page(opened):
    """Below its headline and standfirst stand three lines of its text, or all of it."""
    going_on = 0
    for number in range(30):
        page, _, top = max(line[:3] for line in opened if line[4] == f"Article {number}")
        end = next(line for line in opened if re.match(rf"End {number}\.", line[4]))
        if end[0] == page:
            continue
        going_on += 1
        middle = min(line[1] for line in opened if line[0] == page) + 240
        text = [line for line in opened if line[0] == page and line[2] > top and line[1] < middle]
        assert len([line for line in text if line[4] != "A line below it." and line[2] < 800]) >= 3, number
    assert going_on > 3


def test_a_magazine_without_a_picture_says_on_its_cover_what_is_inside_and_ends_with_its_masthead(coranto, tmp_path):
    """The masthead finds room below the last department, and needs no page of its own."""
    head = f"{HEAD}layout: magazine\nmasthead:\n  - role: Editor\n    people: [{{name: Nathaniel Butter}}]\n"
    issue = make_issue(tmp_path / "p" / "i", {"issue.yaml": head})
    result = coranto("press", issue, "-o", tmp_path / "o.pdf")
    assert (result.returncode, result.stderr) == (0, "")
    pages = [[words for page, *_, words in lines_of(tmp_path / "o.pdf") if page == number] for number in (1, 2, 3)]
    assert "A headline" in " ".join(pages[0])
    assert {"3"} <= set(" ".join(pages[0]).split())
    assert "A paragraph." in " ".join(pages[2])
    assert "Nathaniel Butter" in " ".join(pages[2])
