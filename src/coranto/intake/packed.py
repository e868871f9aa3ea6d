"""Packed files: what lies in a DOCX or an EPUB, both of them ZIP archives, taken out without being trusted."""

import io
import zipfile
from pathlib import Path

import lxml.etree

from coranto.intake.decoding import refused

UNPACKED_LIMIT = 300_000_000
"""Bytes of all that an archive holds, unpacked."""
MEMBER_LIMIT = 100_000_000
"""Bytes of one file in it."""
FILES_LIMIT = 10_000


class Packed:
    """An archive, its sizes proved before anything is unpacked."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
            members = self.archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise refused(path, "intake.torn", f"`{path.name}` is torn: {error}", "copy it anew") from error
        total = sum(member.file_size for member in members)
        if total > UNPACKED_LIMIT or len(members) > FILES_LIMIT or any(one.file_size > MEMBER_LIMIT for one in members):
            what = (
                f"`{path.name}` holds {total:,} bytes in {len(members):,} files once it is unpacked, which is too much"
            )
            raise refused(path, "intake.too-large", what, "save it anew, with smaller pictures")
        if any(member.flag_bits & 0x1 for member in members):
            raise refused(path, "intake.encrypted", f"`{path.name}` is encrypted", "save it without a password")
        self.names = {member.filename for member in members}

    def read(self, name: str) -> bytes:
        """Return a file of the archive.

        Raises:
            CopyError: it isn't there, or is torn.

        """
        try:
            with self.archive.open(name) as file:
                content = file.read(MEMBER_LIMIT + 1)
        except (KeyError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            what = f"`{self.path.name}` is torn: `{name}` can't be unpacked"
            raise refused(self.path, "intake.torn", what, "copy it anew") from error
        except Exception as error:  # zlib.error has no base of its own
            what = f"`{self.path.name}` is torn: `{name}` can't be unpacked ({error})"
            raise refused(self.path, "intake.torn", what, "copy it anew") from error
        if len(content) > MEMBER_LIMIT:
            what = f"`{name}` in `{self.path.name}` is larger than it says"
            raise refused(self.path, "intake.too-large", what)
        return content

    def tree(self, name: str) -> lxml.etree._Element:
        """Return an XML file of the archive as a tree.

        Raises:
            CopyError: it isn't there, or isn't XML.

        """
        parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return lxml.etree.fromstring(self.read(name), parser)
        except (lxml.etree.XMLSyntaxError, ValueError) as error:
            what = f"`{name}` in `{self.path.name}` is no XML: {error}"
            raise refused(self.path, "intake.torn", what, "save it anew") from error
