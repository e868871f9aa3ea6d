"""`coranto layouts`: which there are; begin one; show one."""

from collections.abc import Callable

import typer
from typer.core import TyperGroup

from coranto.cli import layouts_list, layouts_new, layouts_show

LIST = "list"
COMMANDS: dict[str, Callable[..., None]] = {
    LIST: layouts_list.command,
    "new": layouts_new.command,
    "show": layouts_show.command,
}
HELP = """Say which layouts there are, or all that one of them offers; begin one; show one.

Without a command it lists them; `coranto layouts NAME` says what one offers. Both take --json, and --layouts-from DIR
to look for layouts in that folder, too, and there first.

Example: coranto layouts newsletter
"""


class Group(TyperGroup):
    """A group in which whatever names no command goes to the list: `coranto layouts`, `coranto layouts NAME`."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override] # typer hides its own
        """Put the name of the list before arguments that name no command."""
        if not ctx.resilient_parsing and (not args or args[0] not in {*COMMANDS, *ctx.help_option_names}):
            args = [LIST, *args]
        return super().parse_args(ctx, args)


def group() -> typer.Typer:
    """Return the group, still without its commands."""
    return typer.Typer(cls=Group, help=HELP, subcommand_metavar="[NAME] | COMMAND [ARGS]...")
