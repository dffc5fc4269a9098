"""``oxyclaim denials`` and ``oxyclaim reports``: their arguments and help."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from oxyclaim.cli.options import AsOf, Commands, Form, FormOption, PayerFiles, StoreOption, day, is_json


def add_to(app: Commands) -> None:
    """Add the commands."""
    app.command("denials")(denials)
    app.command("reports")(reports)


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
    """Show denials as tasks: why, what to do, who, by when.

    What was denied, turned down or paid too low; lines with one cause are one task. Appeals, reopenings and new claims
    stand with their last safe day.

    Exit code: 0 if nothing is to be done, 1 if something is, 2 for bad input.

    Example: oxyclaim denials --due-by 2026-12-31 -o denials.csv
    """
    from oxyclaim.cli import denials as command
    from oxyclaim.services.denials import DenialWorkRequest

    request = DenialWorkRequest(day(as_of), payer, day(due_by) if due_by else None)
    raise typer.Exit(
        command.run(request, by == "line", most, output, store, payer_files, is_json(format))
    )  # fmt: skip


def reports(
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="YYYY-MM-DD", help="Claims sent from this day on (default: for a year)."),
    ] = None,
    last: Annotated[
        str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Claims sent until this day (default: today).")
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output", "-o", metavar="OUT",
            help="Write OUT.csv, OUT.parquet, OUT.svg or OUT.png, or table and picture into a folder; may be repeated.",
        ),
    ] = None,
    store: StoreOption = None,
    payer_files: PayerFiles = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
) -> None:  # fmt: skip
    """Show how well claims do: denials, payments, forecasts.

    Denied at first, accepted by edit, paid on the first pass, overturned, underpaid, foretold. Each measure stands with
    its definition, its numerator and its denominator.

    Exit code: 0, or 2 for bad input.

    Example: oxyclaim reports --from 2026-01-01 --until 2026-06-30 -o measures.csv -o measures.svg
    """
    from oxyclaim.cli import reports as command
    from oxyclaim.services.denials.reports import ReportRequest, a_year_until

    until = day(last or as_of)
    request = ReportRequest(day(as_of), day(first) if first else a_year_until(until), until)
    raise typer.Exit(command.run(request, output or [], store, payer_files, is_json(format)))
