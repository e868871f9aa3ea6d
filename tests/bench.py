"""Measure speed and memory, as ratios in one run: `make bench`.

The measure is the `weasyprint` command on the HTML and CSS that we compose,
with the same fonts and the same options.  Every figure is of whole processes,
taken in turns with the measure, so that a busy machine spoils both alike; the
median of the ratios of the rounds is told.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from workshop import FORME, REAL, ROOT, make_issue

BIN = Path(sys.executable).parent
WARM = """
import json, sys, time
from pathlib import Path
from coranto import press_issue
first = press_issue(Path(sys.argv[1]))
started = time.process_time()
second = press_issue(Path(sys.argv[1]))
print(json.dumps({"cpu": time.process_time() - started, "stages": second.stages}))
"""


def tree_memory(pid: int) -> int:
    """Return the memory of a process and its children in kB, shared pages counted once (PSS)."""
    total = 0
    pids = [pid]
    while pids:
        one = pids.pop()
        try:
            pids += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")))
        except (OSError, StopIteration):
            continue
    return total


def measure(
    command: list[object], env: dict[str, str] | None = None, *, memory: bool = False
) -> tuple[float, int, str]:
    """Run a command; return its CPU seconds, its peak memory in kB (if asked for), and what it printed."""
    process = subprocess.Popen(
        [str(part) for part in command],
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    peak, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.01):
            peak[0] = max(peak[0], tree_memory(process.pid))

    watcher = threading.Thread(target=watch)
    if memory:
        watcher.start()
    output = process.stdout.read().decode() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    over.set()
    if memory:
        watcher.join()
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, peak[0], output


def compose_galley(issue: Path, folder: Path) -> dict[str, str]:
    """Write the galley of an issue as HTML and CSS; return the environment that the engine sets it in."""
    from coranto.compose import BASE_URL, compose
    from coranto.issue.reader import read_issue
    from coranto.layout.stack import resolve_layout
    from coranto.press import environment

    read = read_issue(issue)
    galley = compose(read, resolve_layout(read.layout))
    (folder / "galley.html").write_text(galley.html, encoding="utf-8")
    (folder / "galley.css").write_text(galley.css, encoding="utf-8")
    for url, asset in galley.assets.items():
        path = folder / url.removeprefix(BASE_URL)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(asset.path.read_bytes())
    environment.prepare(galley.fonts)
    return {"FONTCONFIG_FILE": os.environ["FONTCONFIG_FILE"], "LC_ALL": "C.UTF-8"}


PAGES = """
import json, resource, sys, time
from pathlib import Path
from coranto import press_issue
press_issue(Path(sys.argv[3]), layout=sys.argv[2])  # warm: what is measured grows with the pages
if sys.argv[4] == "once":
    from coranto.press import fitting
    fitting.PASSES = 0
started, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
outcome = press_issue(Path(sys.argv[1]), layout=sys.argv[2])
print(json.dumps({
    "cpu": time.process_time() - started,
    "kilobytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before,
    "pages": len(outcome.proof.flatplan.pages),
    "stages": outcome.stages,
    "findings": len(outcome.findings),
}))
"""
PAGES_OF_AN_ARTICLE = {"newsletter": 2.2, "magazine": 1.6}
TEXT = (
    "the sheet was printed by a master who sold it in the yard and set the news of the week in two columns from "
    "letters that came with the post when the roads were dry so that readers learned how it ended and what it cost"
)
WORDS = TEXT.split()


def make_long_issue(folder: Path, articles: int) -> Path:
    """Write an issue of so many articles, each of some two pages: text, a picture, footnotes, a list, a heading."""

    def sentence(seed: int, length: int) -> str:
        words = [WORDS[(seed * 7 + at * (3 + seed % 5)) % len(WORDS)] for at in range(length)]
        return " ".join(words).capitalize() + "."

    def paragraph(seed: int, note: str = "") -> str:
        return " ".join(sentence(seed * 11 + at, 9 + (seed + at) % 9) for at in range(6)) + note

    names = [f"{number:03}-article.md" for number in range(1, articles + 1)]
    files: dict[str, str | bytes] = {
        "issue.yaml": "date: 2026-11-24\ndepartments:\n"
        + "".join(
            f"  - title: Department {first // 10 + 1}\n    articles: [{', '.join(names[first : first + 10])}]\n"
            for first in range(0, articles, 10)
        ),
        "art/quarto.svg": (ROOT / "issues" / "the-forme" / "2026-09-01" / "art" / "quarto.svg").read_bytes(),
    }
    for number, name in enumerate(names):
        seed = number * 20
        parts = [
            f"---\nkind: story\nheadline: Article {number + 1}\nstandfirst: {sentence(seed, 14)}\n---",
            *(paragraph(seed + at, f"[^{at}]" if at % 3 == 0 else "") for at in range(6)),
            "![A sheet](art/quarto.svg)",
            "## A heading",
            *(paragraph(seed + at) for at in range(6, 11)),
            "\n".join(f"- {sentence(seed + at, 12)}" for at in range(4)),
            *(f"[^{at}]: {sentence(seed + at, 24)}" for at in (0, 3)),
        ]
        files[name] = "\n\n".join(parts) + "\n"
    made = make_issue(folder, files)
    (made / "10-lead.md").unlink()
    return made


def measure_pages(issue: Path, layout: str, warming: Path, *, passes: str = "all") -> dict:
    """Return CPU seconds, memory and pages of an issue, set in a warm process; its pages laid out once, or fitted."""
    return json.loads(measure([sys.executable, "-c", PAGES, issue, layout, warming, passes])[2])


def compare_layouts(folder: Path, rounds: int) -> None:
    """Print the CPU of `magazine`: a page, as a ratio to `newsletter`; with its passes, as a ratio to one pass."""
    warming, issue = make_long_issue(folder / "w" / "w", 1), make_long_issue(folder / "p" / "i", 10)
    subjects = {"newsletter": ("newsletter", "all"), "magazine": ("magazine", "all"), "once": ("magazine", "once")}
    ratios: dict[str, list[float]] = {"magazine, a page": [], "magazine, passes": []}
    for _ in range(rounds):
        said = {
            subject: measure_pages(issue, layout, warming, passes=passes)
            for subject, (layout, passes) in subjects.items()
        }
        page = {subject: one["cpu"] / one["pages"] for subject, one in said.items()}
        ratios["magazine, a page"].append(page["magazine"] / page["newsletter"])
        ratios["magazine, passes"].append(said["magazine"]["cpu"] / said["once"]["cpu"])
    told = {
        "magazine, a page": [f"{one} {1000 * page[one]:.0f} ms ({said[one]['pages']} pages)" for one in list(page)[:2]],
        "magazine, passes": [f"all {said['magazine']['cpu']:.2f} s", f"one {said['once']['cpu']:.2f} s"],
    }
    for (subject, measured), most in zip(ratios.items(), (2.0, 1.6), strict=True):
        ratio = statistics.median(measured)
        verdict = "" if ratio <= most else "  over"
        print(f"{subject:22} {', '.join(told[subject])} {ratio:7.2f}   (at most {most}){verdict}")


PRESSED = """
import json, sys, time
from pathlib import Path
from coranto import press_issue
folders = sorted(Path(sys.argv[1]).glob("*/issue.yaml"))[:5]
press_issue(folders[0].parent)  # warm, as in a run
started = time.process_time()
for folder in folders[1:]:
    press_issue(folder.parent)
print(json.dumps((time.process_time() - started) / (len(folders) - 1)))
"""


def make_sources(folder: Path, count: int) -> Path:
    """Write so many issues of a website, a file each, of some thousand words: the median of real ones."""
    folder.mkdir(parents=True)
    for number in range(count):
        day = f"{2000 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        parts = [f"---\ntitle: Issue {number}\nlang: en\n---\n"]
        for section in range(6):
            words = [WORDS[(number + section * 7 + at * 3) % len(WORDS)] for at in range(80)]
            parts += [
                f"## Section {section}",
                f"{' '.join(words[:40])} [a link][key{section}] *{' '.join(words[40:])}*.",
            ]
            parts += [" ".join(words[::-1]).capitalize() + ".", "- " + "\n- ".join(words[:6])]
            parts.append(f"[key{section}]: https://example.org/{number}/{section}")
        (folder / f"{day}-issue.md").write_text("\n\n".join(parts) + "\n")
    return folder


def compare_import(folder: Path, rounds: int) -> None:
    """Print CPU of importing an issue as a ratio to pressing it, and the memory of many to that of few, in turns."""
    few, many = make_sources(folder / "few", 60), make_sources(folder / "many", 240)
    cold, warm, memories, each = [], [], [], (0.0, 0.0, 0.0)
    for number in range(rounds):
        into = folder / f"letter-{number}"
        _, small, _ = measure([BIN / "coranto", "import", few, "--into", into], memory=True)
        cpu, large, _ = measure([BIN / "coranto", "import", many, "--into", folder / f"all-{number}"], memory=True)
        each = (
            cpu / 240,
            measure([BIN / "coranto", "press", next(into.glob("2*")), "-o", folder / "out.pdf"])[0],
            json.loads(measure([sys.executable, "-c", PRESSED, into])[2]),
        )
        cold.append(each[0] / each[1])
        warm.append(each[0] / each[2])
        memories.append(large / small)
    told = f"{each[0] * 1000:.0f} ms an issue"
    for name, said, found, most in (
        ("import, to cold press", f"{told}, {each[1] * 1000:.0f} ms", cold, 0.05),
        ("import, to warm press", f"{told}, {each[2] * 1000:.0f} ms", warm, 0.05),
        ("import, memory", "of 240 issues to that of 60", memories, 1.2),
    ):
        ratio = statistics.median(found)
        print(f"{name:22} {said} {ratio:7.3f}   (at most {most}){'' if ratio <= most else '  over'}")


EDITIONS = """
import json, sys, time
from pathlib import Path
from coranto import EditionName, Paper, press_issue
issue, every = Path(sys.argv[1]), tuple(EditionName)
press_issue(issue, editions=every)  # warm
took, sizes = {}, {}
for name, editions in {"one": every[:1], "three": every, "shared": every, "sealed": (EditionName.ARCHIVE,)}.items():
    started = time.process_time()
    outcome = press_issue(issue, editions=editions, paper=Paper(addresses=name != "shared"))
    took[name] = time.process_time() - started
    if name == "three":
        judged = dict(outcome.stages)
        preflight = judged.pop("preflight") / sum(judged.values())
    sizes |= {edition: len(made.pdf) for edition, made in outcome.editions.items()}
stages = dict(outcome.stages)
sealing = stages.pop("finish") / sum(stages.values())
print(json.dumps({"cpu": took, "sizes": sizes, "sealing": sealing, "preflight": preflight}))
"""


def compare_editions(issue: Path, rounds: int) -> None:
    """Print CPU of three editions to one, of sealing and judging to the press, and the size that a seal adds."""
    ratios: dict[str, list[float]] = {
        name: [] for name in ("three editions", "on the same pages", "sealing", "sealed PDF", "preflight")
    }
    files = [path for path in (*issue.rglob("*"), issue.parent / "periodical.yaml") if path.is_file()]
    folder = sum(path.stat().st_size for path in files)
    for _ in range(rounds):
        said = json.loads(measure([sys.executable, "-c", EDITIONS, issue])[2])
        ratios["three editions"].append(said["cpu"]["three"] / said["cpu"]["one"])
        ratios["on the same pages"].append(said["cpu"]["shared"] / said["cpu"]["one"])
        ratios["sealing"].append(said["sealing"])
        ratios["preflight"].append(said["preflight"])
        sizes = said["sizes"]
        ratios["sealed PDF"].append((sizes["archive"] - sizes["screen"]) / folder)
    told = {
        "three editions": f"{said['cpu']['three']:.2f} s CPU, one {said['cpu']['one']:.2f} s",
        "on the same pages": f"{said['cpu']['shared']:.2f} s CPU, print without addresses",
        "sealing": "finish to all else",
        "preflight": "of three editions, to all else",
        "sealed PDF": "kB: " + ", ".join(f"{size / 1000:.0f}" for size in (sizes["archive"], sizes["screen"], folder)),
    }
    for (subject, measured), most in zip(ratios.items(), (1.9, 1.9, 0.15, 1.1, 0.35), strict=True):
        ratio = statistics.median(measured)
        print(f"{subject:22} {told[subject]} {ratio:7.2f}   (at most {most}){'' if ratio <= most else '  over'}")


def show_growth(folder: Path, layouts: list[str]) -> None:
    """Print time and memory a page of issues of about 50, 100, 200 and 500 pages."""
    warming = make_long_issue(folder / "w" / "w", 1)
    for layout in layouts:
        first = 0.0
        for pages in (50, 100, 200, 500):
            issue = make_long_issue(folder / layout / str(pages), round(pages / PAGES_OF_AN_ARTICLE.get(layout, 2)))
            said = measure_pages(issue, layout, warming)
            page = said["cpu"] / said["pages"]
            first = first or page
            stages = ", ".join(f"{stage} {1000 * took / said['pages']:.1f}" for stage, took in said["stages"])
            print(
                f"{layout:10} {said['pages']:4} pages {said['cpu']:7.1f} s CPU {1000 * page:6.1f} ms a page"
                f" {page / first:5.2f} {said['kilobytes'] / said['pages']:6.0f} kB a page; ms: {stages};"
                f" {said['findings']} findings"
            )


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--issue", type=Path, default=REAL if REAL.is_dir() else FORME)
    parser.add_argument("--imports", action="store_true", help="importing only, and the memory of many imports")
    parser.add_argument("--growth", action="store_true", help="time and memory a page, up to 500 pages")
    parser.add_argument("--layout", action="append", help="with --growth: these layouts only")
    options = parser.parse_args()
    if options.imports:
        with tempfile.TemporaryDirectory() as name:
            compare_import(Path(name), max(1, options.rounds // 3))
        return
    if options.growth:
        with tempfile.TemporaryDirectory() as name:
            show_growth(Path(name), options.layout or ["newsletter", "magazine"])
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = compose_galley(options.issue, folder)
        out = folder / "out.pdf"
        yardstick = [BIN / "weasyprint", "--pdf-tags", "-s", folder / "galley.css", folder / "galley.html", out]
        press = [BIN / "coranto", "press", options.issue, "-o", out]
        subjects: dict[str, tuple[list[object], float]] = {
            "cold press": (press, 1.1),
            "second issue, warm": ([sys.executable, "-c", WARM, options.issue], 0.5),
            "check": ([BIN / "coranto", "check", options.issue], 0.25),
            "--help": ([BIN / "coranto", "--help"], 0.1),
        }
        ratios: dict[str, list[float]] = {subject: [] for subject in subjects}
        seconds: dict[str, list[float]] = {subject: [] for subject in ["weasyprint", *subjects]}
        stages = {}
        for _ in range(options.rounds):
            measured, _, _ = measure(yardstick, engine)
            seconds["weasyprint"].append(measured)
            for subject, (command, _) in subjects.items():
                cpu, _, output = measure(command)
                if subject == "second issue, warm":
                    said = json.loads(output)
                    cpu, stages["warm"] = said["cpu"], said["stages"]
                ratios[subject].append(cpu / measured)
                seconds[subject].append(cpu)
        stages["cold"] = list(json.loads(measure([*press, "--json"])[2])["seconds"].items())
        memory = [measure(command, env, memory=True)[1] for command, env in ((yardstick, engine), (press, None))]
    print(f"{options.issue}, {options.rounds} rounds, {time.strftime('%Y-%m-%d')}")
    print(f"{'weasyprint command':22} {statistics.median(seconds['weasyprint']):7.3f} s CPU    1.00")
    for subject, (_, most) in subjects.items():
        ratio = statistics.median(ratios[subject])
        verdict = "" if ratio <= most else "  over"
        print(f"{subject:22} {statistics.median(seconds[subject]):7.3f} s CPU {ratio:7.2f}   (at most {most}){verdict}")
    ratio = memory[1] / memory[0]
    print(f"{'peak memory':22} {memory[1] / 1000:7.0f} MB, {memory[0] / 1000:.0f} MB {ratio:7.2f}   (at most 1.3)")
    with tempfile.TemporaryDirectory() as name:
        compare_layouts(Path(name), max(1, options.rounds // 3))
        compare_import(Path(name), max(1, options.rounds // 3))
    compare_editions(options.issue, max(1, options.rounds // 3))
    for kind, parts in stages.items():
        print(f"{kind} press, wall time by stage: " + ", ".join(f"{stage} {took:.3f}" for stage, took in parts))


if __name__ == "__main__":
    main()
