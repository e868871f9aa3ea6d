"""The layout: how it looks, with all that it inherits."""
