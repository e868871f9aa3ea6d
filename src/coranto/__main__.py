"""`coranto` and `python -m coranto`."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it quietly, whenever it comes."""
    try:
        from coranto.cli import app

        app(prog_name="coranto")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
