"""The commands of ``oxyclaim ledger``: their arguments and help."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from oxyclaim.cli import options
from oxyclaim.cli.options import AsOf, By, Commands, Form, FormOption, StoreOption, day, is_json

app = Commands(
    help="What was charged, paid, denied and owed, to the cent. Balances, what wants a person, and entries by hand; "
    "see docs/ledger.md.\n\nExample: oxyclaim ledger balances --by payer",
    no_args_is_help=True,
)
Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="The claim id (CLM01).")]
Amount = Annotated[str, typer.Argument(metavar="AMOUNT", help="Dollars, as in 13.00.")]
On = Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day of it (default: today).")]
Reason = Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why, for whoever audits it.")]


@app.command("balances")
def balances(
    by: Annotated[
        Literal["claim", "patient", "payer", "day"], typer.Option("--by", help="A row for each of them.")
    ] = "payer",
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, help="Rows that are shown; the sum is of all.")
    ] = 50,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="Write every row to OUT.csv or OUT.parquet.")
    ] = None,
    store: StoreOption = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
) -> None:
    """Show balances by claim, patient, payer or day.

    Exit code: 0, or 2 for bad input.

    Example: oxyclaim ledger balances --by claim -o claims.csv
    """
    from oxyclaim.cli import ledger as command

    raise typer.Exit(command.balances(by, most, output, store, is_json(format), day(as_of)))


@app.command("work")
def work(
    silent: Annotated[
        list[str] | None,
        typer.Option(
            "--silent-after",
            metavar="DAYS",
            help="Working days a batch may be unanswered (1); of one payer: 16013=3. Repeat it.",
        ),
    ] = None,
    store: StoreOption = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
) -> None:
    """Show what wants a person.

    Answers in suspense, payments that were not posted, what payers want back, deposits without a remittance, batches
    that nobody has answered.

    Exit code: 0, or 2 for bad input.

    Example: oxyclaim ledger work
    """
    from oxyclaim.cli import ledger as command

    raise typer.Exit(command.work(silent or [], store, is_json(format), day(as_of)))


@app.command("match", no_args_is_help=True)
def match(
    answer: Annotated[int, typer.Argument(metavar="NUMBER", help="The answer's number, as `ledger work` lists it.")],
    claim: Claim,
    by: By = None,
    store: StoreOption = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Say whose an answer in suspense is, and post it.

    Exit code: 0, or 2 for bad input; then nothing was posted.

    Example: oxyclaim ledger match 12 C000000001
    """
    from oxyclaim.cli import ledger as command

    raise typer.Exit(command.match(answer, claim, by, store, is_json(format), options.today()))


@app.command("undo", no_args_is_help=True)
def undo(
    payment: Annotated[int, typer.Argument(metavar="NUMBER", help="The payment's number.")],
    reason: Reason = "",
    by: By = None,
    store: StoreOption = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Take a posted payment back; nothing is deleted.

    Entries are made against it, with your reason.
    Its file may be posted anew afterwards.

    Exit code: 0, or 2 for bad input; then nothing was changed.

    Example: oxyclaim ledger undo 7 --reason "the payer sent it to the wrong supplier"
    """
    from oxyclaim.cli import ledger as command

    raise typer.Exit(command.undo(payment, reason, by, store, is_json(format), options.today()))


@app.command("history")
def history(
    cases: Annotated[
        list[str] | None, typer.Argument(metavar="CASE...", help="Ids of cases in the store; all if left out.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write what is new and changed into the cases.")] = False,
    by: By = None,
    store: StoreOption = None,
    format: FormOption = Form.TEXT,
    as_of: AsOf = None,
) -> None:
    """Bring answered months into the cases' history.

    What a person has entered is never changed: where it disagrees with a remittance, both are told.

    Exit code: 0, 1 where the history and the remittances disagree, or 2 for bad input.

    Example: oxyclaim ledger history --write
    """
    from oxyclaim.cli import ledger as command

    raise typer.Exit(command.history(cases or (), write, by, store, is_json(format), day(as_of)))


@app.command("open", no_args_is_help=True)
def open_with(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or Excel table of opening balances.")],
    by: By = None,
    store: StoreOption = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Take in what the system before this one left.

    Claims with their balances, credits of patients, debts to payers: see docs/ledger.md.
    Exit code: 0, or 2 for bad input with every problem; then nothing was taken in.

    Example: oxyclaim ledger open balances.csv
    """
    from oxyclaim.cli import ledger as command

    raise typer.Exit(command.open_with(file, by, store, is_json(format), options.today()))


Payable = Literal["receipt", "refund", "hardship", "bad_debt", "payment_plan", "write_off"]


@app.command("enter", no_args_is_help=True)
def enter(
    kind: Annotated[
        Payable,
        typer.Argument(
            metavar="KIND",
            help="receipt (the patient paid), refund (we paid the patient back), hardship, bad_debt, payment_plan, "
            "write_off (of what was denied).",
        ),
    ],
    claim: Claim,
    amount: Amount,
    on: On = None,
    reason: Reason = "",
    by: By = None,
    store: StoreOption = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Enter what a patient paid, or what is waived.

    Also what a patient got back, a payment plan, or denied money that is given up.
    A patient's share is waived for one patient's hardship only, and never by routine.

    Exit code: 0, or 2 for bad input; then nothing was entered.

    Example: oxyclaim ledger enter receipt C000000001 13.00 --date 2026-02-03
    """
    from oxyclaim.cli import ledger as command

    raise typer.Exit(
        command.enter(
            kind, amount, on, claim, None, None, reason, by, store, is_json(format), options.today()
        )
    )  # fmt: skip


@app.command("appealed", no_args_is_help=True)
def appealed(
    claim: Claim,
    line: Annotated[
        str | None, typer.Option("--line", metavar="LINE", help="Its line (REF*6R); all that is denied if left out.")
    ] = None,
    level: Annotated[
        str, typer.Option("--level", metavar="LEVEL", help="redetermination, reconsideration, hearing, or plan.")
    ] = "redetermination",
    lost: Annotated[bool, typer.Option("--lost", help="The decision came, and it is against us.")] = False,
    on: On = None,
    reason: Reason = "",
    by: By = None,
    store: StoreOption = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Enter that an appeal went out, or was lost.

    While it is out, `oxyclaim denials` waits for its decision and the rental month counts.
    One that is won needs no entry: the remittance tells it.

    Exit code: 0, or 2 for bad input; then nothing was entered.

    Example: oxyclaim ledger appealed C000000001 --level redetermination --date 2026-02-03
    """
    from oxyclaim.cli import ledger as command

    raise typer.Exit(
        command.appealed(claim, line, level, lost, on, reason, by, store, is_json(format), options.today())
    )


@app.command("refund-payer", no_args_is_help=True)
def refund_payer(
    payer: Annotated[str, typer.Argument(metavar="PAYER", help="The payer's id, as in the remittance.")],
    amount: Amount,
    reference: Annotated[str, typer.Option("--reference", metavar="NUMBER", help="The payer's number of the claim.")],
    on: On = None,
    reason: Reason = "",
    by: By = None,
    store: StoreOption = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Enter money that you paid back to a payer.

    Exit code: 0, or 2 for bad input; then nothing was entered.

    Example: oxyclaim ledger refund-payer 16013 31.36 --reference 26005000000001
    """
    from oxyclaim.cli import ledger as command

    raise typer.Exit(
        command.enter(
            "payer_refund", amount, on, None, payer, reference, reason, by, store, is_json(format), options.today()
        )
    )  # fmt: skip
