"""Press every sample in every layout and picture every page: `make gallery`.

Out, in build/gallery/: a contact sheet for each sample in each layout (PNG), and
index.html, one page that needs nothing else, with headings sample × layout.
A sample that a layout can't set, or not without a finding, is told on the page,
and the exit code is 1.  With `--handbook` it also takes the few small pictures
that the handbook shows of each layout.
"""

import argparse
import base64
import html
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdfium2
from PIL import Image

from coranto.layout.stack import layout_head, layout_names
from coranto.shelf import specimen_folder
from workshop import ROOT, SAMPLES

PLATES = ROOT / "issues" / "handbook" / "2026-12-01" / "art"
SCALE = 0.5
"""Pixels of a contact sheet for a point of the page: 36 to the inch."""
GAP, GROUND = 8, "#d8d6d0"
COLUMNS = 6
PLATE_PAGES, PLATE_SCALE, PLATE_COLOURS = 8, 0.75, 128


@dataclass
class Pressed:
    """A sample in a layout: its pages as pictures, or why there are none, and what was said of it."""

    sample: Path
    layout: str
    pages: list[Image.Image]
    said: str

    @property
    def name(self) -> str:
        """The name of its contact sheet."""
        return f"{self.sample.parent.name}-{self.sample.name}-{self.layout}"

    @cached_property
    def sheet(self) -> bytes:
        """Its contact sheet, as a PNG."""
        return as_png(contact_sheet(self.pages))


def pages_of(pdf: Path, scale: float) -> list[Image.Image]:
    """Return the pages of a PDF as pictures."""
    return [page.render(scale=scale).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(pdf)]


def press(sample: Path, layout: str, folder: Path) -> Pressed:
    """Press a sample in a layout."""
    pdf = folder / f"{sample.parent.name}-{sample.name}-{layout}.pdf"
    pdf.unlink(missing_ok=True)
    command = [sys.executable, "-m", "coranto", "press", sample, "--layout", layout, "--force", "-o", pdf]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return Pressed(sample, layout, pages_of(pdf, SCALE) if pdf.exists() else [], result.stderr.strip())


def contact_sheet(pages: list[Image.Image], columns: int = COLUMNS) -> Image.Image:
    """Return pages side by side, in rows."""
    width, height = max(page.width for page in pages), max(page.height for page in pages)
    rows = -(-len(pages) // columns)
    size = (min(columns, len(pages)) * (width + GAP) + GAP, rows * (height + GAP) + GAP)
    sheet = Image.new("RGB", size, GROUND)
    for index, page in enumerate(pages):
        sheet.paste(page, (GAP + index % columns * (width + GAP), GAP + index // columns * (height + GAP)))
    return sheet


def as_png(sheet: Image.Image, colours: int = 128) -> bytes:
    """Return a picture as a small PNG; rare colours are kept, since a layout's accent is one."""
    output = io.BytesIO()
    sheet.quantize(colours, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE).save(
        output, "PNG", optimize=True
    )
    return output.getvalue()


def index(pressed: list[Pressed], layouts: list[str]) -> Iterator[str]:
    """Yield the lines of the page that shows all contact sheets."""
    yield "<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>Coranto: gallery</title>"
    yield "<style>body{font:15px/1.5 sans-serif;margin:2em;background:#f6f5f2}img{max-width:100%;display:block}"
    yield "h2{margin-top:2.5em}h3{margin:1.5em 0 .4em;font-weight:normal}pre{color:#8a2b2b;white-space:pre-wrap}"
    yield "</style>"
    yield f"<h1>Every sample in every layout</h1><p>{len(pressed)} presses</p><ul>"
    for sample in dict.fromkeys(one.sample for one in pressed):
        name = f"{sample.parent.name}/{sample.name}"
        links = " · ".join(f"<a href='#{name}-{layout}'>{layout}</a>" for layout in layouts)
        yield f"<li>{html.escape(name)}: {links}</li>"
    yield "</ul>"
    last = None
    for one in pressed:
        name = html.escape(f"{one.sample.parent.name}/{one.sample.name}")
        if one.sample != last:
            yield f"<h2>{name}</h2>"
        last = one.sample
        yield f"<h3 id='{name}-{one.layout}'>{name} × {one.layout}, {len(one.pages)} pages</h3>"
        if one.said:
            yield f"<pre>{html.escape(one.said)}</pre>"
        if one.pages:
            picture = base64.b64encode(one.sheet).decode()
            yield f"<img src='data:image/png;base64,{picture}' alt='{name} in {one.layout}'>"
    yield "</html>"


def plate(layout: str, folder: Path) -> bytes:
    """Return the small picture that the handbook shows of a layout: the first pages of its specimen."""
    pdf = folder / f"specimen-{layout}.pdf"
    command = [sys.executable, "-m", "coranto", "press", specimen_folder(), "--layout", layout, "-o", pdf]
    subprocess.run(command, check=True, capture_output=True)
    return as_png(contact_sheet(pages_of(pdf, PLATE_SCALE)[:PLATE_PAGES], columns=4), PLATE_COLOURS)


def main() -> int:
    """Build the gallery; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "gallery")
    parser.add_argument("--layout", action="append", choices=layout_names(), help="only this one; may be given again")
    parser.add_argument("--sample", action="append", type=Path, help="only this issue; may be given again")
    parser.add_argument("--handbook", action="store_true", help="take the handbook's pictures of the layouts instead")
    chosen = parser.parse_args()
    layouts = chosen.layout or layout_names()
    chosen.out.mkdir(parents=True, exist_ok=True)
    if chosen.handbook:
        PLATES.mkdir(parents=True, exist_ok=True)
        for layout in layouts:
            path = PLATES / f"layout-{layout}.png"
            path.write_bytes(plate(layout, chosen.out))
            print(f"{path.relative_to(ROOT)}: {layout_head(layout).purpose} ({path.stat().st_size / 1000:.0f} kB)")
        return 0
    work = [(sample, layout) for sample in chosen.sample or SAMPLES for layout in layouts]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        pressed = list(pool.map(lambda one: press(*one, chosen.out), work))
    for one in pressed:
        if one.pages:
            (chosen.out / f"{one.name}.png").write_bytes(one.sheet)
        if one.said:
            print(f"{one.name}:\n{one.said}", file=sys.stderr)
    page = chosen.out / "index.html"
    page.write_text("\n".join(index(pressed, layouts)), encoding="utf-8")
    report = {"presses": len(pressed), "pages": sum(len(one.pages) for one in pressed), "page": str(page)}
    print(json.dumps(report))
    return int(any(one.said or not one.pages for one in pressed))


if __name__ == "__main__":
    sys.exit(main())
