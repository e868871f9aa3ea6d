"""An issue goes out by other programs and comes in again: no format keeps less than the handbook says."""

import shutil

import pytest

from roundtrips import COLUMNS, measured, told_rows

pytestmark = pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not on this machine")
TOLD = told_rows()


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """Give what each format keeps, in per cent."""
    return measured(tmp_path_factory.mktemp("roundtrips"))


@pytest.mark.parametrize("name", TOLD)
def test_a_format_keeps_what_the_handbook_says(rows, name):
    if name not in rows:
        pytest.skip("LibreOffice is not on this machine")
    kept = dict(zip(COLUMNS, rows[name], strict=True))
    assert {column: share for column, share in kept.items() if share < TOLD[name][COLUMNS.index(column)]} == {}


def test_every_format_is_told_of(rows):
    assert set(rows) <= set(TOLD)


def test_formats_that_say_everything_keep_everything(rows):
    for name in ("Markdown", "HTML, by pandoc", "EPUB, by pandoc"):
        assert rows[name] == (100,) * len(COLUMNS)
