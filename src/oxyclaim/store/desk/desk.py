"""A store as the desk has it: each call is one transaction."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Engine, select, update

from oxyclaim.services.desk.kept import (
    Account,
    ClaimFileTold,
    Credential,
    Document,
    Draft,
    LineState,
    Look,
    OrderedLine,
    PageRow,
    Session,
    StateCount,
    Task,
    Whose,
)
from oxyclaim.services.outgoing import Outgoing
from oxyclaim.services.store.kept import CaseVersion, Change, Patient
from oxyclaim.store import cases
from oxyclaim.store.desk import accounts, drafts, files, lines, looking, outgoing, papers, task_groups
from oxyclaim.store.desk import tasks as work
from oxyclaim.store.desk.shelves import SqlShelves
from oxyclaim.store.engines import reading, writing
from oxyclaim.store.events import Happened, write_events
from oxyclaim.store.places import SqlPlaces
from oxyclaim.store.programs import SqlPrograms
from oxyclaim.store.sealing import at_text
from oxyclaim.store.store import SqlStore
from oxyclaim.store.tables import supplier


class SqlSupplierDesk(SqlShelves):
    """See ``services.desk.kept.SupplierDesk``, which says what each of these does."""

    def __init__(self, engine: Engine, where: str, supplier_id: str):
        super().__init__(engine, supplier_id)
        self._store = SqlStore(engine, where, supplier_id)

    @property
    def store(self) -> SqlStore:
        """The supplier's cases."""
        return self._store

    def handles(self, case_ids: Sequence[str]) -> dict[str, str]:
        """The ids by which pages name these cases."""
        with reading(self._engine) as connection:
            found = lines.known_handles(connection, self._supplier, case_ids)
        if all(each in found for each in case_ids):
            return found
        with writing(self._engine) as connection:
            return lines.make_handles(connection, self._supplier, case_ids)

    def case_of(self, handle: str) -> str | None:
        """The case with this id."""
        with reading(self._engine) as connection:
            return lines.case_of(connection, self._supplier, handle)

    def patients_after(self, case_id: str, most: int) -> list[Patient]:
        """Cases behind this one, by case id."""
        with reading(self._engine) as connection:
            return lines.patients_after(connection, self._supplier, case_id, most)

    def head(self, case_id: str) -> CaseVersion:
        """The latest version of a case."""
        with reading(self._engine) as connection:
            found = next(cases.latest(connection, self._supplier, [case_id]), None)
        if found is None:
            raise KeyError(case_id)
        return found

    def patients(self, case_ids: Sequence[str]) -> dict[str, Patient]:
        """These cases as lists show them."""
        with reading(self._engine) as connection:
            return lines.patients(connection, self._supplier, case_ids)

    def look(self, author: str, at: datetime, what: str, case_id: str | None = None, detail: object = None) -> None:
        """Write down that somebody looked."""
        with writing(self._engine) as connection:
            looking.look(connection, self._supplier, author, at, what, case_id, detail)

    def looks(
        self,
        case_id: str | None = None,
        most: int = 100,
        *,
        author: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Look]:
        """Who looked."""
        with reading(self._engine) as connection:
            return looking.looks(connection, self._supplier, case_id, most, author, since, until)

    def check_looks(self) -> tuple[int, list[str]]:
        """Look at the whole log."""
        with reading(self._engine) as connection:
            return looking.check(connection)

    def put_states(self, case_ids: Sequence[str], states: Sequence[LineState]) -> None:
        """These are the lines of these cases now."""
        with writing(self._engine) as connection:
            lines.put(connection, self._supplier, case_ids, states)

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
        """Lines as they stand."""
        with reading(self._engine) as connection:
            return lines.listed(
                connection, self._supplier, case_ids, state, verdict, owner, until, authorizable, rule, most
            )

    def doubtful(self, states: Collection[str], verdict: str, most: int) -> tuple[list[LineState], int]:
        """So many lines in these states with another verdict than this, and how many there are."""
        with reading(self._engine) as connection:
            return lines.doubtful(connection, self._supplier, states, verdict, most)

    def lines_in(self, states: Collection[str]) -> list[tuple[str, int]]:
        """Case and number of every line in one of these states."""
        with reading(self._engine) as connection:
            return lines.keys_in(connection, self._supplier, states)

    def ordered(self) -> list[OrderedLine]:
        """Every line with who ordered it."""
        with reading(self._engine) as connection:
            return lines.ordered(connection, self._supplier)

    def state_counts(self) -> list[StateCount]:
        """How many lines stand in each way."""
        with reading(self._engine) as connection:
            return lines.counts(connection, self._supplier)

    def days_of(self, state: str) -> list[tuple[date, int, int]]:
        """The service dates of the lines in a state."""
        with reading(self._engine) as connection:
            return lines.days_of(connection, self._supplier, state)

    def lay_down_tasks(self, case_ids: Sequence[str], tasks: Sequence[Task], at: datetime) -> None:
        """These are the tasks of these cases now."""
        with writing(self._engine) as connection:
            work.lay_down(connection, self._supplier, case_ids, tasks, at)

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
        """Tasks of a case, or of all."""
        with reading(self._engine) as connection:
            return work.listed(connection, self._supplier, case_id, due_by, question, by_people, most, behind)

    def tasks_in(self, group: str, whose: Whose | None, as_of: date, most: int) -> list[Task]:
        """So many tasks of a group."""
        with reading(self._engine) as connection:
            return task_groups.picked(connection, self._supplier, group, whose, as_of, most)

    def count_tasks(self, whose: Whose | None, as_of: date) -> dict[str, int]:
        """How many tasks each group has."""
        with reading(self._engine) as connection:
            return task_groups.counted(connection, self._supplier, whose, as_of)

    def add_task(self, task: Task, at: datetime) -> None:
        """Somebody thought of one."""
        with writing(self._engine) as connection:
            work.add(connection, self._supplier, task, at)

    def put_task(self, task: Task, at: datetime) -> None:
        """A task as it stands now."""
        with writing(self._engine) as connection:
            work.put(connection, self._supplier, task, at)

    def behind(self, as_of: date, rule_book: str, most: int) -> list[str]:
        """Cases that are to be judged."""
        with reading(self._engine) as connection:
            return lines.behind(connection, self._supplier, as_of, rule_book, most)

    def draft(self, account_id: str, form: str) -> Draft | None:
        """What somebody has typed."""
        with reading(self._engine) as connection:
            return drafts.find(connection, self._supplier, account_id, form)

    def put_draft(self, account_id: str, draft: Draft, at: datetime) -> None:
        """Keep what somebody types."""
        with writing(self._engine) as connection:
            drafts.put(connection, self._supplier, account_id, draft, at)

    def drop_draft(self, account_id: str, form: str) -> None:
        """It is not kept any longer."""
        with writing(self._engine) as connection:
            drafts.drop(connection, self._supplier, account_id, form)

    def add_document(self, document: Document, pages: Sequence[PageRow]) -> None:
        """A document came in."""
        with writing(self._engine) as connection:
            papers.add(connection, self._supplier, document, pages)

    def documents(self, case_id: str | None) -> list[tuple[Document, int]]:
        """The documents of a case, or of nobody."""
        with reading(self._engine) as connection:
            return papers.listed(connection, self._supplier, case_id)

    def document(self, document_id: str) -> tuple[Document, list[PageRow]]:
        """A document and its pages."""
        with reading(self._engine) as connection:
            return papers.whole(connection, self._supplier, document_id)

    def split_document(self, old: Document, rest_sha256: str, new: Document, pages: Sequence[int]) -> None:
        """Pages become a document of their own."""
        with writing(self._engine) as connection:
            papers.split(connection, self._supplier, old, rest_sha256, new, pages)

    def give_document(self, document_id: str, case_id: str, label: str, kind: str, dated: date | None) -> None:
        """It is this patient's."""
        with writing(self._engine) as connection:
            papers.give(connection, self._supplier, document_id, case_id, label, kind, dated)

    def turn_page(self, document_id: str, page: int, degrees: int) -> None:
        """A page is turned."""
        with writing(self._engine) as connection:
            papers.turn(connection, self._supplier, document_id, page, degrees)

    def claim_files(self, *, to_send: bool = False, most: int | None = 50) -> list[ClaimFileTold]:
        """The claim files that were written."""
        with reading(self._engine) as connection:
            return files.listed(connection, self._supplier, to_send, most)

    def claim_file(self, claim_file_id: int) -> tuple[ClaimFileTold, bytes]:
        """A claim file and its bytes."""
        with reading(self._engine) as connection:
            return files.whole(connection, self._supplier, claim_file_id)

    def mark_sent(self, claim_file_id: int, change: Change) -> None:
        """It went out."""
        with writing(self._engine) as connection:
            files.mark_sent(connection, self._supplier, claim_file_id, change)

    def add_outgoing(
        self, case_id: str | None, kind: str, to: str, suffix: str, content_sha256: str, size: int, change: Change
    ) -> Outgoing:
        """A document goes out."""
        with writing(self._engine) as connection:
            return outgoing.add(connection, self._supplier, case_id, kind, to, suffix, content_sha256, size, change)

    def outgoing(self, case_id: str | None = None, most: int = 100) -> list[Outgoing]:
        """What went out."""
        with reading(self._engine) as connection:
            return outgoing.listed(connection, self._supplier, case_id, most)

    def details(self) -> str | None:
        """The supplier's settings."""
        with reading(self._engine) as connection:
            query = select(supplier.c.details).where(supplier.c.supplier_id == self._supplier)
            found: str | None = connection.execute(query).scalar_one()
            return found

    def put_details(self, name: str, npi: str | None, details: str, change: Change) -> None:
        """Change the supplier's settings."""
        with writing(self._engine) as connection:
            connection.execute(
                update(supplier)
                .where(supplier.c.supplier_id == self._supplier)
                .values(name=name, npi=npi, details=details, changed_at=at_text(change.at))
            )
            write_events(connection, self._supplier, change, [Happened("settings changed")])


class SqlDesk:
    """See ``services.desk.kept.Desk``, which says what each of these does."""

    def __init__(self, store: SqlStore):
        self._engine, self._where = store.engine, store.where

    @classmethod
    def at(cls, address: str) -> "SqlDesk":
        """The desk of a store. Raises BadInput where there is none, or it is not as this program writes it."""
        return cls(SqlPlaces().open(address))

    def close(self) -> None:
        """Let go of the store."""
        self._engine.dispose()

    @property
    def programs(self) -> SqlPrograms:
        """What is kept for other programs."""
        return SqlPrograms(self._engine)

    def of(self, supplier_id: str) -> SqlSupplierDesk:
        """What this supplier's people see."""
        return SqlSupplierDesk(self._engine, self._where, supplier_id)

    def add_supplier(self, supplier_id: str, name: str, at: datetime) -> None:
        """One more supplier."""
        with writing(self._engine) as connection:
            accounts.add_supplier(connection, supplier_id, name, at)

    def accounts(self, supplier_id: str) -> list[Account]:
        """Who may sign in."""
        with reading(self._engine) as connection:
            return accounts.listed(connection, supplier_id)

    def add_account(self, account: Account, credential: Credential, at: datetime) -> None:
        """Somebody more."""
        with writing(self._engine) as connection:
            accounts.add(connection, account, credential, at)

    def credential(self, sign_in: str) -> tuple[Account, Credential] | None:
        """Whose sign-in this is."""
        with reading(self._engine) as connection:
            return accounts.find(connection, sign_in)

    def put_credential(self, account_id: str, credential: Credential, at: datetime) -> None:
        """As it stands now."""
        with writing(self._engine) as connection:
            accounts.put(connection, account_id, credential, at)

    def begin_session(self, session: Session) -> None:
        """A browser signs in."""
        with writing(self._engine) as connection:
            accounts.begin(connection, session)

    def session(self, session_sha256: str) -> Session | None:
        """The session."""
        with reading(self._engine) as connection:
            return accounts.session_of(connection, session_sha256)

    def seen(self, session_sha256: str, at: datetime) -> None:
        """It was used."""
        with writing(self._engine) as connection:
            accounts.seen(connection, session_sha256, at)

    def end_session(self, session_sha256: str, at: datetime) -> None:
        """It is over."""
        with writing(self._engine) as connection:
            accounts.end(connection, session_sha256, at)

    def end_all_sessions(self, supplier_id: str, at: datetime) -> int:
        """All are over."""
        with writing(self._engine) as connection:
            return accounts.end_all(connection, supplier_id, at)

    def put_welcome(self, link_sha256: str, account_id: str, until: datetime) -> None:
        """A link that signs in once."""
        with writing(self._engine) as connection:
            accounts.put_welcome(connection, link_sha256, account_id, until)

    def take_welcome(self, link_sha256: str, at: datetime) -> Account | None:
        """Whom the link signs in."""
        with writing(self._engine) as connection:
            return accounts.take_welcome(connection, link_sha256, at)
