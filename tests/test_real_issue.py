"""The real issue, a seven-page policy newsletter, as its publisher could send it out."""

import re
import subprocess

import pytest

from coranto.issue.reader import read_issue
from coranto.shelf import fonts_folder
from workshop import REAL

_IGNORED = re.compile("[\\s\u00ad\u200b\u2010\u2011-]+")
_TEXT_AREA = ("-x", "0", "-y", "77", "-W", "596", "-H", "692")  # pt: the page without its furniture


def letters(text):
    """Return a text as it can be compared over line ends: no spaces, no hyphens, no case."""
    return _IGNORED.sub("", text.casefold())


@pytest.fixture(scope="module")
def copy():
    if not REAL.is_dir():
        pytest.skip("the real issue is not on this machine")
    return read_issue(REAL)


def test_it_has_six_to_eight_pages_of_a4(real):
    with real.open() as pdf:
        assert 6 <= len(pdf.pages) <= 8
        for page in pdf.pages:
            assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]


def test_the_contents_lists_ten_entries_with_true_page_numbers(real, copy):
    lines = [line.split() for line in real.text("-layout", "-f", "1", "-l", "1").splitlines()]
    numbers = [int(line[-1]) for line in lines if line and line[-1].isdigit() and len(line[-1]) == 1]
    assert len(numbers) == 10
    titles = []
    for department in copy.head.departments:
        titles.append(department.title)
        if department.list_articles:
            titles += [copy.articles[name].front.headline for name in department.articles]
    assert len(titles) == 10
    pages = [letters(page) for page in real.text().split("\f")]
    for title, number in zip(titles, numbers, strict=True):
        begins = next(index for index, page in enumerate(pages[1:], 2) if letters(title) in page)
        assert begins == number, title


def test_every_word_of_the_copy_stands_in_the_text_in_reading_order(real, copy):
    text = letters(real.text("-raw", *_TEXT_AREA))
    at = text.index(letters("Top story"), text.index(letters(copy.head.departments[-1].title)))
    words = []
    for department in copy.head.departments:
        words.append(department.title)
        for name in department.articles:
            front = copy.articles[name].front
            words += [front.headline, front.standfirst]
            words += [re.sub(r"<[^>]+>", "", block.html) for block in copy.articles[name].body.blocks]
            for item in getattr(front, "items", ()):
                words += [item.headline, item.text, item.outlet]
            for group in front.sources:
                words.append(group.heading)
                for item in group.items:
                    bare = item.url and not item.title and item.url.removeprefix("https://")
                    words += [item.outlet, item.title, bare, item.note]
    for role in copy.head.masthead:
        words += [role.role, *(word for person in role.people for word in (person.name, person.position))]
    publisher = copy.periodical.publisher
    words += [publisher.name, *publisher.address, publisher.phone, publisher.email]
    unescape = {"&quot;": '"', "&amp;": "&", "&#x27;": "'", "&lt;": "<", "&gt;": ">"}
    for passage in filter(None, words):
        for sign, plain in unescape.items():
            passage = passage.replace(sign, plain)  # noqa: PLW2901 - step by step
        found = text.find(letters(passage), at)
        assert found >= 0, f"not in reading order: {passage[:80]}"
        at = found
    assert "安洵信息技术有限公司" in real.text()


def test_its_links_are_the_ten_of_the_copy_and_the_publishers_mail_and_address(real, copy):
    with real.open() as pdf:
        links = {
            str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", []) if "/URI" in note.get("/A", {})
        }
    wanted = set()
    for article in copy.articles.values():
        wanted |= {item.url for group in article.front.sources for item in group.items if item.url}
        wanted |= {item.url for item in getattr(article.front, "items", ()) if item.url}
    assert len(wanted) == 10
    assert links == wanted | {"mailto:info@merics.de", "https://www.merics.org"}


def test_its_outline_has_two_levels(real, copy):
    with real.open() as pdf, pdf.open_outline() as outline:
        tree = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert [title for title, _ in tree] == [department.title for department in copy.head.departments]
    assert tree[2][1] == [copy.articles[name].front.headline for name in copy.head.departments[2].articles]


def test_every_font_is_embedded_and_from_the_shelf(real):
    families = {path.name.partition("_")[0].lower() for path in fonts_folder().glob("*/*.ttf")}
    listing = subprocess.run(["pdffonts", real.path], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listing.splitlines()[2:]]
    assert len(rows) >= 6
    for row in rows:
        assert row[-5] == "yes", row  # emb
        name = row[0].partition("+")[2].replace("-", "").lower()
        assert any(name.startswith(family) for family in families), row[0]


def test_qpdf_finds_nothing_to_complain_of(real):
    result = subprocess.run(["qpdf", "--check", real.path], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_preflight_has_nothing_to_say(real):
    assert real.said["findings"] == []
