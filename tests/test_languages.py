"""Languages and scripts: words, dates, digits, direction, glyphs, line breaking, each in its own."""

import re
import subprocess
import sys

import pikepdf
import pypdfium2
import pyphen
import pytest

from coranto.compose import compose
from coranto.issue.reader import read_issue
from coranto.issue.scripts import scripts_of
from coranto.language import direction
from coranto.layout.model import Words
from coranto.layout.sheets import read_model
from coranto.layout.stack import resolve_layout
from workshop import HEAD, LEAD, SAMPLES, make_issue, pdftotext, run

BASE = resolve_layout("newsletter")
DATES = {
    "en": "November 24, 2026",
    "en-GB": "24 November 2026",
    "de": "24. November 2026",
    "de-CH": "24. November 2026",
    "fr": "24 novembre 2026",
    "es": "24 de noviembre de 2026",
    "it": "24 novembre 2026",
    "nl": "24 november 2026",
    "pt": "24 de novembro de 2026",
    "pl": "24 listopada 2026",
    "cs": "24. listopadu 2026",
    "zh": "2026年11月24日",
    "ja": "2026年11月24日",
    "ar": "24 نوفمبر 2026",
    "ar-EG": "٢٤ نوفمبر ٢٠٢٦",
    "fa": "۳ آذر ۱۴۰۵ ۲۴ نوامبر ۲۰۲۶",
    "hi": "24 नवंबर 2026",
}


def bare(text):
    """Return a text without spaces, case, marks of direction and non-joiners."""
    return re.sub("[\\s\u200c\u200e\u200f\u202a-\u202e]", "", text.casefold())


@pytest.mark.parametrize("language", sorted(BASE.words))
def test_a_catalogue_has_every_word(language):
    said, _, faults = read_model(BASE.words[language][0], Words)
    assert faults == []
    assert all(getattr(said, key) for key in Words.model_fields)


@pytest.mark.parametrize("language", DATES)
def test_an_issue_is_furnished_and_dated_in_its_language(language, coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": HEAD + f"language: {language}\n", "10-lead.md": LEAD})
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    text = bare(pdftotext(tmp_path / "o.pdf"))
    words, _, _ = read_model(BASE.words[language.partition("-")[0]][0], Words)
    leftwards = direction(language) == "rtl"  # poppler may take the parts of a short line in either order
    for wanted in (words.contents, words.imprint, *(DATES[language].split() if leftwards else [DATES[language]])):
        assert bare(wanted) in text, wanted


# --- from right to left -------------------------------------------------------

ARABIC = """\
---
kind: story
headline: مطبعة بولاق
---

تأسست مطبعة بولاق في القاهرة سنة ١٨٢٠ بأمر من محمد علي باشا، وكان أول مدير لها نقولا مسابكي الذي تعلّم الطباعة في ميلانو.

ثم طبعت [Dizionario italiano e arabo]{lang=it} في مجلد واحد، وكانت تطبع بعد ذلك كتب الجيش والمدارس سنين كثيرة.
"""
LATIN = """\
---
kind: story
headline: A headline
---

A first paragraph of some length, so that its lines are full and its edges can be measured on the page, left and right.

A second one that is as long as the first, so that its lines are full and its indent can be measured on the page too.
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Give one issue from left to right and one from right to left, pressed."""
    root, made = tmp_path_factory.mktemp("pair"), {}
    for language, lead in (("en", LATIN), ("fa", ARABIC)):
        folder = make_issue(root / language / "i", {"issue.yaml": HEAD + f"language: {language}\n", "10-lead.md": lead})
        result = run("press", folder, "-o", root / f"{language}.pdf")
        assert result.returncode == 0, result.stderr
        made[language] = root / f"{language}.pdf"
    return made


def edges(pdf, number):
    """Return the outermost left and right of the ink of the characters of a page, and its width, in pt."""
    page = pypdfium2.PdfDocument(pdf)[number - 1]
    text = page.get_textpage()
    boxes = [text.get_rect(index) for index in range(text.count_rects())]
    return min(box[0] for box in boxes), max(box[2] for box in boxes), page.get_width()


def test_the_direction_stands_in_the_catalogue(pair):
    with pikepdf.open(pair["fa"]) as pdf:
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"
        assert str(pdf.Root.Lang) == "fa"
    with pikepdf.open(pair["en"]) as pdf:
        assert "/Direction" not in pdf.Root.ViewerPreferences


def test_margins_are_mirrored(pair):
    left, right, width = edges(pair["en"], 2)
    mirrored_left, mirrored_right, _ = edges(pair["fa"], 2)
    assert mirrored_left == pytest.approx(width - right, abs=3)
    assert mirrored_right == pytest.approx(width - left, abs=3)


def words_at(pdf, number):
    """Return the words of a page with left, top and right, in pt, as poppler sees them."""
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]+)<',
        pdftotext(pdf, "-bbox", "-f", str(number), "-l", str(number)),
    )
    return [(bare(word), float(left), float(top), float(right)) for left, top, right, word in found]


def test_running_heads_and_folios_change_sides(pair):
    folio = next(word for word in words_at(pair["fa"], 2) if word[0].startswith(("۲", "2")) and word[2] > 700)
    assert folio[3] < 150
    folio = next(word for word in words_at(pair["en"], 2) if word[0] == "2" and word[2] > 700)
    assert folio[1] > 400


def test_a_latin_title_and_a_date_keep_their_order_in_the_running_head(pair):
    at = {word[0]: word[1] for word in words_at(pair["fa"], 2) if word[2] < 60}
    assert at["the"] < at["proof"]
    day, year = (next(x for word, x in at.items() if number in word) for number in ("۲۴", "۲۰۲۶"))
    assert at["the"] > day > at["نوامبر"[::-1]] > year


def test_a_paragraph_is_indented_at_its_right(pair):
    words = words_at(pair["fa"], 2)
    # poppler gives these words as they stand, from left to right
    first = next(word for word in words if word[0] == "تأسست"[::-1])
    second = next(word for word in words if word[0] == "ثم"[::-1])
    assert 10 < first[3] - second[3] < 18


def test_a_latin_passage_reads_from_left_to_right_within_arabic(pair):
    latin = [word for word in words_at(pair["fa"], 2) if word[0] in ("dizionario", "italiano", "e", "arabo")]
    assert [word[0] for word in sorted(latin, key=lambda word: (round(word[2]), word[1]))] == [
        "dizionario",
        "italiano",
        "e",
        "arabo",
    ]


def test_persian_digits_stand_in_contents_folio_and_date(pair):
    text = bare(pdftotext(pair["fa"]))
    assert "۲/۲" in text
    assert "۱۴۰۵" in text or "۲۰۲۶" in text
    assert not re.search("[0-9]", text)


def test_arabic_is_in_the_text_in_its_order_and_its_letters_are_joined(pair):
    text = pdftotext(pair["fa"], "-f", "2")
    assert "مطبعةبولاق" in bare(text)
    assert "تأسستمطبعةبولاقفيالقاهرة" in bare(text)


def test_the_letters_behind_the_glyphs_move_none_of_them(tmp_path):
    """The same pages with and without ActualText, pixel by pixel."""
    folder = next(folder for folder in SAMPLES if folder.parent.name == "al-masbak")
    without = "import coranto.press.actualtext as it; it.tell_letters = lambda: None; "
    pictures = []
    for name, prefix in (("with", ""), ("without", without)):
        program = (
            f"{prefix}from pathlib import Path; from coranto import press_issue; "
            f"Path(r'{tmp_path / name}').write_bytes(press_issue(Path(r'{folder}')).proof.pdf)"
        )
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
        document = pypdfium2.PdfDocument(tmp_path / name)
        pictures.append([page.render(scale=1).to_pil().tobytes() for page in document])
    assert (tmp_path / "with").read_bytes() != (tmp_path / "without").read_bytes()
    assert pictures[0] == pictures[1]


def test_a_non_joiner_stays_in_the_text(coranto, tmp_path):
    lead = LEAD.replace("A paragraph.", "کتاب‌ها را می‌خوانم.")
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": HEAD + "language: fa\n", "10-lead.md": lead})
    assert coranto("press", folder, "-o", tmp_path / "o.pdf").returncode == 0
    assert "می\u200cخوانم" in re.sub("[\u202a-\u202e]", "", pdftotext(tmp_path / "o.pdf"))


def test_a_rule_in_the_middle_stands_in_the_middle(tmp_path):
    """The engine moves a box with margins `auto` too far."""
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": HEAD + "language: fa\nlayout: journal\n"})
    assert run("press", folder, "-o", tmp_path / "o.pdf").returncode == 0
    page = pypdfium2.PdfDocument(tmp_path / "o.pdf")[0]
    lines = [item.get_bounds() for item in page.get_objects() if item.type == 2]  # FPDF_PAGEOBJ_PATH
    assert lines
    assert all(sum(line[::2]) / 2 == pytest.approx(page.get_width() / 2, abs=1) for line in lines)


def test_unbalanced_marks_of_direction_are_told_at_their_place(coranto, tmp_path):
    lead = LEAD.replace("A paragraph.", "ab\u202bcd")
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead})
    stderr = coranto("check", folder).stderr
    assert "10-lead.md:6:3: U+202B RIGHT-TO-LEFT EMBEDDING has no partner in its paragraph" in stderr


def test_the_first_letter_of_arabic_and_devanagari_is_not_torn_off(tmp_path):
    for language, words in (("ar", "مطبعة بولاق"), ("hi", "किताब")):
        folder = make_issue(
            tmp_path / language / "i",
            {"issue.yaml": HEAD + f"language: {language}\n", "10-lead.md": LEAD.replace("A paragraph", words)},
        )
        galley = compose(read_issue(folder), resolve_layout("magazine"))
        assert 'class="initial"' not in galley.html


# --- the right glyphs ---------------------------------------------------------


def families(coranto, tmp_path, language, words):
    lead = LEAD.replace("A paragraph.", words)
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": HEAD + f"language: {language}\n", "10-lead.md": lead})
    assert coranto("press", folder, "-o", tmp_path / "o.pdf").returncode == 0
    with pikepdf.open(tmp_path / "o.pdf") as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
        return {str(font.BaseFont).partition("+")[2].rstrip(",") for font in fonts}


def test_a_japanese_issue_has_japanese_han_characters(coranto, tmp_path):
    found = families(coranto, tmp_path, "ja", "骨と直角")
    assert "Noto-Serif-JP" in found
    assert "Noto-Serif-SC" not in found


def test_a_chinese_issue_has_chinese_ones_and_latin_stays_latin(coranto, tmp_path):
    found = families(coranto, tmp_path, "zh", "骨和直角与[*Gazette*]{lang=en}")
    assert {"Noto-Serif-SC", "Source-Serif-4-Italic"} <= found
    assert not any("JP" in name for name in found)


def test_a_passage_has_the_glyphs_of_its_language(coranto, tmp_path):
    found = families(coranto, tmp_path, "zh", "骨与[骨直]{lang=ja}")
    assert {"Noto-Serif-SC", "Noto-Serif-JP"} <= found


def test_arabic_and_hindi_in_an_english_issue_have_their_faces(coranto, tmp_path):
    found = families(coranto, tmp_path, "en", "مطبعة and टाइप")
    assert {"Noto-Naskh-Arabic", "Noto-Serif-Devanagari"} <= found


def test_an_issue_gets_only_the_families_that_its_scripts_need(tmp_path):
    issue = read_issue(make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD.replace("A paragraph", "टाइप")}))
    assert scripts_of(issue) == {"Deva"}
    names = {family.name for family in resolve_layout("newsletter", scripts=scripts_of(issue)).families}
    assert "noto-serif-devanagari" in names
    assert not names & {"noto-naskh-arabic", "noto-serif-jp"}


def test_devanagari_is_in_the_text_as_it_is_written(coranto, tmp_path):
    families(coranto, tmp_path, "hi", "हिंदी के विद्वान ने संस्कृत में लिखा।")
    assert "हिंदी के विद्वान ने संस्कृत में लिखा।" in pdftotext(tmp_path / "o.pdf")


# --- Chinese and Japanese -----------------------------------------------------

HAN = (
    "若止印三二本，未为简易；若印数十百千本，则极为神速。常作二铁板，一板印刷，一板已自布字。此印者才毕，则第二板已具，更互用之，瞬息可就。"
    * 3
)


def test_lines_of_han_are_flush_on_both_sides_and_begin_with_no_stop(coranto, tmp_path):
    families(coranto, tmp_path, "zh", HAN)
    lines = re.findall(
        r'<line xMin="([\d.]+)"[^>]*xMax="([\d.]+)"[^>]*>\s*<word[^>]*>([^<]+)<',
        pdftotext(tmp_path / "o.pdf", "-bbox-layout", "-f", "2"),
    )
    body = [(float(left), float(right), words) for left, right, words in lines if len(words) > 25]
    assert len(body) >= 4
    assert {round(left) for left, _, _ in body[1:]} == {round(body[1][0])}
    assert body[0][0] - body[1][0] == pytest.approx(19.5, abs=1)  # two ems
    assert max(right for _, right, _ in body[:-1]) - min(right for _, right, _ in body[:-1]) < 6  # a stop's white
    assert not any(words.startswith(("，", "。", "；")) for _, _, words in body)


def test_a_thin_space_parts_han_from_latin(coranto, tmp_path):
    families(coranto, tmp_path, "zh", "第3期的GB字符")
    assert "第 3 期的 GB 字符" in pdftotext(tmp_path / "o.pdf")


def test_a_thin_space_parts_the_scripts_in_a_chinese_article_of_an_english_issue_only(coranto, tmp_path):
    copy = "---\nkind: story\nheadline: 第3期\nlanguage: zh\n---\n第3期的GB字符。\n"
    head = HEAD.replace("10-lead.md", "10-lead.md, 20-zh.md")
    files = {"issue.yaml": head, "20-zh.md": copy, "10-lead.md": f"{LEAD}\nThe sign 第3期 in English.\n"}
    result = coranto("press", make_issue(tmp_path / "p" / "i", files), "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    text = pdftotext(tmp_path / "o.pdf")
    assert "第 3 期的 GB 字符" in text
    assert "The sign 第3期 in English" in text


# --- hyphenation --------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "en-GB", "de", "fr", "es", "it", "nl", "pt", "pl", "cs"])
def test_a_language_that_is_hyphenated_has_its_dictionary(language):
    assert pyphen.language_fallback(language.replace("-", "_"))


def test_a_passage_is_hyphenated_by_its_own_language(coranto, tmp_path):
    words = " ".join(["Donaudampfschifffahrtsgesellschaft"] * 12)
    families(coranto, tmp_path, "en", f"So [{words}]{{lang=de}}")
    broken = {word[0].rstrip("\u00ad") for word in words_at(tmp_path / "o.pdf", 2) if word[0].endswith("\u00ad")}
    word = "donaudampfschifffahrtsgesellschaft"
    allowed = {word[:at] for at in pyphen.Pyphen(lang="de").positions(word)}
    assert broken
    assert broken <= allowed
