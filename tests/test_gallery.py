"""The gallery pictures every page, and tells what a layout can't set."""

import json
import subprocess
import sys

from PIL import Image

from workshop import ROOT, make_issue


def gallery(tmp_path, *options):
    command = [sys.executable, ROOT / "tests" / "gallery.py", "--out", tmp_path / "gallery", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_makes_a_contact_sheet_for_each_sample_in_each_layout(tmp_path):
    good, bad = make_issue(tmp_path / "p" / "good"), make_issue(tmp_path / "q" / "bad", {"10-lead.md": "no front\n"})
    samples = ("--sample", good, "--sample", bad)
    result = gallery(tmp_path, *samples, "--layout", "base", "--layout", "newsletter")
    assert result.returncode == 1, "one of the samples is at fault"
    assert "q/bad/10-lead.md:1:1" in result.stderr.replace(str(tmp_path) + "/", "")
    assert json.loads(result.stdout)["presses"] == 4
    page = (tmp_path / "gallery" / "index.html").read_text()
    for heading in ("p/good × base, 2 pages", "p/good × newsletter, 2 pages", "q/bad × base, 0 pages"):
        assert heading in page
    assert page.count("data:image/png;base64,") == 2
    assert "http" not in page.replace("https://example.org", "")
    with Image.open(tmp_path / "gallery" / "p-good-newsletter.png") as sheet:
        assert sheet.width > 2 * 297
    assert not (tmp_path / "gallery" / "q-bad-base.png").exists()
    assert gallery(tmp_path, "--sample", good, "--layout", "base").returncode == 0
