"""The command line: one command a file, and the one place that catches errors.

Exit codes: 0 all well; 2 the command line itself; 130 interrupted; the others
belong to the errors (see `coranto.errors`).
"""

import functools
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any, ParamSpec, TypeVar

import typer
from typer.core import TyperGroup

from coranto import __version__
from coranto.cli import bag, check, compare, fonts, import_, layouts, new, open_, preflight, press, run, schema, verify
from coranto.errors import CorantoError, OutputError

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_EPILOG = """\b
Begin with:
  coranto new periodical my-letter --title "My Letter"
  coranto press my-letter/first-issue

\b
Exit codes:
  0    all is well
  1    something that Coranto did not foresee
  2    the command line is wrong
  3    the copy is at fault
  4    the layout is at fault
  5    a font is missing or was altered
  6    the press failed, or ran past its limit of time or memory
  7    preflight holds the PDF
  8    the PDF can't be written
  9    what was compared differs
  10   a finished PDF can't be read
  11   the archive is not what it should be: issues failed, editions are damaged
  130  interrupted
"""


class _Commands(TyperGroup):
    """The commands; to a program that asks for JSON, a wrong command line is told as JSON, too."""

    def main(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as typer has it
        """Run a command line."""
        if "--json" not in sys.argv[1:]:
            return super().main(*arguments, **options)
        try:
            sys.exit(super().main(*arguments, **{**options, "standalone_mode": False}) or 0)
        except typer.TyperException as error:
            from coranto import display

            said = f"the command line is wrong: {error.format_message()}"
            display.write_json({"ok": False, "exit_code": error.exit_code, "error": said, "findings": []})
            sys.exit(error.exit_code)


app = typer.Typer(
    cls=_Commands,
    help="Set a periodical: an issue written in Markdown and YAML becomes a print-ready PDF.",
    epilog=_EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help is plain, and there at once
    context_settings={"help_option_names": ["-h", "--help"]},
)


def caught(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Let a command tell its errors, and end with their exit code."""

    @functools.wraps(command)
    def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> Result:
        try:
            result = command(*arguments, **options)
            sys.stdout.flush()
        except CorantoError as error:
            from coranto import display

            if options.get("as_json"):
                display.write_json(display.error_as_data(error))
            else:
                display.show_error(error)
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:
            raise  # the command line ends quietly when nobody reads on
        except OSError as error:
            if error.filename is not None:
                raise
            print(f"coranto: standard output can't be written: {error.strerror}", file=sys.stderr)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left in it is not tried again at the end
            raise typer.Exit(OutputError.exit_code) from None
        except KeyboardInterrupt:
            print("coranto: interrupted; what was whole by then stands, and nothing is half written", file=sys.stderr)
            raise typer.Exit(130) from None
        else:
            return result

    return run


def _version(wanted: bool) -> None:
    if wanted:
        print(f"coranto {__version__}")
        raise typer.Exit


@app.callback()
def _coranto(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and end.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


_new = typer.Typer(help="Begin a periodical or an issue, to be pressed at once.", no_args_is_help=True)
_new.command("periodical")(caught(new.periodical))
_new.command("issue")(caught(new.issue))
app.add_typer(_new, name="new")
_layouts = layouts.group()
for _name, _command in layouts.COMMANDS.items():
    _layouts.command(_name, hidden=_name == layouts.LIST)(caught(_command))
app.add_typer(_layouts, name="layouts")
for _module in (check, press, preflight, import_, run, open_, verify, compare, bag, fonts, schema):
    app.command(_module.__name__.rpartition(".")[2].rstrip("_"))(caught(_module.command))
