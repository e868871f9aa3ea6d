"""The judge of editorial matters: what a sub-editor would ask of the copy.

Its rules need the issue alone, and tell queries only: a language may always be
cleverer than a rule.
"""
