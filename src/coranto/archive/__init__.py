"""The archive: where finished PDFs are filed, whole or not at all."""
