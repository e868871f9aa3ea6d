"""Measure the press run over an archive, as ratios in one run: `make bench-run`.

The issues: the twelve of Swift Weekly Brief in `../shared/corpus`, each so many
times with a changed date, and the real issue of `../shared/copy` at three
fifths of that.  The measure is `xargs -P2 weasyprint` on the HTML and CSS that
we compose for them, with the same fonts and options.
"""

import argparse
import itertools
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import corpus
from bench import BIN, compose_galley, tree_memory
from workshop import REAL, make_issue


def timed(command: list[object], env: dict[str, str] | None = None) -> tuple[float, float, str]:
    """Run a command; return wall-clock seconds, peak memory of its tree in MB (PSS), and what it printed."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], env={**os.environ, **(env or {})}, stdout=subprocess.PIPE, text=True
    )
    peak, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            peak[0] = max(peak[0], tree_memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    output = process.communicate()[0]
    took = time.perf_counter() - started
    over.set()
    watcher.join()
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}: {output}")
    return took, peak[0] / 1000, output


def press(issues: Path, archive: Path, *options: object) -> tuple[float, float, dict]:
    """Run `coranto run`; return seconds, peak memory in MB, and what it said."""
    took, peak, output = timed([BIN / "coranto", "run", issues, "-a", archive, "--json", *options])
    return took, peak, json.loads(output)


def copies(folder: Path, into: Path, count: int) -> list[Path]:
    """Write so many copies of an issue, each of another day."""
    head = (folder / "issue.yaml").read_text()
    made = []
    for number in range(count):
        day = (date(2026, 1, 1) + timedelta(days=number)).isoformat()
        to = into / f"{folder.name}-{number:02}"
        shutil.copytree(folder, to)
        lines = [f"date: {day}" if line.startswith("date:") else line for line in head.splitlines()]
        (to / "issue.yaml").write_text("\n".join(lines) + "\n")
        made.append(to)
    return made


def foreign(into: Path, count: int) -> Path:
    """Write so many copies of each newsletter as its publisher keeps it, each of another day; return their folder."""
    home = into / "swiftweekly"
    shutil.copytree(corpus.CORPUS / "swiftweekly", home, ignore=shutil.ignore_patterns("issues"))
    (home / "issues").mkdir()
    days = (date(2000, 1, 1) + timedelta(days=number) for number in itertools.count())
    for source in sorted((corpus.CORPUS / "swiftweekly" / "issues").glob("*.md")):
        text = re.sub(r"(?m)^date:.*\n", "", source.read_text(), count=1)
        for _ in range(count):
            (home / "issues" / f"{next(days).isoformat()}{source.name[10:]}").write_text(text)
    return home / "issues"


def yardstick(issues: list[tuple[Path, int]], folder: Path) -> float:
    """Return the wall time of WeasyPrint's own command on all galleys, two at once."""
    lines, env = [], {}
    for issue, count in issues:
        home = folder / issue.parent.name / issue.name
        home.mkdir(parents=True)
        env = compose_galley(issue, home)
        lines += [f"{home}/galley.css {home}/galley.html {home}/{number}.pdf" for number in range(count)]
    command = f"xargs -P2 -L1 {BIN / 'weasyprint'} --pdf-tags --quiet -s"
    started = time.perf_counter()
    subprocess.run(
        ["bash", "-c", command], input="\n".join(lines), text=True, check=True, env={**os.environ, **env},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - started


def told(name: str, ratio: float, most: float, how: str, *, least: bool = False) -> None:
    """Print a line of the table."""
    good = ratio >= most if least else ratio <= most
    print(f"{name:26} {ratio:8.4f}   (at {'least' if least else 'most'} {most:g}){'' if good else '  over'}   {how}")


def rebuild(folder: Path, copies_of_each: int) -> None:
    """Measure a full rebuild, a run with nothing to do, and one with one issue changed."""
    sources = [corpus.imported(one, folder / "sources") for one in corpus.sources() if one.archive == "swiftweekly"]
    kinds = [(source, copies_of_each) for source in sources] + [(REAL, round(copies_of_each * 0.6))]
    issues, made = folder / "issues", []
    for source, count in kinds:
        home = issues / source.parent.name
        home.mkdir(parents=True, exist_ok=True)
        shutil.copy(source.parent / "periodical.yaml", home)
        made += copies(source, home, count)
    measure = yardstick(kinds, folder / "galleys")
    full, peak, said = press(issues, folder / "two", "-w", 2)
    count, pages = len(said["filed"]), said["pages"]
    print(f"{count} issues, {pages} pages; {time.strftime('%Y-%m-%d')}")
    print(f"{'xargs -P2 weasyprint':26} {measure:8.1f} s")
    told("full rebuild", full / measure, 0.45, f"{full:.1f} s, {pages / full:.1f} pages a second")
    told("memory of the tree", peak / 600, 1.0, f"{peak:.0f} MB")
    letters = foreign(folder / "foreign", copies_of_each)
    brought = [BIN / "coranto", "import", letters, "--into", folder / "brought", "--recipe", "swift-weekly-brief"]
    imported, peak, _ = timed([*brought, "--json"])
    count_of_letters = len(list(letters.iterdir()))
    share = imported / (full * count_of_letters / count)
    told(f"import of {count_of_letters}", share, 1 / 20, f"{imported:.1f} s, {peak:.0f} MB")
    alone = press(issues, folder / "one", "-w", 1)[0]
    told("two workers", alone / full, 1.85, f"one worker {alone:.1f} s", least=True)
    nothing = statistics.median(press(issues, folder / "two")[0] for _ in range(5))
    told("nothing to do", nothing / full, 1 / 300, f"{nothing:.2f} s")
    ratios, splits = [], []
    for number in range(5):
        issue = made[number]
        with (issue / "issue.yaml").open("a") as head:
            head.write(f"title: Number {number}\n")
        changed = press(issues, folder / "two")
        cold = timed([BIN / "coranto", "press", issue, "-o", folder / "cold.pdf", "--json"])
        ratios.append(changed[0] / cold[0])
        splits.append((changed[0], changed[2]["filed"][0]["seconds"], cold[0]))
    whole, set_, cold = (statistics.median(split[at] for split in splits) for at in range(3))
    how = f"{whole:.2f} s, of which setting {set_:.2f}; cold press {cold:.2f} s"
    told("one changed", statistics.median(ratios), 1.4, how)


def growth(folder: Path) -> None:
    """Show that cost grows with the number of issues, and that the memory of the run itself does not."""
    first = None
    for count in (500, 1_000, 2_000, 5_000):
        issues = folder / str(count) / "issues"
        for number in range(count):
            make_issue(issues / f"p{number // 500}" / f"{number:04}")
        process = subprocess.Popen(
            [BIN / "coranto", "run", issues, "-a", folder / str(count) / "archive", "--json"], stdout=subprocess.DEVNULL
        )
        started, peak = time.perf_counter(), 0
        while process.poll() is None:
            time.sleep(0.2)
            rollup = Path(f"/proc/{process.pid}/smaps_rollup")
            try:
                peak = max(peak, next(int(line.split()[1]) for line in rollup.open() if line.startswith("Pss:")))
            except (OSError, StopIteration):
                continue
        took = time.perf_counter() - started
        first = first or (took / count, peak)
        print(
            f"{count:5} issues {took:7.1f} s, {1000 * took / count:6.1f} ms an issue {took / count / first[0]:5.2f};"
            f" the run itself {peak / 1000:5.0f} MB {peak / first[1]:5.2f}"
        )
        shutil.rmtree(folder / str(count))


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--copies", type=int, default=50, help="of each issue of the corpus")
    parser.add_argument("--growth", action="store_true", help="up to 5,000 tiny issues")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if options.growth:
            growth(Path(name))
        else:
            rebuild(Path(name), options.copies)


if __name__ == "__main__":
    main()
