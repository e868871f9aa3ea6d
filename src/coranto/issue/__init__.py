"""The issue: what is said, read from a folder and validated."""
