"""The wheel, installed elsewhere, sets an issue with the layouts and fonts that it brings."""

import subprocess
import sys
import zipfile

import pytest

from workshop import LEAD, ROOT, make_issue


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_it_brings_layouts_and_fonts_with_their_licences(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "layouts/base/issue.html",
        "layouts/newsletter/layout.yaml",
        "fonts/source-serif-4/OFL.txt",
        "profiles/iso-coated-v2-300/ISOcoated_v2_300_bas.icc",
        "profiles/iso-coated-v2-300/LICENSE.txt",
        "issues/specimen/periodical.yaml",
        "issues/specimen/all-sorts/issue.yaml",
    ):
        assert f"coranto/_shelf/{name}" in names
    assert "coranto/compare/report.css" in names
    assert not any("tests/" in name or name.startswith("issues/") for name in names)


def test_it_sets_an_issue_where_no_checkout_is(wheel, tmp_path):
    target = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target, wheel]
    subprocess.run(command, check=True, capture_output=True)
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD + "\n毕升\n"})
    program = (
        f"import sys; sys.path.insert(0, {str(target)!r}); import coranto; print(coranto.__file__);"
        "from coranto.__main__ import main; main()"
    )
    for arguments in (["press", folder], ["layouts", "show", "base"]):
        command = [sys.executable, "-c", program, *arguments, "-o", tmp_path / "o.pdf"]
        result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        assert str(target) in result.stdout
        assert (tmp_path / "o.pdf").read_bytes().startswith(b"%PDF-")
        (tmp_path / "o.pdf").unlink()
