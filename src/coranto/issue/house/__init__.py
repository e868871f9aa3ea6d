"""House style: what `periodical.yaml` asks of the copy, and where the copy is otherwise.

`judging.py` holds the copy to it, one rule a file; it is loaded only where a periodical has a style of its house.
"""
