"""Comparison: two PDFs or two archives side by side, in words and in page pictures.

    compare_pdfs(before, after)      → Comparison   one pair, in this process
    compare_files(before, after)     → Comparison   one pair, in a process of its own
    compare_archives(before, after)  → Survey       all editions of two folders, in pairs

What they return is plain data (`coranto.compare.model`).
"""

from coranto.compare.archives import compare_archives, compare_files
from coranto.compare.model import Comparison, Group, Pairing, Survey, Verdict
from coranto.compare.sidebyside import DPI, compare_pdfs

__all__ = [
    "DPI",
    "Comparison",
    "Group",
    "Pairing",
    "Survey",
    "Verdict",
    "compare_archives",
    "compare_files",
    "compare_pdfs",
]
