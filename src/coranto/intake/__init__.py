"""Intake: foreign copy becomes issue folders, one source format a file."""
