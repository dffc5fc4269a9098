"""The ``oxyclaim`` command: the table of its commands and their options.

Everything heavy is imported by the command that needs it.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oxyclaim.cli import options, running
from oxyclaim.cli.appeal_app import appeal
from oxyclaim.cli.denials_app import add_to as add_denials
from oxyclaim.cli.earlier_claims_app import app as history
from oxyclaim.cli.judging_app import add_to as add_judging
from oxyclaim.cli.ledger_app import app as ledger
from oxyclaim.cli.options import (
    AsOf,
    By,
    CaseForm,
    Cases,
    CasesOrIds,
    Commands,
    DefaultGroup,
    DenialNotice,
    DueForm,
    Engine,
    EngineOption,
    FeesFolder,
    Form,
    FormOption,
    FromStore,
    ListForm,
    ListFormOption,
    MasterOption,
    PayerFiles,
    ProfileOption,
    ServiceDate,
    StoreOption,
    Table,
    by_suffix,
    day,
    given,
    is_json,
)
from oxyclaim.cli.programs_app import add_to as add_programs
from oxyclaim.version import __version__

if TYPE_CHECKING:
    from oxyclaim.claims.fees import FeeStore
    from oxyclaim.services.store.kept import Change

app = Commands(
    name="oxyclaim",
    help="May this month of home oxygen (HCPCS E1392 and its family) be billed, how exactly, and if not, what is "
    "missing?\n\nA first claim: `oxyclaim profile new` (once), `oxyclaim case new ann.yaml --code E1392`, "
    "fill in what stands in both as a comment, then `oxyclaim checklist ann.yaml`, `oxyclaim check ann.yaml` and "
    "`oxyclaim claim ann.yaml -o claim.x12`.\n\nExample: oxyclaim check examples/*.yaml",
    no_args_is_help=True,
)
fees = Commands(
    help="Load CMS's public fee files, list them, show a fee. With them `check` says what a line is expected to pay."
    "\n\nExample: oxyclaim fees import dme26/*.csv",
    no_args_is_help=True,
)
payers = Commands(
    help="List, show and compare payers; keep files of your own. Without a command it lists them."
    "\n\nExample: oxyclaim payers compare medicare medicare_advantage",
    invoke_without_command=True,
)
store = Commands(
    help="Keep cases, verdicts and claims for years. In one file, or a PostgreSQL database; see docs/store.md."
    "\n\nExample: oxyclaim store init",
    no_args_is_help=True,
)
profile = Commands(
    help="Start your profile, or check it.\n\nIt holds locations, submitter, receivers and payers in one file, so that "
    "a case begins with the patient.\n\nExample: oxyclaim profile new --profile profile.yaml",
    no_args_is_help=True,
)
case = Commands(
    help="Start a case file, or lay cases down as a table.\n\nExample: oxyclaim case new ann.yaml --code E1392",
    no_args_is_help=True,
)
app.add_typer(case, name="case")
app.add_typer(profile, name="profile")
imports = Commands(
    cls=DefaultGroup,
    help="Make cases of what another system exports. CSV and XLSX files of patients, orders, tests, equipment and "
    "billed months are joined by the patient's id; see docs/importing.md."
    "\n\nExample: oxyclaim import patients.csv equipment.csv --map map.yaml -o cases",
    no_args_is_help=True,
)
app.add_typer(imports, name="import")
simulate = Commands(
    help="Try claim files on made-up payers that answer them. With TA1, 999, 277CA, 835 and bank lines, and the truth "
    "apart; see docs/simulator.md.\n\nExample: oxyclaim simulate answer claim.x12 -o tried --from 2026-01-05",
    no_args_is_help=True,
)
app.add_typer(fees, name="fees")
app.add_typer(payers, name="payers")
app.add_typer(simulate, name="simulate")
app.add_typer(store, name="store")
app.add_typer(ledger, name="ledger")
app.add_typer(history, name="history")
add_denials(app)
add_judging(app, case)
add_programs(store)

ExportedFiles = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", help="Exported files, CSV or XLSX; patterns ('*') too."),
]
AllPayers = Annotated[bool, typer.Option("--all", help="Also what is there to be inherited from only.")]
Pictures = Annotated[
    list[Path] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        help="Also draw one case as OUT.svg or OUT.png, or every case into the folder OUT; give it several times.",
    ),
]


SimulatedFolder = Annotated[
    Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the files go; made if need be.")
]
SimulatedFrom = Annotated[
    str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="The day the files come in (default: today).")
]
SimulatedState = Annotated[
    Path | None,
    typer.Option("--state", metavar="JSON", help="The payers' memory, for the next run (default: beside FOLDER)."),
]
SimulatedTruth = Annotated[
    Path | None, typer.Option("--truth", metavar="JSON", help="Where the truth goes (default: beside FOLDER).")
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="What chance decides; the same gives the same.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"oxyclaim {__version__}")
        raise typer.Exit


@app.callback()
def oxyclaim(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version and exit.")
    ] = False,
) -> None:
    """What stands before the command."""


@app.command(no_args_is_help=True)
def check(
    paths: CasesOrIds = None,
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
    payer_files: PayerFiles = None,
    store: FromStore = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="With --store: keep the verdicts there, with all that they rest on.")
    ] = False,
    by: By = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="With --keep: why; it is kept with them.")
    ] = "checked",
    profile: ProfileOption = None,
) -> None:
    """Say of every line whether it may be billed, and how.

    And if not, what is missing, who has it, and what would help.

    Exit code: 0 every line is billable as it stands, 1 some line is not, 2 some input cannot be read.

    Example: oxyclaim check examples/01-clinic-test.yaml
    """
    from oxyclaim.cli import check as command

    files, folder = given(paths, store), _folder(payer_files, format)
    if keep and (payer or store is None):
        raise typer.BadParameter("--keep goes with --store, and without --payer")
    change = _change(by, reason) if keep else None
    raise typer.Exit(
        command.run(
            files, is_json(format), day(as_of), denial_notice, _fees(fees_folder), payer or (), folder, store, change,
            profile,
        )
    )  # fmt: skip


ControlNumber = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=999_999_999,
        help="Interchange control number that you have never used (default: the store's next; a test file without a "
        "store needs none). With --store the numbers go on from it.",
    ),
]
Test = Annotated[bool, typer.Option("--test", help="Mark the file as a test (ISA15 = T), whatever the profile says.")]


@app.command(no_args_is_help=True)
def claim(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="CLAIM.x12", help="Where the 837P goes.")],
    paths: CasesOrIds = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    denial_notice: DenialNotice = False,
    control_number: ControlNumber = None,
    test: Test = False,
    payer_files: PayerFiles = None,
    store: FromStore = None,
    fees_folder: FeesFolder = None,
    by: By = None,
    profile: ProfileOption = None,
) -> None:
    """Write the billable lines as an 837P (005010X222A1).

    It is a test file until your profile, or the case's submitter, says `usage: production`. An independent validator
    checks the file before it is put in its place. With --store the numbers come from there, and the file, its claims
    and the verdicts that it rests on are kept there; what went out before goes out again as a correction only.

    Exit code: 0 every line is in the file, 1 some line is refused, 2 the input cannot be read or the claim cannot
    be written.

    Example: oxyclaim claim examples/01-clinic-test.yaml -o out/claim.x12
    """
    from oxyclaim.cli import claim as command

    files, folder = given(paths, store), _folder(payer_files, format)
    raise typer.Exit(
        command.run(
            files, output, is_json(format), day(as_of), denial_notice, control_number, test, folder, store,
            _fees(fees_folder), _change(by, "billed"), profile,
        )
    )  # fmt: skip


@app.command(no_args_is_help=True)
def batch(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the files go.")],
    paths: CasesOrIds = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    denial_notice: DenialNotice = False,
    control_number: ControlNumber = None,
    test: Test = False,
    claims: Annotated[
        int, typer.Option("--claims", metavar="N", min=1, max=5000, help="Claims in a transaction set, at most.")
    ] = 5000,
    transactions: Annotated[
        int, typer.Option("--transactions", metavar="N", min=1, max=9999, help="Transaction sets in a file, at most.")
    ] = 1000,
    payer_files: PayerFiles = None,
    store: FromStore = None,
    fees_folder: FeesFolder = None,
    by: By = None,
    profile: ProfileOption = None,
) -> None:
    """Write the claims of many cases, a file for each payer.

    Files are split by receiver and payer; a manifest, beside them, lists them with totals and hashes. A case that
    cannot be written is named and stops none of the others. With --store what went out before for the same line and
    month is not written again.

    Exit code: 0 every line is in a file, 1 some line is refused or some case set aside, 2 some input cannot be read
    or nothing can be written.

    Example: oxyclaim batch cases/ -o out
    """
    from oxyclaim.claims import Limits
    from oxyclaim.cli import batch as command

    files, folder = given(paths, store), _folder(payer_files, format)
    raise typer.Exit(
        command.run(
            files, output, is_json(format), day(as_of), denial_notice, test, control_number,
            Limits(claims, transactions), profile, folder, store, _fees(fees_folder), _change(by, "billed"),
        )
    )  # fmt: skip


@app.command(no_args_is_help=True)
def correction(
    paths: CasesOrIds = None,
    first: Annotated[
        Path | None,
        typer.Option("--first", metavar="CLAIM.x12", help="The file with the first claims, where no store has them."),
    ] = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    payer_files: PayerFiles = None,
    store: FromStore = None,
    profile: ProfileOption = None,
) -> None:
    """Say how a claim that was sent is put right.

    By a claim in its place, a new one, a reopening, an appeal or a refund, and by when; what the first claim said and
    what this one says stand side by side. The case says what it corrects (correction).

    Exit code: 0 each correction goes out as a claim, 1 some do not, 2 the input cannot be read.

    Example: oxyclaim correction case.yaml --first claim.x12
    """
    from oxyclaim.cli import correction as command

    files, folder = given(paths, store), _folder(payer_files, format)
    raise typer.Exit(command.run(files, first, is_json(format), day(as_of), profile, folder, store))


@profile.command("new")
def new_profile(
    profile: ProfileOption = None,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="Legal name of the supplier.")] = None,
    npi: Annotated[str | None, typer.Option(metavar="NPI", help="Its NPI.")] = None,
    ptan: Annotated[str | None, typer.Option(metavar="PTAN", help="The number that Medicare gave it.")] = None,
    tax_id: Annotated[str | None, typer.Option(metavar="NUMBER", help="Its tax id, 9 digits.")] = None,
    line_1: Annotated[str | None, typer.Option("--line-1", metavar="TEXT", help="Street and number.")] = None,
    city: Annotated[str | None, typer.Option(metavar="TEXT", help="City.")] = None,
    state: Annotated[str | None, typer.Option(metavar="NY", help="State.")] = None,
    zip: Annotated[str | None, typer.Option(metavar="12207-1234", help="ZIP code, nine digits.")] = None,
    phone: Annotated[str | None, typer.Option(metavar="NUMBER", help="Telephone number.")] = None,
    submitter_id: Annotated[str | None, typer.Option(metavar="ID", help="Your submitter id.")] = None,
    submitter_name: Annotated[str | None, typer.Option(metavar="TEXT", help="The submitter's name.")] = None,
    contact_name: Annotated[str | None, typer.Option(metavar="TEXT", help="Whom the payer may call.")] = None,
    contact_phone: Annotated[str | None, typer.Option(metavar="NUMBER", help="The contact's number.")] = None,
    receiver_id: Annotated[str | None, typer.Option(metavar="ID", help="The receiver's id.")] = None,
    receiver_name: Annotated[str | None, typer.Option(metavar="TEXT", help="The receiver's name.")] = None,
    payer_files: PayerFiles = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Start a profile.

    What is not given stands in it as a comment.

    Exit code: 0, or 2 where the file is there already or a value cannot be.

    Example: oxyclaim profile new --profile profile.yaml --name "Example Oxygen Inc." --npi 1234567893
    """
    from oxyclaim.cli import profile as command

    facts = {
        "locations.name": name, "locations.npi": npi, "locations.ptan": ptan, "locations.tax_id": tax_id,
        "locations.address.line_1": line_1, "locations.address.city": city, "locations.address.state": state,
        "locations.address.zip": zip, "locations.phone": phone, "submitter.id": submitter_id,
        "submitter.name": submitter_name, "submitter.contact_name": contact_name,
        "submitter.contact_phone": contact_phone, "receivers.receiver_id": receiver_id,
        "receivers.name": receiver_name,
    }  # fmt: skip
    folder = _folder(payer_files, format)
    raise typer.Exit(command.new(profile, facts, folder, is_json(format), options.today()))


@profile.command("validate")
def validate_profile(
    profile: ProfileOption = None, payer_files: PayerFiles = None, format: FormOption = Form.TEXT
) -> None:
    """Say what your profile holds, and what claims need beyond.

    Exit code: 0 nothing is missing, 1 something is, 2 it cannot be read.

    Example: oxyclaim profile validate --profile profile.yaml
    """
    from oxyclaim.cli import profile as command

    folder = _folder(payer_files, format)
    raise typer.Exit(command.validate(profile, folder, is_json(format), options.today()))


def _known(question: str, help: str, metavar: str = "VALUE") -> object:
    """An option of `case new` for something that may be known."""
    return typer.Option(f"--{question}", metavar=metavar, help=help)


DAY = "YYYY-MM-DD"


@case.command("new", no_args_is_help=True)
def new_case(
    output: Annotated[Path, typer.Argument(metavar="CASE.yaml", help="Where the case goes.")],
    code: Annotated[list[str], typer.Option("--code", metavar="CODE", help="What is billed; give it several times.")],
    id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="The case's id (default: the file's name).")
    ] = None,
    payer: Annotated[
        str | None, typer.Option(metavar="PAYER", help="The payer's file (default: Medicare fee-for-service).")
    ] = None,
    last_name: Annotated[str | None, _known("last-name", "Patient's family name.")] = None,
    first_name: Annotated[str | None, _known("first-name", "Patient's given name.")] = None,
    birth_date: Annotated[str | None, _known("birth-date", "Date of birth.", DAY)] = None,
    sex: Annotated[str | None, _known("sex", "female, male or unknown.")] = None,
    line_1: Annotated[str | None, _known("line-1", "Street and number.")] = None,
    city: Annotated[str | None, _known("city", "City.")] = None,
    state: Annotated[str | None, _known("state", "State.")] = None,
    zip: Annotated[str | None, _known("zip", "ZIP code.")] = None,
    account: Annotated[str | None, _known("account", "Your account number of the patient.")] = None,
    member_id: Annotated[str | None, _known("member-id", "Member's id with the payer.")] = None,
    practitioner_last_name: Annotated[str | None, _known("practitioner-last-name", "As in PECOS.")] = None,
    practitioner_first_name: Annotated[str | None, _known("practitioner-first-name", "As in PECOS.")] = None,
    practitioner_npi: Annotated[str | None, _known("practitioner-npi", "NPI of who ordered.")] = None,
    diagnosis: Annotated[str | None, _known("diagnosis", "Principal diagnosis.")] = None,
    order_date: Annotated[str | None, _known("order-date", "Date on the written order.", DAY)] = None,
    flow: Annotated[str | None, _known("flow", "Prescribed flow, liters per minute.")] = None,
    visit_date: Annotated[str | None, _known("visit-date", "Date of the face-to-face visit.", DAY)] = None,
    test_date: Annotated[str | None, _known("test-date", "Date of the oxygen test.", DAY)] = None,
    spo2: Annotated[str | None, _known("spo2", "Saturation in percent.")] = None,
    acquisition: Annotated[str | None, _known("acquisition", "rental, purchase, contents or maintenance.")] = None,
    delivered: Annotated[str | None, _known("delivered", "Date of delivery, the first service date.", DAY)] = None,
    on_file: Annotated[bool, typer.Option("--on-file", help="The papers behind all this are on file.")] = False,
    profile: ProfileOption = None,
    payer_files: PayerFiles = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
) -> None:
    """Start a case file with what its codes need.

    On a terminal, what is not given is asked; what is not known stands in the file as a comment that says what may
    stand there. With a profile the case begins with the patient.

    Exit code: 0, or 2 where the file is there already or a value cannot be.

    Example: oxyclaim case new ann.yaml --code E1392
    """
    from oxyclaim.cli import case as command

    known = {
        "patient.last_name": last_name, "patient.first_name": first_name, "patient.birth_date": birth_date,
        "patient.sex": sex, "patient.address.line_1": line_1, "patient.address.city": city,
        "patient.address.state": state, "patient.address.zip": zip, "patient.account_number": account,
        "coverage.member_id": member_id, "practitioner.last_name": practitioner_last_name,
        "practitioner.first_name": practitioner_first_name, "practitioner.npi": practitioner_npi,
        "diagnoses.icd10": diagnosis, "orders.order_date": order_date, "orders.flow_lpm": flow,
        "encounters.date": visit_date, "tests.date": test_date, "tests.spo2_percent": spo2,
        "items.acquisition": acquisition, "deliveries.date": delivered,
    }  # fmt: skip
    folder = _folder(payer_files, format)
    raise typer.Exit(command.new(output, id, payer, code, known, on_file, profile, folder, is_json(format), day(as_of)))


@app.command(no_args_is_help=True)
def form(
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="OUT", help="OUT.txt for the pre-printed form; OUT.pdf or OUT.png for reading."
        ),
    ],
    paths: CasesOrIds = None,
    right: Annotated[
        int,
        typer.Option("--right", metavar="N", min=-20, max=20, help="Move the text so many characters to the right."),
    ] = 0,
    down: Annotated[
        int, typer.Option("--down", metavar="N", min=-10, max=10, help="Move the text so many lines down.")
    ] = 0,
    alignment: Annotated[
        bool, typer.Option("--alignment", help="Instead of cases, a page with every box full of X.")
    ] = False,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    denial_notice: DenialNotice = False,
    payer_files: PayerFiles = None,
    store: FromStore = None,
    profile: ProfileOption = None,
) -> None:
    """Fill the paper form CMS-1500 (02/12) with billable lines.

    Six lines a form. As text it goes onto the pre-printed form at 10 characters to the inch and 6 lines to the inch;
    print the page of --alignment first.

    Exit code: 0 every line is on a form, 1 some line is refused, 2 the input cannot be read or no form can be written.

    Example: oxyclaim form examples/01-clinic-test.yaml -o form.txt
    """
    from oxyclaim.claims.paper import Offset
    from oxyclaim.cli import form as command

    offset = Offset(right, down)
    if alignment:
        if paths or store:
            raise typer.BadParameter("--alignment takes no cases")
        raise typer.Exit(command.align(output, offset, is_json(format)))
    files, folder = given(paths, store), _folder(payer_files, format)
    raise typer.Exit(
        command.run(files, output, offset, denial_notice, is_json(format), day(as_of), folder, store, profile)
    )


@app.command(no_args_is_help=True)
def checklist(
    paths: Cases,
    format: ListFormOption = ListForm.TEXT,
    as_of: AsOf = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="Also write a form for the practitioner's office: of one case as OUT.pdf, or of each into the folder "
            "OUT, as <case_id>.pdf.",
        ),
    ] = None,
    payer_files: PayerFiles = None,
    profile: ProfileOption = None,
) -> None:
    """Say which papers a file must hold, and which are missing.

    And who supplies them, and which facts are only reported.

    Exit code: 0 everything is on file, 1 something is missing, only reported, not good enough or to be settled, 2 the
    input cannot be read or the PDF cannot be written.

    Example: oxyclaim checklist examples/10-half-the-papers.yaml -o request.pdf
    """
    from oxyclaim.cli import checklist as command

    pdf, pdf_folder = by_suffix(output or [], ".pdf")
    folder = _folder(payer_files, format)
    raise typer.Exit(command.run(paths, format.value, day(as_of), pdf, pdf_folder, folder, profile))


@app.command(no_args_is_help=True)
def authorization(
    paths: Cases,
    format: ListFormOption = ListForm.TEXT,
    as_of: AsOf = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT.pdf", help="Also write the request of one case as a form."),
    ] = None,
    line: Annotated[
        list[int] | None,
        typer.Option("--line", metavar="N", help="Only this line, also where none is needed (can be given again)."),
    ] = None,
    payer_files: PayerFiles = None,
    renewals: Annotated[
        bool, typer.Option("--renewals", help="List the approvals that end soon or have ended instead.")
    ] = False,
    ahead: Annotated[
        int, typer.Option("--ahead", metavar="DAYS", min=0, max=3660, help="With --renewals: days to look ahead.")
    ] = 60,
    profile: ProfileOption = None,
) -> None:
    """Say whether a prior authorization is needed, and make it.

    It prints what the request holds, with what is missing. The document (markdown, pdf) names the member; text and
    json do not.

    Exit code: 0 nothing is missing, or no authorization is needed; 1 something is missing or to be checked, or some
    approval is to be renewed; 2 the input cannot be read or the PDF cannot be written.

    Example: oxyclaim authorization examples/25-authorization.yaml -o request.pdf
    """
    from oxyclaim.cli import authorization as command

    if renewals:
        if output or line:
            raise typer.BadParameter("--renewals goes with neither --output nor --line")
        folder = _folder(payer_files, format)
        raise typer.Exit(command.run_renewals(paths, format.value, day(as_of), ahead, folder, profile))
    folder = _folder(payer_files, format)
    raise typer.Exit(command.run(paths, format.value, day(as_of), output, line or [], folder, profile))


@app.command(no_args_is_help=True)
def calendar(
    paths: Cases,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    output: Pictures = None,
    payer_files: PayerFiles = None,
    profile: ProfileOption = None,
) -> None:
    """Show the months of a rental: billed, payable, blocked.

    They are shown to the end of the equipment's lifetime, each with the reason. Months after today are no promise: the
    look-ups before billing still lie ahead of them.

    Exit code: 0, or 2 where some file cannot be read (the rest is shown all the same) or a picture cannot be written.

    Example: oxyclaim calendar examples/24-three-years.yaml -o calendar.png
    """
    from oxyclaim.cli import calendar as command

    pictures = command.Pictures(*by_suffix(output or [], ".svg", ".png"))
    raise typer.Exit(command.run(paths, is_json(format), day(as_of), pictures, _folder(payer_files, format), profile))


@app.command(no_args_is_help=True)
def restart(
    paths: Cases,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    payer_files: PayerFiles = None,
    profile: ProfileOption = None,
) -> None:
    """Say whether the paid rental months may begin anew.

    Yes, no or open, why, and which papers it takes. A new rental opens after a break in need, a loss, or the end of the
    equipment's lifetime; this looks at what the case holds of these.

    Exit code: 0 yes for every rental line, 1 no or open for some line, 2 some file cannot be read (the rest is answered
    all the same).

    Example: oxyclaim restart examples/26-break-in-need.yaml
    """
    from oxyclaim.cli import restart as command

    raise typer.Exit(command.run(paths, is_json(format), day(as_of), _folder(payer_files, format), profile))


@app.command(no_args_is_help=True)
def due(
    paths: CasesOrIds = None,
    as_of: AsOf = None,
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
    payer_files: PayerFiles = None,
    store: FromStore = None,
    profile: ProfileOption = None,
) -> None:
    """List every month that falls due, and what comes up.

    With what must be checked and what is already wrong. Where a case does not list the months billed before (history),
    the months that cannot be known are told as such. A broken file is named at the end and does not stop the others.

    Exit code: 0 nothing that is due is wrong or to be checked, 1 something is or cannot be known, 2 some file could not
    be read (the rest is reported all the same), or the output cannot be written.

    Example: oxyclaim due --as-of 2025-08-15 examples/
    """
    from oxyclaim.cli import due as command

    files, folder = given(paths, store), _folder(payer_files, format)
    raise typer.Exit(command.run(files, day(as_of), ahead, format.value, output, every, folder, store, profile))


@app.command(no_args_is_help=True)
def export(
    what: Annotated[Table, typer.Argument(metavar="TABLE", help="verdicts, due, checklists or claims.")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="OUT", help="Where it goes: OUT.csv, OUT.xlsx or OUT.parquet."),
    ],
    paths: CasesOrIds = None,
    ahead: Annotated[
        int, typer.Option("--ahead", metavar="DAYS", min=0, max=3660, help="Of due: days to look ahead.")
    ] = 90,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    fees_folder: FeesFolder = None,
    payer_files: PayerFiles = None,
    store: FromStore = None,
    profile: ProfileOption = None,
) -> None:
    """Write a table for a spreadsheet: who owes what by when.

    A row for each line (verdicts, claims), month (due) or paper (checklists), with columns that stay as they are
    (docs/exports.md). The file is written whole or not at all.

    Exit code: 0, or 2 where some input cannot be read (the rest is in the table) or the table cannot be written.

    Example: oxyclaim export verdicts examples -o verdicts.csv
    """
    from oxyclaim.cli import export as command

    files, folder = given(paths, store), _folder(payer_files, format)
    raise typer.Exit(
        command.run(
            what.value, files, output, ahead, is_json(format), day(as_of), _fees(fees_folder), folder, store, profile
        )
    )  # fmt: skip


@app.command(no_args_is_help=True)
def replies(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Answers of payers (TA1, 999, 277CA, 835); folders and patterns too."),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="Write every answered line to OUT.csv or OUT.parquet."),
    ] = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
) -> None:
    """Read what payers answered, and prove that it balances.

    What was accepted, rejected and paid, and where a remittance does not balance to the cent. Nothing is posted.

    Exit code: 0 all is accepted and balances, 1 something was rejected or does not balance, 2 some file could not be
    read (the others are told all the same), 3 an error of the program's own.

    Example: oxyclaim replies examples/replies
    """
    from oxyclaim.cli import replies as command
    from oxyclaim.services.replies import RepliesRequest

    raise typer.Exit(command.run(RepliesRequest(files, day(as_of), output), None, is_json(format)))


@app.command(no_args_is_help=True)
def post(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Answers of payers (TA1, 999, 277CA, 835); folders and patterns too."),
    ],
    claims: Annotated[
        list[Path] | None,
        typer.Option("--claims", metavar="PATH", help="Claim files (837P) of another program; may be repeated."),
    ] = None,
    bank: Annotated[
        list[Path] | None,
        typer.Option("--bank", metavar="FILE", help="The bank's deposits, CSV or Excel; may be repeated."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Try everything, keep nothing.")] = False,
    store: StoreOption = None,
    by: By = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
) -> None:
    """Post what payers answered to the ledger in the store.

    Each payment is proved to the cent and posted whole, or not at all; a file that comes again changes nothing. What
    fits no claim waits in suspense.

    Exit code: 0 all was posted, 1 something was not posted, waits or was rejected, 2 bad input or a file that could
    not be read (the others are posted all the same).

    Example: oxyclaim post replies --bank bank.csv --dry-run
    """
    from oxyclaim.cli import post as command
    from oxyclaim.services.posting import PostRequest

    request = PostRequest(files, day(as_of), claims or (), bank or (), dry_run)
    raise typer.Exit(command.run(request, store, by, is_json(format)))


PayerIds = Annotated[
    list[str] | None,
    typer.Option("--payer-id", metavar="ID=PAYER", help="A payer id of your claims and the payer that it stands for."),
]


@app.command(no_args_is_help=True)
def scrub(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="837P files, or tables of claims (CSV, Parquet), packed or not; folders, patterns, addresses (s3://...).",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="Write every finding to OUT.csv or OUT.parquet."),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="OUT.html", help="Write what it costs as a page: by reason, payer, code ..."),
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="OUT.xlsx", help="Write the same as a workbook (extra: office).")
    ] = None,
    history: Annotated[
        list[Path] | None,
        typer.Option(
            "--history",
            metavar="FILE",
            help="Files of earlier claims, or a folder of `oxyclaim history add`: they decide months and duplicates.",
        ),
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
    payer_id: PayerIds = None,
    codes: Annotated[
        list[Path] | None,
        typer.Option(
            "--codes",
            metavar="FILE",
            help="Your own code lists: CSV with the columns system, code, from, to; a folder of them too.",
        ),
    ] = None,
    payer_files: PayerFiles = None,
    profile: ProfileOption = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", metavar="N", min=1, help="Processes that share large files. The default is one for each core."
        ),
    ] = None,
    engine: EngineOption = Engine.LOCAL,
    master: MasterOption = None,
) -> None:
    """Check claim files and judge every oxygen line in them.

    What would be rejected or denied, why, and what it costs.

    Exit code: 0 nothing was found, 1 something was, 2 some file could not be read (the others are scrubbed all the
    same), 3 an error of the program's own.

    Example: oxyclaim scrub examples/claims.csv -o findings.csv
    """
    from oxyclaim.cli import scrub as command
    from oxyclaim.services.scrub import ScrubRequest

    request = ScrubRequest(
        files, day(as_of), _fees(fees_folder), output, history or (), cases or (), payer_id or (), strict, codes or (),
        report=report, workbook=xlsx, jobs=jobs or os.cpu_count() or 1, engine=engine.value, master=master,
    )  # fmt: skip
    raise typer.Exit(command.run(request, _folder(payer_files, format), is_json(format), profile))


@app.command(no_args_is_help=True)
def fix(
    files: Annotated[list[Path], typer.Argument(metavar="PATH...", help="837P files; folders and patterns too.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUT", help="Where corrected files go: a folder; a file for one.")
    ],
    worklist: Annotated[
        Path | None,
        typer.Option("--worklist", metavar="FILE", help="Write every finding that is left to a .csv or .parquet file."),
    ] = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    payer_id: PayerIds = None,
    codes: Annotated[
        list[Path] | None, typer.Option("--codes", metavar="FILE", help="Your own code lists, as for `scrub`.")
    ] = None,
    payer_files: PayerFiles = None,
) -> None:
    """Correct claim files where nobody has to be asked.

    Control numbers, counts, forms of dates, codes and ids, the place of RR. What was, what is, and why; nothing
    clinical, and no modifier that changes coverage, liability or the fee. The rest is a worklist.

    Exit code: 0 nothing is left, 1 something is, 2 some file could not be read, 3 an error of the program's own.

    Example: oxyclaim fix claims/ -o corrected --worklist rest.csv
    """
    from oxyclaim.cli import fix as command
    from oxyclaim.services.fix import FixRequest

    request = FixRequest(files, output, day(as_of), worklist, payer_id or (), codes or ())
    raise typer.Exit(command.run(request, _folder(payer_files, format), is_json(format)))


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
    """Say what a denial means, what to do and by when.

    Without codes it lists the denials.

    Exit code: 0, or 2 where a code is not known or a date is wrong.

    Example: oxyclaim denial CO-50 N102 --requested 2026-03-02 --remittance-date 2026-04-20
    """
    from oxyclaim.cli import denial as command

    raise typer.Exit(
        command.run(codes or [], service_date, remittance_date, requested, is_json(format), options.today())
    )


app.command("appeal", no_args_is_help=True)(appeal)


@app.command()
def codes(
    codes: Annotated[list[str] | None, typer.Argument(metavar="[CODE...]", help="HCPCS codes, such as E1392.")] = None,
    format: FormOption = Form.TEXT,
) -> None:
    """List the HCPCS codes of home oxygen, or explain some.

    Several are shown side by side.

    Exit code: 0, or 2 where there is no such oxygen code.

    Example: oxyclaim codes E1392 E0431 E1390
    """
    from oxyclaim.cli import codes as command

    raise typer.Exit(command.run(codes or [], is_json(format), options.today()))


@app.command()
def rules(
    id: Annotated[str | None, typer.Argument(metavar="[ID]", help="A rule's id, such as COV-210.")] = None,
    format: FormOption = Form.TEXT,
    full: Annotated[
        bool, typer.Option("--full", help="Unfold also the criteria that several rules use (one rule, as text).")
    ] = False,
) -> None:
    """List the rules, or show one: what it checks, and why.

    And by which source, and what happens then.

    Exit code: 0, or 2 where there is no such rule.

    Example: oxyclaim rules COV-210
    """
    from oxyclaim.cli import rules as command

    raise typer.Exit(command.run(id, is_json(format), full, options.today()))


@app.command()
def authorities(
    id: Annotated[str | None, typer.Argument(metavar="[ID]", help="A source's id, such as L33797.")] = None,
    format: FormOption = Form.TEXT,
) -> None:
    """List the sources, or show one and what rests on it.

    Exit code: 0, or 2 where there is no such source.

    Example: oxyclaim authorities L33797
    """
    from oxyclaim.cli import authorities as command

    raise typer.Exit(command.run(id, is_json(format), options.today()))


@app.command()
def schema(
    answer: Annotated[
        str | None,
        typer.Option(
            "--answer", metavar="KIND", help="Of the JSON answers of this kind, such as check, claim, scrub, refusal."
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of the case file, or of answers.

    Exit code: 0, or 2 where there is no such kind of answer; the kinds are then named.

    Example: oxyclaim schema --answer check > check.schema.json
    """
    from oxyclaim.cli import schema as command

    raise typer.Exit(command.run(answer))


@app.command()
def version(format: FormOption = Form.TEXT) -> None:
    """Print the version and the rule book's fingerprint.

    Example: oxyclaim version
    """
    from oxyclaim.cli import version as command

    raise typer.Exit(command.run(is_json(format), options.today()))


@imports.command("cases", no_args_is_help=True)
def import_cases(
    files: ExportedFiles,
    mapping: Annotated[
        Path, typer.Option("--map", metavar="MAP.yaml", help="Which heading is which key (see `oxyclaim import map`).")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="OUT", help="The folder for the cases, a file each; or one file, CASES.jsonl."
        ),
    ] = None,
    store: Annotated[
        str | None, typer.Option("--store", metavar="STORE", help="Take the cases into this store instead.")
    ] = None,
    worklist: Annotated[
        Path | None,
        typer.Option("--worklist", metavar="GAPS.csv", help="Write everything to work on, the most money first."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell everything, and write no case.")] = False,
    over: Annotated[
        bool, typer.Option("--over", help="Also where a person has changed a case since it was imported.")
    ] = False,
    by: By = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
    payer_files: PayerFiles = None,
    profile: ProfileOption = None,
) -> None:
    """Make cases of exported files, and tell what each lacks.

    The word `cases` may be left out. Files are joined by the patient's id. What an export says is reported, never
    documented, until a named person confirms the page that shows it (the index of documents). Every row is in a case
    or is told; the same files twice change nothing.

    Exit code: 0 nothing is left to do, 1 something is, 2 some row was set aside or the input cannot be used.

    Example: oxyclaim import patients.csv equipment.csv --map map.yaml --dry-run --worklist gaps.csv
    """
    from oxyclaim.cli import importing as command

    if sum((output is not None, store is not None, dry_run)) != 1:
        raise typer.BadParameter("give one of --output, --store and --dry-run")
    folder = _folder(payer_files, format)
    raise typer.Exit(
        command.run(
            files, mapping, output, store, worklist, dry_run, over, by, is_json(format), day(as_of), folder, profile
        )
    )  # fmt: skip


@imports.command("map", no_args_is_help=True)
def import_map(
    files: ExportedFiles,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="MAP.yaml", help="Where the mapping goes (default: here).")
    ] = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Propose a mapping from the headings of exported files.

    What a person must answer is marked ASK.

    Exit code: 0, or 2 where a file cannot be read or the mapping is there already.

    Example: oxyclaim import map patients.csv equipment.csv -o map.yaml
    """
    from oxyclaim.cli import importing as command

    raise typer.Exit(command.propose(files, output, is_json(format), options.today()))


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
    fees_folder: FeesFolder = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Check fee files and keep them, all or none.

    A file of the same quarter takes the older one's place.

    Exit code: 0, or 2 where a file cannot be read or is not right.

    Example: oxyclaim fees import dme26/*.csv
    """
    from oxyclaim.cli import fees as command

    raise typer.Exit(command.load(files, _fees(fees_folder), is_json(format), options.today()))


@fees.command("list")
def list_fees(fees_folder: FeesFolder = None, format: FormOption = Form.TEXT) -> None:
    """List the fee files that are loaded.

    With quarter, source, rows and day of import.

    Example: oxyclaim fees list
    """
    from oxyclaim.cli import fees as command

    raise typer.Exit(command.list_loaded(_fees(fees_folder), is_json(format), options.today()))


@fees.command("show", no_args_is_help=True)
def show_fee(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A HCPCS code, such as E1392.")],
    state: Annotated[str, typer.Option("--state", metavar="NY", help="The patient's state.")],
    zip: Annotated[str, typer.Option("--zip", metavar="12207", help="The patient's ZIP code.")],
    service_date: ServiceDate = None,
    fees_folder: FeesFolder = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Show a code's fees for an address and a date of service.

    Exit code: 0, 1 where the files have no such fee, 2 where the input cannot be read.

    Example: oxyclaim fees show E1392 --state NY --zip 12207 --service-date 2026-05-04
    """
    from oxyclaim.cli import fees as command

    store, today = _fees(fees_folder), options.today()
    raise typer.Exit(command.fee(code, state, zip, day(service_date), store, is_json(format), today))


@simulate.command("answer", no_args_is_help=True)
def simulate_answer(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="837P files, received on the day of --from.")],
    output: SimulatedFolder,
    from_: SimulatedFrom = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="YYYY-MM-DD", help="The payers go on to this day (default: ten weeks)."),
    ] = None,
    scenario: Annotated[
        str, typer.Option("--scenario", metavar="NAME", help="What happens; see `oxyclaim simulate scenarios`.")
    ] = "usual",
    seed: Seed = 1,
    state: SimulatedState = None,
    truth: SimulatedTruth = None,
    prices: Annotated[
        Path | None, typer.Option("--prices", metavar="CSV", help="Prices of your own: columns code, amount (dollars).")
    ] = None,
    people: Annotated[
        Path | None,
        typer.Option(
            "--people", metavar="JSON", help="What the payers know of members: death, plans, stays, supplement."
        ),
    ] = None,
    deductible_met: Annotated[
        bool, typer.Option("--deductible-met", help="Nobody owes a deductible any more.")
    ] = False,
    format: FormOption = Form.TEXT,
) -> None:
    """Let made-up payers answer claim files.

    They write TA1, 999, 277CA, weekly 835s and bank lines into a folder, remember months, deductible and debts in a
    file, and write what is true to another. Same files, scenario and seed: same bytes.

    Exit code: 0, or 2 where something cannot be read or written; then nothing was written.

    Example: oxyclaim simulate answer claim.x12 -o tried --from 2026-01-05 --scenario recouped
    """
    from oxyclaim.cli import simulate as command

    end = None if until is None else day(until)
    raise typer.Exit(
        command.run(
            is_json(format), options.today(), files=files, folder=output, received=day(from_), until=end,
            scenario=scenario, seed=seed, state=state, truth=truth, fees=prices, people=people,
            deductible_met=deductible_met,
        )
    )  # fmt: skip


@simulate.command("life", no_args_is_help=True)
def simulate_life(
    output: SimulatedFolder,
    patients: Annotated[int, typer.Option("--patients", metavar="N", min=1, max=100_000, help="How many.")] = 100,
    months: Annotated[int, typer.Option("--months", metavar="N", min=1, max=120, help="Months of service.")] = 37,
    from_: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day.")] = "2023-05-01",
    seed: Seed = 1,
    state: SimulatedState = None,
    truth: SimulatedTruth = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Let made-up patients live three years of claims.

    They start, pause, die and change plans; papers are lost, payers take back, pay again and cross over. The claims
    (837P), all answers, the bank's lines and the truth are written.

    Exit code: 0, or 2 where something cannot be written; then nothing was written.

    Example: oxyclaim simulate life -o three-years --patients 1000
    """
    from oxyclaim.cli import simulate as command

    raise typer.Exit(
        command.run_life(
            is_json(format), options.today(), folder=output, patients=patients, seed=seed, first_day=day(from_),
            months=months, truth=truth, state=state,
        )
    )  # fmt: skip


@simulate.command("scenarios")
def simulate_scenarios(format: FormOption = Form.TEXT) -> None:
    """List what can happen to claims, by scenario.

    Example: oxyclaim simulate scenarios
    """
    from oxyclaim.cli import simulate as command

    raise typer.Exit(command.list_scenarios(is_json(format), options.today()))


@payers.callback()
def all_payers(
    context: typer.Context, every: AllPayers = False, payer_files: PayerFiles = None, format: FormOption = Form.TEXT
) -> None:
    """List the payers where no command is named."""
    if context.invoked_subcommand is None:
        list_payers(every, payer_files, format)
    elif every or payer_files or format is not Form.TEXT:
        raise typer.BadParameter(f"give options behind the command: oxyclaim payers {context.invoked_subcommand} ...")


@payers.command("list")
def list_payers(every: AllPayers = False, payer_files: PayerFiles = None, format: FormOption = Form.TEXT) -> None:
    """List the payers and how far each can be trusted.

    With their plans, how much each sets itself, and how old its sources are.

    Exit code: 0, or 2 where the folder is not there or a file in it is wrong.

    Example: oxyclaim payers
    """
    from oxyclaim.cli import payers as command

    raise typer.Exit(command.listing(payer_files, every, is_json(format), options.today()))


@payers.command("show", no_args_is_help=True)
def show_payer(
    payer: Annotated[str, typer.Argument(metavar="PAYER", help="A payer's id, or payer/plan.")],
    service_date: ServiceDate = None,
    payer_files: PayerFiles = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Show everything that holds for a payer on a day.

    Each value in words, with its source, its age, and whose it is.

    Exit code: 0, or 2 where there is no such payer.

    Example: oxyclaim payers show medicare --service-date 2025-05-12
    """
    from oxyclaim.cli import payers as command

    raise typer.Exit(command.show_one(payer, day(service_date), payer_files, is_json(format), options.today()))


@payers.command("compare", no_args_is_help=True)
def compare_payers(
    chosen: Annotated[list[str], typer.Argument(metavar="PAYER...", help="Two payers or more, or payer/plan.")],
    service_date: ServiceDate = None,
    payer_files: PayerFiles = None,
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

    today = options.today()
    raise typer.Exit(command.compare(chosen, day(service_date), payer_files, every, is_json(format), today))


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
    payer_files: PayerFiles = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Start a payer's file of your own.

    It is valid as it stands, with every key as a comment. Nothing is overwritten.

    Exit code: 0, or 2 where the file is there already, or the name or the payer to inherit from is wrong.

    Example: oxyclaim payers new my_plan --inherits medicare_advantage --payer-files my-payers
    """
    from oxyclaim.cli import payers as command

    raise typer.Exit(command.new(name, inherits, payer_files, is_json(format), options.today()))


@payers.command("copy", no_args_is_help=True)
def copy_payer(
    payer: Annotated[str, typer.Argument(metavar="PAYER", help="A payer that comes with Oxyclaim.")],
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="The copy's own name; the payer's if left out.")
    ] = None,
    payer_files: PayerFiles = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Copy a built-in payer's file among your own.

    There you confirm and change it. Nothing is overwritten.

    Exit code: 0, or 2 where there is no such file, or the copy is there already.

    Example: oxyclaim payers copy tricare --payer-files my-payers
    """
    from oxyclaim.cli import payers as command

    raise typer.Exit(command.copy(payer, name, payer_files, is_json(format), options.today()))


@payers.command("review", no_args_is_help=True)
def review_payer(
    payer: Annotated[str, typer.Argument(metavar="PAYER", help="A payer of your own, or a built-in one, then copied.")],
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who confirms.")] = None,
    contract: Annotated[
        str | None, typer.Option("--contract", metavar="TITLE", help="The contract or policy in which it stands.")
    ] = None,
    place: Annotated[
        str | None, typer.Option("--at", metavar="PLACE", help="Where that paper is kept, or its web address.")
    ] = None,
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="DATE", help="Its date; the values hold from then on.")
    ] = None,
    confirm: Annotated[
        list[str] | None,
        typer.Option(
            "--confirm", metavar="KEY", help="A key whose value it confirms, or all; KEY@PLACE names the place."
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="A key and the value that it gives, as in the payer file."),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Only list what there is to confirm.")] = False,
    payer_files: PayerFiles = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Confirm a payer's values with the contract at hand.

    One by one, so that lines can be billable: each value that you confirm or enter rests on your contract from its date
    on, with your name and today's date. Without options it asks at the terminal; with --list, or where nobody is at a
    terminal, it lists the questions.

    Exit code: 0, or 2 where an answer is wrong; then nothing is written.

    Example: oxyclaim payers review tricare --by 'Ann Lee' --contract Agreement --dated 2026-01-01 --confirm all
    """
    from oxyclaim.cli import payer_review as command

    ask = sys.stdin.isatty() and not list_ and not is_json(format)
    since = day(dated) if dated else None
    given = command.Given(by, contract, place, since, confirm or (), set_ or (), ask)
    raise typer.Exit(command.run(payer, given, payer_files, is_json(format), options.today()))


@payers.command("validate")
def validate_payers(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH...]", help="Payer files, or folders of them.")
    ] = None,
    payer_files: PayerFiles = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Name every problem of payer files with file and line.

    And what each lacks to be marked verified.

    Exit code: 0 the files are right (they may lack something to be verified), 2 something is wrong.

    Example: oxyclaim payers validate my-payers
    """
    from oxyclaim.cli import payers as command

    raise typer.Exit(command.validate(files or [], payer_files, is_json(format), options.today()))


@payers.command("schema")
def payer_file_schema() -> None:
    """Print the JSON Schema of the payer file.

    Example: oxyclaim payers schema > payer.schema.json
    """
    from oxyclaim.cli import schema as command

    raise typer.Exit(command.of_payer_files())


@app.command()
def serve(
    address: StoreOption = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Make the store where there is none, and fill it with made-up patients.")
    ] = False,
    host: Annotated[
        str | None, typer.Option("--host", metavar="ADDRESS", help="Where it answers (default: 127.0.0.1).")
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", min=1, max=65535, help="At which port (default: 8391).")
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the browser, already signed in.")
    ] = False,
    files: Annotated[
        Path | None,
        typer.Option("--files", metavar="FOLDER", help="Where scanned papers lie (default: beside the store)."),
    ] = None,
    watch: Annotated[
        Path | None,
        typer.Option("--watch", metavar="FOLDER", help="Post what lies in its inbox; claim files go to its outbox."),
    ] = None,
    fees: FeesFolder = None,
    payer_files: PayerFiles = None,
) -> None:
    """Serve the desk: pages in the browser, and the REST API.

    Over a store. It answers on this machine alone. The first start prints who may sign in. For a server, settings stand
    in the environment; see docs/running.md.

    Exit code: 0 when it is stopped, 2 where it cannot start, with everything that is wrong.

    Example: oxyclaim serve --demo --store desk.db
    """
    from oxyclaim.cli import serve as command

    asked = command.Asked(address, host, port, demo, open_browser, fees, payer_files, files, watch)
    raise typer.Exit(command.run(asked))


@store.command("init")
def init_store(address: StoreOption = None, format: FormOption = Form.TEXT) -> None:
    """Make a store; nothing is overwritten.

    A file where --store says, or the tables in an empty PostgreSQL database.

    Exit code: 0, or 2 where there is a store already, or none can be made.

    Example: oxyclaim store init --store oxyclaim.db
    """
    from oxyclaim.cli import store as command

    raise typer.Exit(command.init(address, is_json(format), options.today()))


@store.command("import", no_args_is_help=True)
def import_store(
    paths: Cases,
    address: StoreOption = None,
    by: By = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept with each version.")] = (
        "taken in from a file"
    ),
    over: Annotated[
        bool, typer.Option("--over", help="Also where a person has changed the case in the store, as a later version.")
    ] = False,
    payer_files: PayerFiles = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Take case files in; the same twice changes nothing.

    Each case whose facts differ becomes a later version; what was there before stays. A case that a person has changed
    in the store is named and left as it is.

    Exit code: 0, or 2 where some file cannot be read or some case was changed in the store (the others are taken in).

    Example: oxyclaim store import examples/ --store oxyclaim.db
    """
    from oxyclaim.cli import store as command

    folder = _folder(payer_files, format)
    raise typer.Exit(command.import_from(paths, address, over, by, reason, is_json(format), folder))


@store.command("export", no_args_is_help=True)
def export_store(
    target: Annotated[
        Path,
        typer.Argument(metavar="TARGET", help="A new folder, with a file for each case; or one file, CASES.jsonl."),
    ],
    case_ids: Annotated[
        list[str] | None, typer.Argument(metavar="[CASE_ID...]", help="Only these cases (default: all).")
    ] = None,
    case_form: Annotated[
        CaseForm, typer.Option("--as", metavar="yaml|json", help="How files in a folder are written.")
    ] = CaseForm.YAML,
    address: StoreOption = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Write the cases out as case files, without loss.

    The latest version of each.

    Exit code: 0, or 2 where there is no such case or the target cannot be written.

    Example: oxyclaim store export cases.jsonl --store oxyclaim.db
    """
    from oxyclaim.cli import store as command

    raise typer.Exit(
        command.export_to(target, case_ids or (), case_form.value, address, is_json(format), options.today())
    )


@store.command("verify")
def verify_store(
    address: StoreOption = None,
    sample: Annotated[
        int, typer.Option("--sample", metavar="N", min=0, help="Make so many kept verdicts again, by chance.")
    ] = 20,
    every: Annotated[bool, typer.Option("--all", help="Make all of them again.")] = False,
    format: FormOption = Form.TEXT,
) -> None:
    """Look for anything changed, and make verdicts again.

    Every kept row has the hash of what was written, and chains show a row that was put in or taken out. Verdicts are
    made again by the program, rule book, payer files and fees that were kept with them, and compared byte for byte.

    Exit code: 0 everything is as it was written, 1 something is not, 2 the store cannot be read.

    Example: oxyclaim store verify --store oxyclaim.db
    """
    from oxyclaim.cli import store as command

    raise typer.Exit(command.verify(address, None if every else sample, is_json(format), options.today()))


@store.command("judge")
def judge_store(
    address: StoreOption = None,
    as_of: AsOf = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Processes (default: one a processor).")
    ] = None,
    payer_files: PayerFiles = None,
    format: FormOption = Form.TEXT,
    profile: ProfileOption = None,
) -> None:
    """Judge every case again, for lists that judge nothing.

    In pieces, by several processes. After an interruption the same command goes on where it stopped.

    Exit code: 0 every case was judged, 1 some was not, 2 the store cannot be read.

    Example: oxyclaim store judge --store oxyclaim.db
    """
    from oxyclaim.cli import store_judge as command

    folder = _folder(payer_files, format)
    raise typer.Exit(command.run(address, workers, is_json(format), day(as_of), folder, profile))


@store.command("due")
def store_due(
    address: StoreOption = None,
    verdict: Annotated[
        str, typer.Option("--verdict", metavar="VERDICT", help="Only months with this verdict, such as billable.")
    ] = "",
    first: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="Only service dates from this one on.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Only service dates up to this one.")
    ] = None,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help="Show so many.")] = 50,
    format: FormOption = Form.TEXT,
) -> None:
    """List the due months as they were judged last.

    At once, however many cases there are; `store judge` judges them. A case that was changed since is marked.

    Exit code: 0, or 2 where the store cannot be read.

    Example: oxyclaim store due --verdict billable --store oxyclaim.db
    """
    from oxyclaim.cli import store_judge as command

    since, until = day(first) if first else None, day(last) if last else None
    raise typer.Exit(command.due(address, verdict, since, until, most, is_json(format), options.today()))


@store.command("backup", no_args_is_help=True)
def back_up_store(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; a new file.")],
    address: StoreOption = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Copy a store into one file, also while it is used.

    The copy of a PostgreSQL store is such a file too. It holds patient data.

    Exit code: 0, 1 where something in the store was changed by hand, 2 where the file is there already or cannot be
    written.

    Example: oxyclaim store backup oxyclaim-backup.db --store oxyclaim.db
    """
    from oxyclaim.cli import store as command

    raise typer.Exit(command.backup(target, address, is_json(format), options.today()))


@store.command("restore", no_args_is_help=True)
def restore_store(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A copy that `store backup` made.")],
    address: StoreOption = None,
    over: Annotated[
        bool,
        typer.Option("--over", help="Put it in the place of a store that is there (a file; close programs first)."),
    ] = False,
    format: FormOption = Form.TEXT,
) -> None:
    """Make a store of a backup, and look at every row.

    In a new file or an empty PostgreSQL database, whichever the backup came from.

    Exit code: 0, or 2 where there is a store already, or the backup cannot be read or was changed by hand.

    Example: oxyclaim store restore oxyclaim-backup.db --store restored.db
    """
    from oxyclaim.cli import store as command

    raise typer.Exit(command.restore_from(source, address, over, is_json(format), options.today()))


@store.command("upgrade")
def upgrade_store(address: StoreOption = None, format: FormOption = Form.TEXT) -> None:
    """Bring a store to this version's layout.

    In one step, which is done whole or not at all. Back it up first.

    Exit code: 0, or 2 where there is no store, or it was written by a newer version.

    Example: oxyclaim store upgrade --store oxyclaim.db
    """
    from oxyclaim.cli import store as command

    raise typer.Exit(command.upgrade(address, is_json(format), options.today()))


@store.command("downgrade", no_args_is_help=True)
def downgrade_store(
    target: Annotated[str, typer.Argument(metavar="LAYOUT", help="The earlier layout, such as 0005.")],
    address: StoreOption = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Bring a store back to an earlier layout.

    For an earlier version of the program. In one step, which is done whole or not at all. Where something is kept that
    the earlier layout has no place for, nothing is changed: make a store of an earlier backup instead.

    Exit code: 0, or 2 where that would lose something, or there is no way back.

    Example: oxyclaim store downgrade 0005
    """
    from oxyclaim.cli import store as command

    raise typer.Exit(command.downgrade(address, target, is_json(format), options.today()))


def _folder(option: Path | None, form: Form | ListForm | DueForm) -> Path | None:
    """The folder of the user's own payer files; ends the command where it is not there."""
    from oxyclaim.cli.doors import telling
    from oxyclaim.cli.payer_folder import existing_folder

    with telling(is_json(form)):
        return existing_folder(option)


def _change(by: str | None, reason: str) -> "Change":
    """Who keeps something now, and why."""
    from oxyclaim.cli.store_place import change

    return change(by, reason)


def _fees(option: Path | None) -> "FeeStore":
    """The fee files that are kept where the option, the environment or the user's own data say."""
    from oxyclaim.claims.fees import FeeStore, default_folder

    return FeeStore(option or default_folder())


def run() -> None:
    """Run the command and end with its exit code."""
    command = typer.main.get_command(app)

    def whole() -> object:
        with command.make_context("oxyclaim", sys.argv[1:]) as context:
            return command.invoke(context)

    sys.exit(running.ended(whole))
