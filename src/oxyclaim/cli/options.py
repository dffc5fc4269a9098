"""The options that commands share, each with one name everywhere; their older names are still understood."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandFunctionType

OLDER = {
    "--on": ("--service-date", "--as-of"),
    "--payers": ("--payer-files",),
    "--to": ("--fees", "--output"),
    "--findings": ("--output",),
    "--pdf": ("--output",),
    "--pdf-folder": ("--output",),
    "--svg": ("--output",),
    "--png": ("--output",),
    "--folder": ("--output",),
    "--remitted": ("--remittance-date",),
    "--adr": ("--requested",),
}
"""Names that options had before, or are looked for by, and those that are theirs: whichever of them the command has."""


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


class Table(StrEnum):
    """Which table is written."""

    VERDICTS = "verdicts"
    DUE = "due"
    CHECKLISTS = "checklists"
    CLAIMS = "claims"


class CaseForm(StrEnum):
    """How case files are written."""

    YAML = "yaml"
    JSON = "json"


class Engine(StrEnum):
    """Where a run's work is done."""

    LOCAL = "local"
    SPARK = "spark"


Cases = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...",
        help="Case files (YAML, JSON, JSON Lines), folders of them, patterns ('*'), or - for standard input.",
    ),
]
CasesOrIds = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH...",
        help="Case files (YAML, JSON, JSON Lines), folders of them, patterns ('*'), or - for standard input. With "
        "--store: ids of its cases; none are all.",
    ),
]
FromStore = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="STORE",
        help="Take the cases from this store: a file, postgresql://USER@HOST/DATABASE, or own (see `oxyclaim store`).",
    ),
]
FormOption = Annotated[Form, typer.Option("--format", help="text for people, json for programs.")]
ListFormOption = Annotated[
    ListForm, typer.Option("--format", help="text for people, markdown for notes, json for programs.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="Today's date for deadlines (default: today).")
]
ServiceDate = Annotated[
    str | None, typer.Option("--service-date", metavar="YYYY-MM-DD", help="The date of service (default: today).")
]
DenialNotice = Annotated[
    bool,
    typer.Option(
        "--denial-notice",
        help="Ask for a formal denial of what is not covered (GA or GZ) or excluded (GY), where the facts allow it.",
    ),
]
FeesFolder = Annotated[
    Path | None,
    typer.Option(
        "--fees", metavar="FOLDER", help="Where fee files are kept (default: OXYCLAIM_FEES, else your own data folder)."
    ),
]
PayerFiles = Annotated[
    Path | None,
    typer.Option(
        "--payer-files",
        metavar="FOLDER",
        help="A folder with payer files of your own (default: OXYCLAIM_PAYERS, else your own data folder).",
    ),
]

EngineOption = Annotated[
    Engine,
    typer.Option("--engine", help="local: this machine; spark: Apache Spark (extra: spark; see docs/spark.md)."),
]
MasterOption = Annotated[
    str | None,
    typer.Option(
        "--master",
        metavar="MASTER",
        help="Where Spark runs, as Spark writes it (default: what spark-submit says, else every core here).",
    ),
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="STORE",
        help="The store: a file, or postgresql://USER@HOST/DATABASE (default: OXYCLAIM_STORE, else a file among your "
        "own data).",
    ),
]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who does it; it is kept (default: your user name).")
]

ProfileOption = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="FILE",
        help="Your profile, which fills what the cases leave out (default: OXYCLAIM_PROFILE, else a file among your "
        "own data).",
    ),
]


class Command(TyperCommand):
    """A command that also understands the older names of its options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, taken apart."""
        return super().parse_args(ctx, _with_new_names(args, self.params))


class Group(TyperGroup):
    """A group of commands that also understands the older names of its own options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, taken apart."""
        return super().parse_args(ctx, _with_new_names(args, self.params))


class DefaultGroup(Group):
    """A group whose first command is meant where no command is named: ``import FILE`` is ``import cases FILE``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, with the command that is meant."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)


def _with_new_names(args: Sequence[str], parameters: Iterable[Any]) -> list[str]:
    own = {name for parameter in parameters for name in parameter.opts}
    end = args.index("--") if "--" in args else len(args)
    return [*(_with_new_name(each, own) for each in args[:end]), *args[end:]]


def _with_new_name(argument: str, own: Collection[str]) -> str:
    name, sign, value = argument.partition("=")
    if name in own:
        return argument
    new = next((each for each in OLDER.get(name, ()) if each in own), name)
    return f"{new}{sign}{value}"


class Commands(typer.Typer):
    """A group of such commands; ``-h`` helps with each."""

    def __init__(self, cls: type[Group] = Group, **settings: Any):
        super().__init__(
            cls=cls,
            add_completion=False,
            pretty_exceptions_enable=False,
            rich_markup_mode=None,
            context_settings={"help_option_names": ["-h", "--help"]},
            **settings,
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[CommandFunctionType], CommandFunctionType]:
        """Add a command."""
        return super().command(name, cls=Command, **settings)


def today() -> date:
    """The day of the run where none is given."""
    return date.today()  # noqa: DTZ011 (the biller's own calendar day)


def day(text: str | None) -> date:
    """The day that an option gives, else today."""
    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it year-month-day, for example 2026-11-23") from None


def given(paths: list[Path] | None, store: str | None) -> list[Path]:
    """The paths; with a store there may be none."""
    if not paths and store is None:
        raise typer.BadParameter("give case files, or the store that the cases are in (--store)")
    return paths or []


def is_json(form: StrEnum) -> bool:
    """Whether a program reads the answer."""
    return form.value == "json"


def by_suffix(targets: list[Path], *suffixes: str) -> list[Path | None]:
    """The target with each of these suffixes, if one is given, and last the folder: whatever has another suffix.

    A file with another suffix that is there already is taken for the first kind, so that it is told to be in the way.
    """
    found: dict[str, Path] = {}
    for target in targets:
        other = suffixes[0] if target.is_file() else ""
        suffix = target.suffix.lower() if target.suffix.lower() in suffixes else other
        if suffix in found:
            raise typer.BadParameter(f"--output {target}: there is one of its kind already, {found[suffix]}")
        found[suffix] = target
    return [found.get(suffix) for suffix in (*suffixes, "")]
