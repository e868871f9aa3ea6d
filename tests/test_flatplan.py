"""The flatplan says what stands on which page, and where: read off the pages, true to the PDF."""

import io

import pypdfium2
import pytest

from coranto.children.guard import guarded
from coranto.children.limits import Limits
from coranto.issue.reader import read_issue
from coranto.pressrun.line import press_issue
from workshop import FORME


@pytest.fixture(scope="module")
def sample():
    return read_issue(FORME), guarded(lambda _: press_issue(FORME), limits=Limits()).proof


def test_every_article_and_every_block_has_its_spot(sample):
    issue, proof = sample
    for article in issue.articles.values():
        assert proof.flatplan.page_of(article.slug)
        for block in article.body.blocks:
            assert proof.flatplan.page_of(block.id), block.id
            assert issue.places[block.id] == block.place


def test_every_spot_lies_on_its_page(sample):
    _, proof = sample
    for spots in proof.flatplan.spots.values():
        for spot in spots:
            page = proof.flatplan.pages[spot.page - 1]
            assert 0 <= spot.x <= spot.x + spot.width <= page.width + 1
            assert 0 <= spot.y <= page.height


def test_the_words_of_a_headline_stand_in_its_box_in_the_pdf(sample):
    issue, proof = sample
    pdf = pypdfium2.PdfDocument(io.BytesIO(proof.pdf))
    for article in issue.articles.values():
        if not article.front.headline:
            continue
        spot = proof.flatplan.spots[f"{article.slug}.headline"][0]
        page = pdf[spot.page - 1]
        top = page.get_height() - spot.y
        text = page.get_textpage().get_text_bounded(spot.x - 2, top - spot.height - 2, spot.x + spot.width + 2, top + 2)
        assert "".join(text.split()) == "".join(article.front.headline.split())


def test_a_block_that_runs_over_two_pages_has_two_spots(sample):
    _, proof = sample
    over = [spots for name, spots in proof.flatplan.spots.items() if ".l" in name and len(spots) > 1]
    assert over
    assert all(first.page + 1 == second.page for first, second, *_ in over)
