"""The commands of ``oxyclaim history``: their arguments and help."""

from pathlib import Path
from typing import Annotated

import typer

from oxyclaim.cli.options import AsOf, Commands, Form, FormOption, day, is_json, today

app = Commands(
    help="Keep earlier claims that a scrub looks up (--history). In a folder of Parquet files of which a scrub opens "
    "those that it needs; see docs/scrubbing.md.\n\nExample: oxyclaim history add claims/2025 -o history",
    no_args_is_help=True,
)


@app.command("add", no_args_is_help=True)
def add(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="837P files, or tables of claims, packed or not; folders, patterns."),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FOLDER", help="The folder of the history; it is made where it is not there."
        ),
    ],
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
) -> None:
    """Add earlier claims to a history.

    A file that was added before changes nothing, whatever its name is now. All files are added, or none.

    Exit code: 0, or 2 where a file cannot be read or the folder is no history.

    Example: oxyclaim history add claims/2025 -o history
    """
    from oxyclaim.cli import earlier_claims as command
    from oxyclaim.services.earlier_claims import HistoryAddRequest

    raise typer.Exit(command.add(HistoryAddRequest(files, output, day(as_of)), is_json(format)))


@app.command("show", no_args_is_help=True)
def show(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The history.")],
    format: FormOption = Form.TEXT,
) -> None:
    """Show what is in a history.

    Exit code: 0, or 2 where the folder is no history.

    Example: oxyclaim history show history
    """
    from oxyclaim.cli import earlier_claims as command

    raise typer.Exit(command.shown(folder, today(), is_json(format)))
