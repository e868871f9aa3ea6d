"""The judge of access: whether everybody can read what is there, with eyes or without."""
