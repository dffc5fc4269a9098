"""What the desk asks of a store beside the cases: who may sign in, who looked, how each line stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from oxyclaim.services.desk.shelves import Shelves
from oxyclaim.services.outgoing import Outgoing
from oxyclaim.services.programs.kept import Programs
from oxyclaim.services.store.kept import CaseVersion, Change, Patient, Store

Role = Literal["intake", "biller", "compliance", "manager"]
ROLES: tuple[Role, ...] = ("intake", "biller", "compliance", "manager")


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    account_id: str
    supplier_id: str
    name: str
    role: Role


@dataclass(frozen=True)
class Credential:
    """What a person signs in with: name, the password's Argon2 hash, the secret of the one-time codes.

    ``last_step``: the last code's time step, which is not taken again. ``failures``: wrong tries since the last right
    one; no try counts before ``locked_until`` (ISO, UTC).
    """

    sign_in: str
    password: str
    second_factor: str
    last_step: int = 0
    failures: int = 0
    locked_until: str | None = None


@dataclass(frozen=True)
class Session:
    """A browser that is signed in, by the hash of its cookie; ``token``: what its posts must hold."""

    session_sha256: str
    account: Account
    token: str
    made_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class Look:
    """Who looked at or did what."""

    at: str
    author: str
    what: str
    case_id: str | None


@dataclass(frozen=True)
class LineState:
    """A line of a case as it was judged last; ``rank``: how bad the verdict is, 0 the worst; ``why``: a sentence.

    ``authorization``: whether it needs one, ``authorized``: how that stands, ``authorized_until``: the last day of the
    latest approval; None where no rule of its payer asks for any. ``rules``: the ids of the rules that are not met, or
    not known to be, each between blanks; ``practitioner``: who ordered it, with the NPI. Both are None of a line that
    an older program judged.
    """

    case_id: str
    line_number: int
    code: str
    service_date: date
    payer: str
    verdict: str
    rank: int
    state: str
    owner: str
    modifiers: str
    why: str
    claim_by: date | None
    charge_cents: int | None
    expected_cents: int | None
    version: int
    as_of: date
    rule_book: str
    authorization: str | None = None
    authorized: str | None = None
    authorized_until: date | None = None
    rules: str | None = None
    practitioner: str | None = None


@dataclass(frozen=True)
class OrderedLine:
    """A line and the practitioner who ordered it; ``money_cents``: what is expected for it, else its charge."""

    practitioner: str
    case_id: str
    state: str
    service_date: date
    money_cents: int


@dataclass(frozen=True)
class StateCount:
    """How many lines stand so, of which owner, and what they come to."""

    state: str
    owner: str
    lines: int
    charge_cents: int


@dataclass(frozen=True)
class ClaimFileTold:
    """A claim file that was written; ``sent_at`` and ``sent_by``: when somebody said that it went out, and who."""

    claim_file_id: int
    receiver: str
    control_number: int
    name: str
    author: str
    at: str
    claims: int
    charge_cents: int
    sent_at: str | None
    sent_by: str | None


@dataclass(frozen=True)
class Document:
    """A paper that was sent in. ``case_id``: None while nobody has said whose it is; ``label``: its id in the case."""

    document_id: str
    case_id: str | None
    label: str | None
    kind: str | None
    dated: date | None
    content_sha256: str
    media_type: str
    received_at: str


@dataclass(frozen=True)
class PageRow:
    """A page of a document: by how many degrees it is turned, and the hash of its picture."""

    page: int
    turned: int
    image_sha256: str | None


class FileRoom(Protocol):
    """Where files lie, outside the database, by the hash of their content."""

    def put(self, content: bytes) -> str:
        """Keep bytes; their hash."""

    def get(self, sha256: str) -> bytes:
        """Bytes that were kept. Raises KeyError where they are gone, or are no longer what they were."""

    def is_open(self) -> bool:
        """Whether files can be put there."""


@dataclass(frozen=True)
class Whose:
    """Whose tasks: those that were given to a person by this name, and those of a role that were given to nobody."""

    role: str
    name: str


@dataclass(frozen=True)
class Task:
    """Something that is wanted for a case, and of whom. ``detail``: what else is known of it, as JSON; ``added_by``:
    the person who thought of it, None where a finding asks for it; ``touched_at``: when it came or a person last did
    something with it."""

    case_id: str
    question: str
    who: str
    state: str
    assigned: str | None
    due: date | None
    detail: str | None
    added_by: str | None = None
    touched_at: str | None = None


@dataclass(frozen=True)
class Draft:
    """What somebody has typed into a form and not saved; ``version``: that of the case on which it stands."""

    form: str
    version: int
    entered: str


class SupplierDesk(Shelves, Protocol):
    """What one supplier's people see: nothing of another's is ever found."""

    @property
    def store(self) -> Store:
        """The supplier's cases, verdicts and claims."""

    def handles(self, case_ids: Sequence[str]) -> dict[str, str]:
        """The random ids by which pages name these cases; made where there is none."""

    def case_of(self, handle: str) -> str | None:
        """The case with this id; None where the supplier has none."""

    def patients_after(self, case_id: str, most: int) -> list[Patient]:
        """So many cases whose id comes after this one, by id; empty: from the first on."""

    def head(self, case_id: str) -> CaseVersion:
        """The latest version of a case. Raises KeyError."""

    def patients(self, case_ids: Sequence[str]) -> dict[str, Patient]:
        """These cases as lists show them, by case id."""

    def look(self, author: str, at: datetime, what: str, case_id: str | None = None, detail: object = None) -> None:
        """Write down that somebody looked at or did something."""

    def looks(
        self,
        case_id: str | None = None,
        most: int = 100,
        *,
        author: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Look]:
        """Who looked, the latest first; ``since`` and before ``until``."""

    def check_looks(self) -> tuple[int, list[str]]:
        """Look at the whole log, of which a part is this supplier's: how many rows it has, and what is wrong."""

    def put_states(self, case_ids: Sequence[str], states: Sequence[LineState]) -> None:
        """These are the lines of these cases now."""

    def states(
        self,
        case_ids: Sequence[str] | None = None,
        *,
        state: str = "",
        verdict: str = "",
        owner: str = "",
        until: date | None = None,
        authorizable: bool = False,
        rule: str = "",
        most: int | None = 500,
    ) -> list[LineState]:
        """Lines as they stand, the earliest ``claim_by`` first; ``until``: of those alone that end by then;
        ``authorizable``: of those alone whose payer asks for authorizations; ``rule``: of those alone that it holds."""

    def doubtful(self, states: Collection[str], verdict: str, most: int) -> tuple[list[LineState], int]:
        """So many lines in these states with another verdict than this, the earliest ``claim_by`` first, and how many
        there are."""

    def lines_in(self, states: Collection[str]) -> list[tuple[str, int]]:
        """Case and number of every line in one of these states, in order."""

    def ordered(self) -> list[OrderedLine]:
        """Every line with who ordered it."""

    def state_counts(self) -> list[StateCount]:
        """How many lines stand in each way."""

    def days_of(self, state: str) -> list[tuple[date, int, int]]:
        """The service dates of the lines in a state, how many lines each has and what they come to in cents."""

    def lay_down_tasks(self, case_ids: Sequence[str], tasks: Sequence[Task], at: datetime) -> None:
        """These are the tasks of these cases now; one that was there keeps what people said of it."""

    def tasks(
        self,
        case_id: str | None = None,
        *,
        due_by: date | None = None,
        question: str = "",
        by_people: bool = False,
        most: int | None = None,
        behind: int = 0,
    ) -> list[Task]:
        """Tasks of a case, or of all, the earliest due first; of those alone that are due by a day, ask this question,
        or were thought of by people. ``most``: so many, behind the first ``behind``; else every one."""

    def tasks_in(self, group: str, whose: Whose | None, as_of: date, most: int) -> list[Task]:
        """So many tasks of a group (see ``services.desk.tasks``), somebody's or everybody's, the earliest due first."""

    def count_tasks(self, whose: Whose | None, as_of: date) -> dict[str, int]:
        """How many tasks each group has."""

    def put_task(self, task: Task, at: datetime) -> None:
        """A task as it stands now, after somebody has done something with it."""

    def add_task(self, task: Task, at: datetime) -> None:
        """Somebody thought of one. Raises ValueError where the case has the same already."""

    def behind(self, as_of: date, rule_book: str, most: int) -> list[str]:
        """Cases that were not judged yet on this day by this rule book in their latest version."""

    def draft(self, account_id: str, form: str) -> Draft | None:
        """What somebody has typed into a form."""

    def put_draft(self, account_id: str, draft: Draft, at: datetime) -> None:
        """Keep what somebody types, in the place of what was there."""

    def drop_draft(self, account_id: str, form: str) -> None:
        """It was saved, or thrown away."""

    def add_document(self, document: Document, pages: Sequence[PageRow]) -> None:
        """A document came in."""

    def documents(self, case_id: str | None) -> list[tuple[Document, int]]:
        """The documents of a case, or those that are nobody's yet, with their pages, the latest first."""

    def document(self, document_id: str) -> tuple[Document, list[PageRow]]:
        """A document and its pages. Raises KeyError."""

    def split_document(self, old: Document, rest_sha256: str, new: Document, pages: Sequence[int]) -> None:
        """These pages of ``old`` become those of ``new``, and its file is another from now on; both are counted anew.

        Raises ValueError where it is no longer as ``old`` says, and KeyError for an unknown document.
        """

    def give_document(self, document_id: str, case_id: str, label: str, kind: str, dated: date | None) -> None:
        """It is this patient's, under this label."""

    def turn_page(self, document_id: str, page: int, degrees: int) -> None:
        """A page is turned by so many degrees."""

    def claim_files(self, *, to_send: bool = False, most: int | None = 50) -> list[ClaimFileTold]:
        """Claim files that were written, the latest first; ``to_send``: those alone that were not marked sent."""

    def claim_file(self, claim_file_id: int) -> tuple[ClaimFileTold, bytes]:
        """A claim file and its bytes. Raises KeyError."""

    def mark_sent(self, claim_file_id: int, change: Change) -> None:
        """It went out. Once more changes nothing. Raises KeyError."""

    def add_outgoing(
        self, case_id: str | None, kind: str, to: str, suffix: str, content_sha256: str, size: int, change: Change
    ) -> Outgoing:
        """A document goes out: write it down, with a name of its own."""

    def outgoing(self, case_id: str | None = None, most: int = 100) -> list[Outgoing]:
        """What went out, of a case or of all, the latest first."""

    def details(self) -> str | None:
        """The supplier's settings, as JSON."""

    def put_details(self, name: str, npi: str | None, details: str, change: Change) -> None:
        """Change the supplier's settings."""


class Desk(Protocol):
    """A store as the desk has it: all suppliers' accounts, and each supplier's own desk."""

    def close(self) -> None:
        """Let go of the store."""

    @property
    def programs(self) -> Programs:
        """What is kept for other programs."""

    def of(self, supplier_id: str) -> SupplierDesk:
        """What this supplier's people see."""

    def add_supplier(self, supplier_id: str, name: str, at: datetime) -> None:
        """One more supplier."""

    def accounts(self, supplier_id: str) -> list[Account]:
        """Who may sign in, by name."""

    def add_account(self, account: Account, credential: Credential, at: datetime) -> None:
        """Somebody more may sign in. Raises ValueError where the name is taken."""

    def credential(self, sign_in: str) -> tuple[Account, Credential] | None:
        """Whose sign-in this is; None where nobody's, or of somebody who may not sign in any more."""

    def put_credential(self, account_id: str, credential: Credential, at: datetime) -> None:
        """Tries, codes and passwords, as they stand now."""

    def begin_session(self, session: Session) -> None:
        """A browser signs in."""

    def session(self, session_sha256: str) -> Session | None:
        """The session, unless it was ended or its account may not sign in any more."""

    def seen(self, session_sha256: str, at: datetime) -> None:
        """The session was used."""

    def end_session(self, session_sha256: str, at: datetime) -> None:
        """The browser is signed out."""

    def end_all_sessions(self, supplier_id: str, at: datetime) -> int:
        """All browsers of a supplier are signed out, and links that sign in lapse; how many browsers."""

    def put_welcome(self, link_sha256: str, account_id: str, until: datetime) -> None:
        """A link that signs in once."""

    def take_welcome(self, link_sha256: str, at: datetime) -> Account | None:
        """Whom the link signs in; None where it was used, is too old, or there is none."""
