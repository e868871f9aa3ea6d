"""libyaml, which is quick, and ruamel.yaml's own parser, which tells faults well, read the same.

Where they differ libyaml is right: a tab may part a key from its value (YAML
1.2.2, 6.2), and a value that isn't there is on the line of its key.
"""

from pathlib import Path

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode

from coranto.findings import Place
from coranto.issue import frontmatter
from coranto.issue.datafile import QuickLoader, read_sheet
from workshop import ROOT

FILES = sorted([*ROOT.glob("issues/**/*.yaml"), *ROOT.glob("issues/*/*/*.md"), *ROOT.glob("layouts/**/*.yaml")])

TEXTS = {
    "plain": "title: The Forme\nnumber: 12\nprice: 1.50\n",
    "days": "date: 2026-09-01\ntime: 2026-09-01T10:00:00Z\nno-day: 2026-13-45\n",
    "words of 1.1": "a: yes\nb: No\nc: on\nd: ~\ne: null\nf: True\ng: y\n",
    "numbers of 1.1": "a: 010\nb: 0o10\nc: 1_000\nd: 0x1F\ne: 190:20:30\nf: .inf\ng: 1e3\nh: +12\n",
    "quotes": "a: 'it''s'\nb: \"tab\\tand \\u00e9 \\x41\"\nc: \"broken\n  over lines\"\nd: 'and\n\n  so'\n",
    "blocks": "a: |\n  one\n   two\n\nb: >-\n  folded\n  text\n\n  end\nc: |+\n  kept\n\n",
    "flow": "a: [one, two, {b: c}]\nd: {e: f, g: [1, 2]}\n",
    "addresses": "a: https://example.org/x?y=1#z\nb: [https://example.org, mailto:x@example.org]\nc: 12:30\n",
    "signs": "a: ½ “quoted” 🙂 — 凸版\nb: שלום\nc: e\u0301\n",
    "comments": "# first\na: one # not of it\nb: two#of it\n",
    "anchors": "a: &x [1, 2]\nb: *x\nc: &y {d: e}\nf:\n  <<: *y\n",
    "tags": "a: !!str 12\nb: !own thing\nc: !!python/object:os.system x\n",
    "nothing": "",
    "only a comment": "# nothing\n",
    "empty values": "b: ''\nc: []\nd: {}\n",
    "twice": "a: 1\na: 2\n",
    "a list": "- one\n- two\n",
    "lists": "a:\n- one\n-\n  - two\n- three: 3\n  four: 4\n",
    "questions": "? a\n: b\n? [c, d]\n: e\n",
    "line ends": "a: one\r\nb: two\r\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "an end": "a: 1\n...\n",
    "a mark": "\ufeffa: 1\n",
    "tab before": "a:\n\tb: 1\n",
    "open": "a: [1, 2\nb: 3\n",
    "open quote": "a: 'one\nb: two\n",
    "two colons": "a: b: c\n",
    "ampersand": "a: & b\nc: d\n",
    "star": "a: *b\n",
    "at": "a: @b\n",
    "percent": "a: %b\n",
    "backtick": "a: `b`\n",
    "wrong escape": 'a: "\\q"\n',
    "control": "a: \x07\n",
    "indent": "a: 1\n  b: 2\n",
    "dash": "a: - b\n",
    "long key": f"{'k' * 1025}: v\n",
    "deep": "[" * 40 + "]" * 40,
}


def read(text, *, pure):
    """Return the nodes of a text with their places and values, or None if it is refused."""
    try:
        if pure:
            yaml = YAML(typ="safe", pure=True)
            node, constructor = yaml.compose(text), yaml.constructor
        else:
            constructor = QuickLoader(text)
            node = constructor.get_single_node()
    except (YAMLError, ValueError, RecursionError):
        return None
    return [*flat(node, constructor)] if node else []


def flat(node, constructor):
    yield type(node).__name__, str(node.tag), node.start_mark.line, node.start_mark.column
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from flat(key, constructor)
            yield from flat(value, constructor)
    elif isinstance(node, SequenceNode):
        for one in node.value:
            yield from flat(one, constructor)
    else:
        yield node.value, node.end_mark.line, node.end_mark.column
        try:
            yield repr(constructor.construct_object(node))
        except (YAMLError, ValueError) as error:  # a tag that lies, or a day that isn't one
            yield type(error)


@pytest.mark.parametrize("name", TEXTS)
def test_what_libyaml_accepts_it_reads_as_ruamel_does(name):
    quick = read(TEXTS[name], pure=False)
    assert quick is None or quick == read(TEXTS[name], pure=True)


def test_a_tab_may_part_a_key_from_its_value_but_not_indent_it():
    sheet, faults = read_sheet("a:\t1\n", Path("x.yaml"))
    assert (sheet.data, faults) == ({"a": 1}, [])
    _, (fault,) = read_sheet("a:\n\tb: 1\n", Path("x.yaml"))
    assert fault.hint == "indent with spaces"


def test_a_value_that_is_not_there_is_on_the_line_of_its_key():
    sheet, _ = read_sheet("a:\nb: 1\n", Path("x.yaml"))
    assert sheet.place(("a",)).line == 1


@pytest.mark.parametrize("opener", ["[", "{a: ", "- ", "? ", "-\t"])
def test_nesting_without_end_is_told_and_breaks_no_stack(opener):
    _, (fault, *_) = read_sheet(f"a:\n  {opener * 200_000}x", Path("x.yaml"))
    assert fault.rule in ("file.nesting", "file.yaml")


@pytest.mark.parametrize("separator", ["\u2028", "\u2029"])
def test_no_comment_hides_a_line_behind_a_separator(separator):
    sheet, (fault,) = read_sheet(f"a: 1\n# a note{separator}b: 2\n", Path("x.yaml"))
    assert "b" not in sheet.data
    assert (fault.rule, fault.place) == ("file.character", Place(Path("x.yaml"), 2, 9))
    assert read_sheet('a: "\\u2028"\n', Path("x.yaml"))[1] == []


def test_endless_faults_and_values_are_told_in_a_moment():
    _, faults = read_sheet("".join(f"a: {n}\n" for n in range(30_000)), Path("x.yaml"))
    assert len(faults) == 201
    assert faults[-1].message == "`x.yaml` has more than 200 faults"
    _, (fault,) = read_sheet(f"a: [{'x,' * 900_000}x]\n", Path("x.yaml"))
    assert fault.rule == "file.too-large"


@pytest.mark.parametrize("before", ["", "# a note\n", "\n"])
def test_a_version_is_heeded_wherever_it_stands(before):
    sheet, _ = read_sheet(f"{before}%YAML 1.1\n---\na: yes\n", Path("x.yaml"))
    assert sheet.data == {"a": True}


def test_a_version_is_heeded():
    sheet, faults = read_sheet("%YAML 1.1\n---\na: yes\n", Path("x.yaml"))
    assert (sheet.data, faults) == ({"a": True}, [])


def test_all_files_of_the_house_are_read_alike():
    heads = {path: path.read_text() for path in FILES}
    heads |= {path: parts[0] for path, text in heads.items() if (parts := frontmatter.split(text))}
    found = {path: (read(head, pure=False), read(head, pure=True)) for path, head in heads.items()}
    assert len(found) > 80
    assert [path for path, (quick, pure) in found.items() if quick not in (None, pure)] == []
    assert sum(quick is not None for quick, _ in found.values()) > 0.8 * len(found)
