"""The judge of pages: whether what was pressed is true to the copy, and well made."""
