"""The ``oxyclaim`` command. Everything heavy is imported by the command that needs it."""

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from oxyclaim import __version__

app = typer.Typer(
    name="oxyclaim",
    help="May this month of home oxygen (HCPCS E1392 and its family) be billed, how exactly, and if not, what is "
    "missing?\n\nExample: oxyclaim check examples/*.yaml",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Form(StrEnum):
    """How results are written."""

    TEXT = "text"
    JSON = "json"


class ListForm(StrEnum):
    """How a checklist is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class DueForm(StrEnum):
    """How a list of due months is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Case files: YAML, JSON, or JSON Lines (one case a line).")
]
FormOption = Annotated[Form, typer.Option("--format", help="text for people, json for programs.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="Today's date for deadlines (default: today).")
]
DenialNotice = Annotated[
    bool,
    typer.Option(
        "--denial-notice",
        help="Ask for a formal denial of what is not covered (GA or GZ) or excluded (GY), where the facts allow it.",
    ),
]

OK, NOT_ALL, BAD_INPUT, INTERNAL = 0, 1, 2, 3

fees = typer.Typer(
    help="Load CMS's public DMEPOS fee files, so that `check` can say what a line is expected to pay.\n\n"
    "Example: oxyclaim fees import dme26/*.csv",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(fees, name="fees")
FeesFolder = Annotated[
    Path | None,
    typer.Option(
        "--fees", metavar="FOLDER", help="Where fee files are kept (default: OXYCLAIM_FEES, else your own data folder)."
    ),
]

payers = typer.Typer(
    help="List the payers, show one, compare several, and start and check files of your own.\n\n"
    "Example: oxyclaim payers compare medicare medicare_advantage",
    invoke_without_command=True,
    rich_markup_mode=None,
)
app.add_typer(payers, name="payers")
PayersFolder = Annotated[
    Path | None,
    typer.Option(
        "--payers",
        metavar="DIR",
        help="A folder with payer files of your own (default: OXYCLAIM_PAYERS, else your own data folder).",
    ),
]
ServiceDay = Annotated[
    str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="The service date (default: today).")
]
AllPayers = Annotated[bool, typer.Option("--all", help="Also what is there to be inherited from only.")]


@app.command(no_args_is_help=True)
def check(
    files: Files,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    denial_notice: DenialNotice = False,
    fees_folder: FeesFolder = None,
    payer: Annotated[
        list[str] | None,
        typer.Option(
            "--payer",
            metavar="PAYER",
            help="Judge every case as if the patient had this payer; give it several times, or `all`, for one table.",
        ),
    ] = None,
    payers: PayersFolder = None,
) -> None:
    """Say of every line whether it may be billed, how, and if not, what is missing.

    Exit code: 0 every line is billable as it stands, 1 some line is not, 2 the input cannot be read.

    Example: oxyclaim check examples/01-clinic-test.yaml
    """
    from oxyclaim.cli import checking

    raise typer.Exit(
        checking.check(
            files, format is Form.JSON, _day(as_of), denial_notice, fees_folder, payer or (), _payers(payers, format)
        )
    )


@app.command(no_args_is_help=True)
def claim(
    files: Files,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="CLAIM.x12", help="Where the 837P goes.")],
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    denial_notice: DenialNotice = False,
    control_number: Annotated[
        int | None,
        typer.Option(min=1, max=999_999_999, help="Interchange control number (default: from the clock)."),
    ] = None,
    test: Annotated[bool, typer.Option("--test", help="Mark the file as a test (ISA15 = T).")] = False,
    payers: PayersFolder = None,
) -> None:
    """Write the billable lines as an 837P (005010X222A1), checked by an independent validator first.

    Exit code: 0 every line is in the file, 1 some line is refused, 2 the input cannot be read or the claim cannot
    be written.

    Example: oxyclaim claim examples/01-clinic-test.yaml -o out/claim.x12
    """
    from oxyclaim.cli import claiming

    raise typer.Exit(
        claiming.claim(
            files,
            output,
            format is Form.JSON,
            _day(as_of),
            denial_notice,
            control_number,
            test,
            _payers(payers, format),
        )
    )


@app.command(no_args_is_help=True)
def checklist(
    files: Files,
    format: Annotated[
        ListForm, typer.Option("--format", help="text for people, markdown for notes, json for programs.")
    ] = ListForm.TEXT,
    as_of: AsOf = None,
    pdf: Annotated[
        Path | None,
        typer.Option("--pdf", metavar="OUT.pdf", help="Also write one case as a form for the practitioner's office."),
    ] = None,
    pdf_folder: Annotated[
        Path | None,
        typer.Option("--pdf-folder", metavar="DIR", help="Also write such a form of every case, as <case_id>.pdf."),
    ] = None,
    payers: PayersFolder = None,
) -> None:
    """Say which papers and facts each patient's file must hold, who supplies them, and which are missing.

    Exit code: 0 everything is on file, 1 something is missing, only reported, not good enough or to be settled, 2 the
    input cannot be read or the PDF cannot be written.

    Example: oxyclaim checklist examples/10-half-the-papers.yaml --pdf request.pdf
    """
    from oxyclaim.cli import checklisting

    raise typer.Exit(checklisting.checklist(files, format.value, _day(as_of), pdf, pdf_folder, _payers(payers, format)))


@app.command(no_args_is_help=True)
def authorization(
    files: Files,
    format: Annotated[
        ListForm, typer.Option("--format", help="text for people, markdown for a document, json for programs.")
    ] = ListForm.TEXT,
    as_of: AsOf = None,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="OUT.pdf", help="Also write the request of one case as a form.")
    ] = None,
    line: Annotated[
        list[int] | None,
        typer.Option("--line", metavar="N", help="Only this line, also where none is needed (can be given again)."),
    ] = None,
    payers: Annotated[
        Path | None, typer.Option("--payers", metavar="DIR", help="A folder with payer files of your own.")
    ] = None,
    renewals: Annotated[
        bool, typer.Option("--renewals", help="List the approvals that end soon or have ended instead.")
    ] = False,
    ahead: Annotated[
        int, typer.Option("--ahead", metavar="DAYS", min=0, max=3660, help="With --renewals: days to look ahead.")
    ] = 60,
) -> None:
    """Say whether each line needs a prior authorization, and print what the request holds, with what is missing.

    The document (markdown, pdf) names the member; text and json do not.

    Exit code: 0 nothing is missing, or no authorization is needed; 1 something is missing or to be checked, or some
    approval is to be renewed; 2 the input cannot be read or the PDF cannot be written.

    Example: oxyclaim authorization examples/25-authorization.yaml --pdf request.pdf
    """
    from oxyclaim.cli import authorizing

    if renewals:
        if pdf or line:
            raise typer.BadParameter("--renewals goes with neither --pdf nor --line")
        raise typer.Exit(authorizing.due_renewals(files, format.value, _day(as_of), ahead, payers))
    raise typer.Exit(authorizing.authorization(files, format.value, _day(as_of), pdf, payers, line or []))


@app.command(no_args_is_help=True)
def calendar(
    files: Files,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="OUT.svg", help="Also draw one case, as a picture that scales.")
    ] = None,
    png: Annotated[
        Path | None, typer.Option("--png", metavar="OUT.png", help="Also draw one case, as a picture of pixels.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--folder", metavar="DIR", help="Also draw every case, as <case_id>.svg and <case_id>.png."),
    ] = None,
    payers: PayersFolder = None,
) -> None:
    """Show the months of a case to the end of the equipment's lifetime: billed, payable, blocked and why.

    Months after today are no promise: the look-ups before billing still lie ahead of them.

    Exit code: 0, or 2 where the input cannot be read or a picture cannot be written.

    Example: oxyclaim calendar examples/24-three-years.yaml --png calendar.png
    """
    from oxyclaim.cli import calendaring

    raise typer.Exit(
        calendaring.calendar(files, format is Form.JSON, _day(as_of), svg, png, folder, _payers(payers, format))
    )


@app.command(no_args_is_help=True)
def due(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Case files, folders (searched with all in them), or patterns ('*')."),
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="The day of the run (default: today).")
    ] = None,
    ahead: Annotated[
        int, typer.Option("--ahead", metavar="DAYS", min=0, max=3660, help="Days to look ahead of it.")
    ] = 90,
    format: Annotated[
        DueForm, typer.Option("--format", help="text for people, json for programs, csv for a spreadsheet.")
    ] = DueForm.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where the json or csv goes (default: here).")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show every month, not a screenful (as text).")] = False,
    payers: PayersFolder = None,
) -> None:
    """List every rental month that falls due, what must be checked, what is already wrong, and what comes up.

    A broken file is named at the end and does not stop the others.

    Exit code: 0 nothing that is due is wrong or to be checked, 1 something is, 2 some file could not be read (the rest
    is reported all the same), or the output cannot be written.

    Example: oxyclaim due --on 2025-08-15 examples/
    """
    from oxyclaim.cli import falling_due

    raise typer.Exit(falling_due.due(paths, _day(on), ahead, format.value, output, every, _payers(payers, format)))


@app.command()
def schema() -> None:
    """Print the JSON Schema of the case file.

    Example: oxyclaim schema > case.schema.json
    """
    import json

    from oxyclaim.case.schema import case_schema

    typer.echo(json.dumps(case_schema(), indent=2))


@app.command()
def rules(
    id: Annotated[str | None, typer.Argument(metavar="[ID]", help="A rule's id, such as COV-210.")] = None,
    format: FormOption = Form.TEXT,
    full: Annotated[
        bool, typer.Option("--full", help="Unfold also the criteria that several rules use (one rule, as text).")
    ] = False,
) -> None:
    """List the rules, or show one: what it checks, why, by which source, and what happens then.

    Exit code: 0, or 2 where there is no such rule.

    Example: oxyclaim rules COV-210
    """
    from oxyclaim.cli import rules as command

    raise typer.Exit(command.show(id, format is Form.JSON, full))


@app.command()
def authorities(
    id: Annotated[str | None, typer.Argument(metavar="[ID]", help="A source's id, such as L33797.")] = None,
    format: FormOption = Form.TEXT,
) -> None:
    """List the sources of the rule book, or show one and everything that rests on it.

    Exit code: 0, or 2 where there is no such source.

    Example: oxyclaim authorities L33797
    """
    from oxyclaim.cli import authorities as command

    raise typer.Exit(command.show(id, format is Form.JSON))


@app.command()
def codes(
    codes: Annotated[list[str] | None, typer.Argument(metavar="[CODE...]", help="HCPCS codes, such as E1392.")] = None,
    format: FormOption = Form.TEXT,
) -> None:
    """List the HCPCS codes of home oxygen, explain one, or show several side by side.

    Exit code: 0, or 2 where there is no such oxygen code.

    Example: oxyclaim codes E1392 E0431 E1390
    """
    from oxyclaim.cli import codes as command

    raise typer.Exit(command.show(codes or [], format is Form.JSON))


@app.command()
def denial(
    codes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CODE...]",
            help="The codes of the remittance advice in any order, such as CO-16 N264 N575 MA13; a modifier that was "
            "billed (GA, GZ) helps too.",
        ),
    ] = None,
    service_date: Annotated[
        str | None, typer.Option("--service-date", metavar="YYYY-MM-DD", help="The line's date of service.")
    ] = None,
    remittance_date: Annotated[
        str | None, typer.Option("--remittance-date", metavar="YYYY-MM-DD", help="The remittance advice's date.")
    ] = None,
    requested: Annotated[
        str | None, typer.Option("--requested", metavar="YYYY-MM-DD", help="The date of a request for records (ADR).")
    ] = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Say what a denial means, what to do and by when; without codes, list the denials.

    Exit code: 0, or 2 where a code is not known or a date is wrong.

    Example: oxyclaim denial CO-50 N102 --requested 2026-03-02 --remittance-date 2026-04-20
    """
    from oxyclaim.cli import denial as command

    raise typer.Exit(command.show(codes or [], service_date, remittance_date, requested, format is Form.JSON))


@fees.command("import", no_args_is_help=True)
def import_fees(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="The .csv (or tab-separated .txt) files of a quarterly DMEPOS release: fees, rural ZIP codes, former "
            "CBA fees, former CBA ZIP codes. Not Excel: save a workbook as CSV.",
        ),
    ],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Where to keep them (default: OXYCLAIM_FEES, else your own data)."),
    ] = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Check fee files and keep them, all or none. A file of the same quarter takes the older one's place.

    Exit code: 0, or 2 where a file cannot be read or is not right.

    Example: oxyclaim fees import dme26/*.csv
    """
    from oxyclaim.cli import fees as command

    raise typer.Exit(command.load(files, to, format is Form.JSON, _day(None)))


@fees.command("list")
def list_fees(fees_folder: FeesFolder = None, format: FormOption = Form.TEXT) -> None:
    """List the fee files that are loaded: quarter, source, rows, day of import.

    Example: oxyclaim fees list
    """
    from oxyclaim.cli import fees as command

    raise typer.Exit(command.listing(fees_folder, format is Form.JSON))


@fees.command("show", no_args_is_help=True)
def show_fees(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A HCPCS code, such as E1392.")],
    state: Annotated[str, typer.Option("--state", metavar="NY", help="The patient's state.")],
    zip: Annotated[str, typer.Option("--zip", metavar="12207", help="The patient's ZIP code.")],
    on: Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help="The date of service.")],
    fees_folder: FeesFolder = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Show the fees of a code for a patient's address and a date of service.

    Exit code: 0, 1 where the files have no such fee, 2 where the input cannot be read.

    Example: oxyclaim fees show E1392 --state NY --zip 12207 --on 2026-05-04
    """
    from oxyclaim.cli import fees as command

    raise typer.Exit(command.show(code, state, zip, _day(on), fees_folder, format is Form.JSON))


@payers.callback()
def all_payers(
    context: typer.Context, every: AllPayers = False, folder: PayersFolder = None, format: FormOption = Form.TEXT
) -> None:
    """List the payers where no command is named."""
    if context.invoked_subcommand is None:
        list_payers(every, folder, format)
    elif every or folder or format is not Form.TEXT:
        raise typer.BadParameter(f"give options behind the command: oxyclaim payers {context.invoked_subcommand} ...")


@payers.command("list")
def list_payers(every: AllPayers = False, folder: PayersFolder = None, format: FormOption = Form.TEXT) -> None:
    """List the payers and their plans: how far each can be trusted, how much it sets itself, how old its sources are.

    Exit code: 0, or 2 where the folder is not there or a file in it is wrong.

    Example: oxyclaim payers
    """
    from oxyclaim.cli import payers as command

    raise typer.Exit(command.listing(folder, every, format is Form.JSON))


@payers.command("show", no_args_is_help=True)
def show_payer(
    payer: Annotated[str, typer.Argument(metavar="PAYER", help="A payer's id, or payer/plan.")],
    on: ServiceDay = None,
    folder: PayersFolder = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Show everything that holds for a payer on a day: each value in words, its source, its age, whose it is.

    Exit code: 0, or 2 where there is no such payer.

    Example: oxyclaim payers show medicare --on 2025-05-12
    """
    from oxyclaim.cli import payers as command

    raise typer.Exit(command.show(payer, _day(on), folder, format is Form.JSON))


@payers.command("compare", no_args_is_help=True)
def compare_payers(
    chosen: Annotated[list[str], typer.Argument(metavar="PAYER...", help="Two payers or more, or payer/plan.")],
    on: ServiceDay = None,
    folder: PayersFolder = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also show what is alike, and what one of them sets alone.")
    ] = False,
    format: FormOption = Form.TEXT,
) -> None:
    """Put payers side by side, what differs first.

    Exit code: 0, or 2 where there is no such payer.

    Example: oxyclaim payers compare medicare medicare_advantage
    """
    from oxyclaim.cli import payers as command

    raise typer.Exit(command.compare(chosen, _day(on), folder, every, format is Form.JSON))


@payers.command("new", no_args_is_help=True)
def new_payer(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A short name: small letters, digits and _.")],
    inherits: Annotated[
        str,
        typer.Option(
            metavar="PAYER",
            help="Whose values and rules hold where the file sets none: base, medicare_advantage, medicare_criteria, "
            "or any payer.",
        ),
    ] = "base",
    folder: PayersFolder = None,
) -> None:
    """Start a payer's file of your own: valid as it stands, with every key as a comment. Overwrites nothing.

    Exit code: 0, or 2 where the file is there already, or the name or the payer to inherit from is wrong.

    Example: oxyclaim payers new my_plan --inherits medicare_advantage --payers my-payers
    """
    from oxyclaim.cli import payers as command

    raise typer.Exit(command.new(name, inherits, folder, _day(None)))


@payers.command("validate")
def validate_payers(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE|DIR...]", help="Payer files, or folders of them.")
    ] = None,
    folder: PayersFolder = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Name every problem of payer files with file and line, and what each lacks to be marked verified.

    Exit code: 0 the files are right (they may lack something to be verified), 2 something is wrong.

    Example: oxyclaim payers validate my-payers
    """
    from oxyclaim.cli import payers as command

    raise typer.Exit(command.validate(files or [], folder, _day(None), format is Form.JSON))


@payers.command("schema")
def payer_file_schema() -> None:
    """Print the JSON Schema of the payer file.

    Example: oxyclaim payers schema > payer.schema.json
    """
    from oxyclaim.cli import payers as command

    raise typer.Exit(command.schema())


@app.command(no_args_is_help=True)
def scrub(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE", help="837P files, or tables of claims (CSV, Parquet); folders and patterns too."
        ),
    ],
    findings: Annotated[
        Path | None,
        typer.Option("--findings", metavar="OUT", help="Write every finding to OUT.csv or OUT.parquet."),
    ] = None,
    history: Annotated[
        list[Path] | None,
        typer.Option("--history", metavar="FILE", help="Files of earlier claims, which decide months and duplicates."),
    ] = None,
    cases: Annotated[
        list[Path] | None,
        typer.Option("--cases", metavar="FILE", help="Case files: what they show decides coverage of their lines."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop, and write nothing, where anything would have to be set aside.")
    ] = False,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    fees_folder: FeesFolder = None,
    payer_id: Annotated[
        list[str] | None,
        typer.Option(
            "--payer-id", metavar="ID=PAYER", help="A payer id of your claims and the payer that it stands for."
        ),
    ] = None,
    payers: PayersFolder = None,
) -> None:
    """Check claim files and judge every oxygen line in them: what would be rejected or denied, why, and what it costs.

    Exit code: 0 nothing was found, 1 something was, 2 some file could not be read (the others are scrubbed all the
    same), 3 an error of the program's own.

    Example: oxyclaim scrub examples/claims.csv --findings findings.csv
    """
    from oxyclaim.cli import scrubbing

    raise typer.Exit(
        scrubbing.run(
            files,
            scrubbing.Asked(
                findings=findings,
                history=history or (),
                cases=cases or (),
                as_of=_day(as_of),
                strict=strict,
                fees=fees_folder,
                payer_ids=payer_id or (),
                payers=_payers(payers, format),
                as_json=format is Form.JSON,
            ),
        )
    )


@app.command()
def version() -> None:
    """Print the version and the fingerprint of the rule book.

    Example: oxyclaim version
    """
    from oxyclaim.policy import load

    typer.echo(f"oxyclaim {__version__}, rule book {load().hash}")


def _payers(option: Path | None, format: StrEnum) -> Path | None:
    """The folder of the user's own payer files; ends the command where it cannot be read."""
    from oxyclaim.cli.payer_folder import payers_folder

    return payers_folder(option, format.value == "json")


def _day(text: str | None) -> date:
    if text is None:
        return date.today()  # noqa: DTZ011 (the biller's own calendar day)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it year-month-day, for example 2026-11-23") from None


def run() -> None:
    """Run the command; an unforeseen error ends with exit code 3 and without patient data."""
    try:
        app()
    except Exception as error:
        where = _place(error)
        sys.stderr.write(
            f"oxyclaim met an error of its own ({type(error).__name__} in {where}) and stopped. Nothing was written.\n"
            "Please report it with this line and the version; the case itself is not needed.\n"
        )
        sys.exit(INTERNAL)


def _place(error: BaseException) -> str:
    """Module and line of the error; never its message, which may quote a patient's data."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "an unknown place"
