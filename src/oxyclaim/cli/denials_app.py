"""``oxyclaim denials`` and ``oxyclaim reports``: their arguments and help."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from oxyclaim.cli.options import AsOf, Commands, Form, FormOption, PayerFiles, StoreOption, day, is_json


def add_to(app: Commands) -> None:
    """Add the commands."""
    app.command("denials")(denials)


def denials(
    payer: Annotated[
        str | None, typer.Option("--payer", metavar="NAME", help="Only of this payer (a part of its name).")
    ] = None,
    due_by: Annotated[
        str | None, typer.Option("--due-by", metavar="YYYY-MM-DD", help="Only what is due by this day.")
    ] = None,
    by: Annotated[
        Literal["root", "line"], typer.Option("--by", help="root: a task for each cause; line: every line.")
    ] = "root",
    most: Annotated[int, typer.Option("--most", metavar="N", min=0, help="Tasks that are told in full.")] = 10,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="Write all to OUT.csv or OUT.parquet.")
    ] = None,
    store: StoreOption = None,
    payer_files: PayerFiles = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
) -> None:
    """Show what was denied, turned down or paid too low, what to do about it, who, and by when.

    Lines with one cause are one task. Appeals, reopenings and new claims stand with their last safe day.

    Exit code: 0 if nothing is to be done, 1 if something is, 2 for bad input.

    Example: oxyclaim denials --due-by 2026-12-31 -o denials.csv
    """
    from oxyclaim.cli import denials as command
    from oxyclaim.services.denials import DenialWorkRequest

    request = DenialWorkRequest(day(as_of), payer, day(due_by) if due_by else None)
    raise typer.Exit(
        command.run(request, by == "line", most, output, store, payer_files, is_json(format))
    )  # fmt: skip
