"""The judge of the archive: whether a PDF is what PDF/A-3 (ISO 19005-3) wants, as far as we can tell.

A claim that isn't true holds the PDF.  What else the standard wants, veraPDF
can judge.
"""
