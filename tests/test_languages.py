"""Languages: furniture words, dates and hyphenation, each in its own."""

import pytest

from coranto.layout.model import Words
from coranto.layout.sheets import read_model
from coranto.layout.stack import resolve_layout
from workshop import HEAD, LEAD, make_issue, pdftotext

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
}


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
    text = "".join(pdftotext(tmp_path / "o.pdf").casefold().split())
    words, _, _ = read_model(BASE.words[language.partition("-")[0]][0], Words)
    for wanted in (words.contents, words.imprint, DATES[language]):
        assert "".join(wanted.casefold().split()) in text, wanted
