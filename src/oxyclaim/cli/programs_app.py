"""``oxyclaim store token``, ``keys``, ``outbox``, ``person`` and ``archive``: their arguments and help."""

from pathlib import Path
from typing import Annotated

import typer

from oxyclaim.cli import options
from oxyclaim.cli.options import Commands, Form, FormOption, StoreOption, day, is_json

TokenId = Annotated[str, typer.Argument(metavar="TOKEN", help="The token's id, as `store token list` shows it.")]

token = Commands(
    help="Let other programs use the REST API. Each has a token with scopes; see docs/api.md."
    '\n\nExample: oxyclaim store token make "billing program" --scope patients:read',
    no_args_is_help=True,
)
outbox = Commands(
    help="Put documents where people send them from, with a log. Nothing is sent from here."
    "\n\nExample: oxyclaim store outbox add letter.pdf --kind letter --reader practitioner",
    no_args_is_help=True,
)
OutboxFolder = Annotated[
    Path | None,
    typer.Option(
        "--outbox", metavar="FOLDER", envvar="OXYCLAIM_OUTBOX", help="The outbox (default: beside the store)."
    ),
]
person = Commands(
    help="Who may sign in to the desk, where nobody can yet.\n\nExample: oxyclaim store person add ann --role manager",
    no_args_is_help=True,
)
archive = Commands(
    help="Back up the whole desk, and make one of it again. Store, papers and outbox, in one folder."
    "\n\nExample: oxyclaim store archive make backups/2026-11-29",
    no_args_is_help=True,
)
ArchiveFolder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The backup.")]
PapersFolder = Annotated[
    Path | None,
    typer.Option(
        "--files",
        metavar="FOLDER",
        envvar="OXYCLAIM_FILES",
        help="Where scanned papers lie (default: beside the store).",
    ),
]
keys = Commands(help="Change keys.\n\nExample: oxyclaim store keys rotate", no_args_is_help=True)


def add_to(store: Commands) -> None:
    """Add the commands to those of the store."""
    store.add_typer(token, name="token")
    store.add_typer(keys, name="keys")
    store.add_typer(outbox, name="outbox")
    store.add_typer(person, name="person")
    store.add_typer(archive, name="archive")


@token.command("make", no_args_is_help=True)
def make_token(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The program that it is for.")],
    scopes: Annotated[
        list[str] | None, typer.Option("--scope", metavar="SCOPE", help="What it may do; give it several times.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Its last day.")] = None,
    address: StoreOption = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Make a token; it is shown once.

    Scopes: judge, patients:read, patients:write, claims:read, claims:write, scrub, replies:read, replies:write,
    denials:read, ledger:read, webhooks.

    Exit code: 0, or 2 where the name or a scope is wrong, or there is no store.

    Example: oxyclaim store token make "billing program" --scope judge --scope patients:read
    """
    from oxyclaim.cli import programs as command

    last = day(until) if until else None
    raise typer.Exit(command.make(name, scopes or (), last, address, is_json(format), options.today()))


@token.command("list")
def list_tokens(address: StoreOption = None, format: FormOption = Form.TEXT) -> None:
    """List the tokens, and when each was used last.

    Exit code: 0, or 2 where there is no store.

    Example: oxyclaim store token list
    """
    from oxyclaim.cli import programs as command

    raise typer.Exit(command.listed(address, is_json(format), options.today()))


@token.command("replace", no_args_is_help=True)
def replace_token(which: TokenId, address: StoreOption = None, format: FormOption = Form.TEXT) -> None:
    """Make a token in the place of another.

    It has the same name and scopes. The old one goes on until it is revoked, so that the program can change over.

    Exit code: 0, or 2 where there is no such token.

    Example: oxyclaim store token replace m3kX0Zq1aBcD
    """
    from oxyclaim.cli import programs as command

    raise typer.Exit(command.anew(which, address, is_json(format), options.today()))


@token.command("revoke", no_args_is_help=True)
def revoke_token(which: TokenId, address: StoreOption = None, format: FormOption = Form.TEXT) -> None:
    """Revoke a token: from now on it is refused.

    Exit code: 0, or 2 where there is no such token.

    Example: oxyclaim store token revoke m3kX0Zq1aBcD
    """
    from oxyclaim.cli import programs as command

    raise typer.Exit(command.revoke(which, address, is_json(format), options.today()))


@keys.command("rotate")
def rotate_keys(address: StoreOption = None, format: FormOption = Form.TEXT) -> None:
    """Sign everybody out, and give webhooks new secrets.

    Links that sign in lapse. A webhook's secret of before signs too for a day. Tokens are replaced one by one, since
    each is in another program: those in force are listed.

    Exit code: 0, or 2 where there is no store.

    Example: oxyclaim store keys rotate
    """
    from oxyclaim.cli import programs as command

    raise typer.Exit(command.rotate(address, is_json(format), options.today()))


@outbox.command("add", no_args_is_help=True)
def add_to_outbox(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF, PNG or TIFF; it is copied.")],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="letter, packet, statement or request.")],
    to: Annotated[
        str, typer.Option("--reader", metavar="READER", help="practitioner, facility, payer, reviewer or patient.")
    ],
    case_id: Annotated[str | None, typer.Option("--case", metavar="CASE_ID", help="Whose it is.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who puts it there.")] = None,
    folder: OutboxFolder = None,
    address: StoreOption = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Put a document into the outbox, and write it down.

    The file gets a number for its name, and nothing of the patient. It is there whole, or not at all.

    Exit code: 0, or 2 where the file, the kind or the case is wrong.

    Example: oxyclaim store outbox add letter.pdf --kind letter --reader practitioner --case NY-2025-0117
    """
    from oxyclaim.cli import outbox as command

    raise typer.Exit(command.add(file, kind, to, case_id, by, folder, address, is_json(format), options.today()))


@outbox.command("list")
def list_outbox(folder: OutboxFolder = None, address: StoreOption = None, format: FormOption = Form.TEXT) -> None:
    """List what was put into the outbox, the latest first.

    Exit code: 0, or 2 where there is no store.

    Example: oxyclaim store outbox list
    """
    from oxyclaim.cli import outbox as command

    raise typer.Exit(command.listed(folder, address, is_json(format), options.today()))


@person.command("add", no_args_is_help=True)
def add_person(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")],
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="intake, biller, compliance or manager.")],
    full_name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="The person's own name.")] = None,
    address: StoreOption = None,
) -> None:
    """Make an account; password and second factor are shown once.

    Exit code: 0, or 2 where the name is taken or the role is none.

    Example: oxyclaim store person add ann --role manager --name "Ann Lee"
    """
    from oxyclaim.cli import programs as command

    raise typer.Exit(command.add_person(name, role, full_name or name, address))


@person.command("link", no_args_is_help=True)
def link_person(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")],
    address: StoreOption = None,
) -> None:
    """Print a link that signs somebody in once.

    Within 15 minutes. For whoever has lost the second factor, from whoever runs the server.

    Exit code: 0, or 2 where nobody has this name.

    Example: oxyclaim store person link ann
    """
    from oxyclaim.cli import programs as command

    raise typer.Exit(command.link(name, address))


@archive.command("make", no_args_is_help=True)
def make_archive(
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder.")],
    address: StoreOption = None,
    files: PapersFolder = None,
    folder: OutboxFolder = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Back up store, papers and outbox, also while they are used.

    The folder is there whole, or not at all: every file with its hash, every row looked at. It holds patient data.

    Exit code: 0, or 2 where the folder is there already, cannot be written, or something was changed by hand.

    Example: oxyclaim store archive make backups/2026-11-29 --store desk.db
    """
    from oxyclaim.cli import archive as command

    raise typer.Exit(command.make(target, address, files, folder, is_json(format), options.today()))


@archive.command("check", no_args_is_help=True)
def check_archive(folder: ArchiveFolder, format: FormOption = Form.TEXT) -> None:
    """Look at every file and every row of a backup.

    Exit code: 0 it is whole, 2 it is not, with everything that is wrong.

    Example: oxyclaim store archive check backups/2026-11-29
    """
    from oxyclaim.cli import archive as command

    raise typer.Exit(command.check(folder, is_json(format), options.today()))


@archive.command("restore", no_args_is_help=True)
def restore_archive(
    source: ArchiveFolder,
    address: StoreOption = None,
    files: PapersFolder = None,
    folder: OutboxFolder = None,
    format: FormOption = Form.TEXT,
) -> None:
    """Make a desk of a backup, where there is none.

    In a new file or an empty PostgreSQL database; nothing is overwritten. Then post what came in since.

    Exit code: 0, or 2 where something is there already, or the backup is not whole.

    Example: oxyclaim store archive restore backups/2026-11-29 --store restored.db
    """
    from oxyclaim.cli import archive as command

    raise typer.Exit(command.restore(source, address, files, folder, is_json(format), options.today()))
