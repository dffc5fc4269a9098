"""The commands that work on tables of cases: ``oxyclaim judge`` and ``oxyclaim case table``."""

from pathlib import Path
from typing import Annotated

import typer

from oxyclaim.cli.options import (
    AsOf,
    Cases,
    Commands,
    Engine,
    EngineOption,
    Form,
    FormOption,
    MasterOption,
    PayerFiles,
    ProfileOption,
    day,
    is_json,
)

JobsOption = Annotated[
    int | None, typer.Option("--jobs", metavar="N", min=1, help="Processes (default: one a processor).")
]


def add_to(app: Commands, case: Commands) -> None:
    """Put the commands where they belong."""
    app.command("judge", no_args_is_help=True)(_judge)
    case.command("table", no_args_is_help=True)(_table)


def _judge(
    tables: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Parquet tables of cases, or folders of them.")
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="OUT", help="Where verdicts go: OUT.parquet; from Spark a new folder."),
    ],
    set_aside: Annotated[
        Path | None,
        typer.Option("--set-aside", metavar="OUT", help="Write why cases are not judged, as Parquet too."),
    ] = None,
    masks: Annotated[
        bool, typer.Option("--masks", help="A column for each rule: met, not met, unknown or open.")
    ] = False,
    engine: EngineOption = Engine.LOCAL,
    master: MasterOption = None,
    jobs: JobsOption = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    payer_files: PayerFiles = None,
    profile: ProfileOption = None,
) -> None:
    """Judge tables of cases: verdicts for millions.

    A row of a table is a case, a column a key of the case file (docs/judging-tables.md); `oxyclaim case table` makes
    one of case files. A row of the result is a line, with its verdict and the rules that decide. It is written whole
    or not at all, and every case is in it or set aside with the reason.

    Exit code: 0 every case was judged, 1 some was set aside, 2 a table cannot be read or has wrong columns, 3 an error
    of the program's own.

    Example: oxyclaim judge cases.parquet -o verdicts.parquet
    """
    from oxyclaim.cli import judge as command
    from oxyclaim.services.judge import JudgeRequest

    request = JudgeRequest(
        tables, output, day(as_of), set_aside, masks, engine=engine.value, jobs=jobs, master=master
    )  # fmt: skip
    raise typer.Exit(command.run(request, payer_files, is_json(format), profile))


def _table(
    paths: Cases,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT.parquet", help="Where the table goes.")],
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
) -> None:
    """Write case files as one table.

    A row a case, as `oxyclaim judge` reads it (docs/judging-tables.md). Nothing is filled in from a profile.

    Exit code: 0, or 2 where some input cannot be read (the rest is in the table) or the table cannot be written.

    Example: oxyclaim case table examples -o cases.parquet
    """
    from oxyclaim.cli import judge as command

    raise typer.Exit(command.table(paths, output, is_json(format), day(as_of)))
