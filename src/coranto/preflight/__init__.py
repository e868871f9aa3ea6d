"""Preflight: an issue and its finished PDFs are judged before they go out.

    pages       whether the pages are true to the copy
    print       whether a printer can print the PDF
    archive     whether the PDF is what PDF/A-3 wants
    access      whether everybody can read it
    editorial   whether the copy is ready

In: the issue and its proof, or any finished PDF as `painting` has read it.
Out: findings, each with its place in the copy and on the page, as far as
there is one.  One rule a file; each judge lists its own.
"""
