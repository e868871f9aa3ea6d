"""Guessing in which language a source is written (https://pypi.org/project/py3langid/)."""

import re

from coranto.intake.stream import Reading

_SAMPLE = 20_000
"""Letters that are looked at."""


def guess_language(reading: Reading) -> str:
    """Return the language, as a BCP 47 tag, in which a source is most likely written."""
    import py3langid

    sample = "\n".join(re.sub(r"https?://\S+", "", line) for line in reading.lines.values())[:_SAMPLE]
    return str(py3langid.classify(sample)[0]) if sample.strip() else "en"
