"""`coranto` and `python -m coranto`."""

import os
import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it quietly, whenever it comes."""
    # What else is installed shall have no say in what is valid, and not be searched for.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    try:
        from coranto.cli import app

        app(prog_name="coranto")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
