"""``oxyclaim appeal``: its arguments and help."""

from pathlib import Path
from typing import Annotated

import typer

from oxyclaim.cli.options import (
    AsOf,
    CasesOrIds,
    Form,
    FormOption,
    FromStore,
    PayerFiles,
    ProfileOption,
    day,
    given,
    is_json,
)


def appeal(
    paths: CasesOrIds = None,
    line: Annotated[
        list[int] | None,
        typer.Option("--line", metavar="N", min=1, help="The denied line; give it several times. Default: every line."),
    ] = None,
    denied: Annotated[
        list[str] | None,
        typer.Option("--denied", metavar="CODES", help="The codes of the remittance advice, such as CO-50,N115."),
    ] = None,
    remittance_date: Annotated[
        str | None,
        typer.Option(
            "--remittance-date",
            metavar="YYYY-MM-DD",
            help="The remittance advice's date (default: the case's `correction`).",
        ),
    ] = None,
    level: Annotated[
        str | None,
        typer.Option(
            "--level",
            metavar="LEVEL",
            help="redetermination (default), reconsideration or hearing; of other payers: plan.",
        ),
    ] = None,
    decided: Annotated[
        str | None,
        typer.Option("--decided", metavar="YYYY-MM-DD", help="The date of the decision that a later level asks about."),
    ] = None,
    called_missing: Annotated[
        str | None, typer.Option("--called-missing", metavar="TEXT", help="What that decision called missing.")
    ] = None,
    requested: Annotated[
        str | None,
        typer.Option(
            "--requested",
            metavar="YYYY-MM-DD",
            help="The date of a request for records (ADR): makes the answer to it instead of an appeal.",
        ),
    ] = None,
    claim_number: Annotated[
        str | None,
        typer.Option(
            "--claim-number",
            metavar="NUMBER",
            help="The payer's number of the claim (default: the case's `correction`).",
        ),
    ] = None,
    requester: Annotated[
        str | None, typer.Option("--requester", metavar="NAME", help="Who asks (default: the submitter's contact).")
    ] = None,
    papers: Annotated[
        list[Path] | None,
        typer.Option(
            "--papers",
            metavar="PATH",
            help="A folder or file of the case's papers (PDF, PNG, JPEG, TIFF), each named like its document's id; "
            "give it several times. With --store the papers that the desk has of the case are taken too.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.pdf", help="Where letter, request and papers go.")
    ] = None,
    desk_files: Annotated[
        Path | None,
        typer.Option(
            "--desk-files", metavar="FOLDER", help="With --store: where its desk keeps papers (default: beside it)."
        ),
    ] = None,
    insist: Annotated[
        bool, typer.Option("--insist", help="Write the letter although no appeal is advised; it says what is not met.")
    ] = False,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    payer_files: PayerFiles = None,
    store: FromStore = None,
    profile: ProfileOption = None,
) -> None:
    """Make an appeal: letter, request and papers.

    The letter's table names, for each criterion, the source in force on the service date, the value, who measured it,
    and the page that shows it. Where something is not met it says so, and writes nothing. With --requested it answers a
    request for records. See docs/appeals.md.

    Exit code: 0 it can go out as it is, 1 no appeal is advised or something is missing, 2 the input cannot be read.

    Example: oxyclaim appeal case.yaml --line 2 --denied CO-50,N115 --remittance-date 2026-01-12 --papers papers -o
    appeal.pdf
    """
    from oxyclaim.cli import appeal as command
    from oxyclaim.cli.doors import telling
    from oxyclaim.cli.payer_folder import existing_folder

    files = given(paths, store)
    with telling(is_json(format)):
        folder = existing_folder(payer_files)
    options = command.Options(
        line or (), denied or (), remittance_date, level, decided, called_missing, requested, claim_number, requester,
        papers or (), insist, desk_files,
    )  # fmt: skip
    raise typer.Exit(command.run(files, options, output, is_json(format), day(as_of), folder, store, profile))
