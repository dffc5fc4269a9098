"""The ledger in the database: one transaction, rows as frames. See ``services.ledger.kept``."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, insert, select

from oxyclaim.remittance.ledger.accounts import ENTRIES
from oxyclaim.remittance.ledger.kept import EARLIER, POSTED, Known
from oxyclaim.remittance.ledger.matching import KNOWN_CLAIMS, KNOWN_LINES, KNOWN_NUMBERS, bare_id
from oxyclaim.services.ledger.kept import ACKNOWLEDGED, ANSWERS, BANK, CLAIMS, JUDGED, PAYMENTS, UNDONE
from oxyclaim.services.programs.kept import REPLY_POSTED
from oxyclaim.services.store.kept import Change
from oxyclaim.store import verdicts
from oxyclaim.store.events import Happened, write_events
from oxyclaim.store.inserting import insert_rows
from oxyclaim.store.programs.telling import tell
from oxyclaim.store.sealing import at_text, chained, sealed
from oxyclaim.store.tables import (
    acknowledged,
    answer,
    answer_state,
    bank_line,
    claim,
    claim_file,
    claim_line,
    claim_number,
    ledger_claim,
    ledger_entry,
    ledger_line,
    payment,
    reply_file,
    verdict,
    verdict_line,
)

_AT_ONCE = 500
"""Values in one question: an engine takes only so many."""


class SqlLedger:
    """A ledger in one transaction."""

    def __init__(self, connection: Connection, supplier: str, change: Change | None):
        self._connection, self._supplier, self._change = connection, supplier, change

    def known(self, ids: Collection[str], members: Collection[str], numbers: Collection[str]) -> Known:
        """Claims by id, member or payer's number."""
        found = self._frame(
            select(claim_number.c.number, claim_number.c.claim_id), claim_number, claim_number.c.number, numbers,
            KNOWN_NUMBERS,
        )  # fmt: skip
        columns = [ledger_claim.c[name] for name in KNOWN_CLAIMS]
        by = [
            (ledger_claim.c.claim_id, {*ids, *found["claim_id"]}), (ledger_claim.c.bare_id, ids),
            (ledger_claim.c.member_id, members),
        ]  # fmt: skip
        claims = self._claims(columns, by)
        roots = set(claims["account"]) - set(claims["claim_id"])
        claims = pl.concat([claims, self._claims(columns, [(ledger_claim.c.claim_id, roots)])]).unique("claim_id")
        lines = self._frame(
            select(*(ledger_line.c[name] for name in KNOWN_LINES)), ledger_line, ledger_line.c.claim_id,
            claims["claim_id"].to_list(), KNOWN_LINES,
        )  # fmt: skip
        return Known(claims, lines, found)

    def _claims(
        self, columns: Sequence[ColumnElement[Any]], by: Sequence[tuple[ColumnElement[Any], Collection[str]]]
    ) -> pl.DataFrame:
        found = [self._frame(select(*columns), ledger_claim, column, values, KNOWN_CLAIMS) for column, values in by]
        return pl.concat(found).unique("claim_id")

    def entries_of(self, accounts: Collection[str]) -> pl.DataFrame:
        """All entries of these claims."""
        return self._frame(_entry_columns(), ledger_entry, ledger_entry.c.claim_id, accounts, ENTRIES)

    def entries_from(self, answers: Collection[int]) -> pl.DataFrame:
        """All entries of these answers."""
        return self._frame(_entry_columns(), ledger_entry, ledger_entry.c.answer, answers, ENTRIES)

    def answers_to(self, accounts: Collection[str]) -> pl.DataFrame:
        """The posted answers of these claims."""
        of_answer = ("payer", "payment", "status", "digest")
        schema = pl.Schema({"answer": EARLIER["answer"], **{name: EARLIER[name] for name in of_answer}})
        state = _last_states()
        posted = select(state.c.answer_id, state.c.account, state.c.reverses).where(state.c.state == POSTED)
        of_state = pl.DataFrame(
            self._rows(posted, None, state.c.account, accounts), orient="row",
            schema={name: EARLIER[name] for name in ("answer", "account", "reverses")},
        )  # fmt: skip
        query = select(answer.c.answer_id, answer.c.payer, answer.c.payment_id, answer.c.status, answer.c.digest)
        # two questions: an engine that joins them itself may begin with every answer of the supplier
        answers = self._frame(query, answer, answer.c.answer_id, of_state["answer"].to_list(), schema)
        return answers.join(of_state, on="answer", maintain_order="left").select(list(EARLIER))

    def ends(self) -> tuple[int, int]:
        """The last numbers of a payment and of an answer."""
        last = [select(func.coalesce(func.max(column), 0)) for column in (payment.c.payment_id, answer.c.answer_id)]
        of_payments, of_answers = (self._connection.execute(each).scalar_one() for each in last)
        return of_payments, of_answers

    def payments(self, traces: Collection[str] | None = None) -> pl.DataFrame:
        """Payments, by trace."""
        query = select(*(payment.c[name] for name in PAYMENTS)).order_by(payment.c.payment_id)
        found = self._frame(query, payment, payment.c.trace, traces, PAYMENTS)
        back = select(ledger_entry.c.payment).where(ledger_entry.c.kind == UNDONE).distinct()
        undone = list(self._connection.execute(back).scalars())
        return found.with_columns(
            state=pl.when(pl.col("payment_id").is_in(undone)).then(pl.lit(UNDONE)).otherwise("state")
        )

    def bank_lines(self, traces: Collection[str] | None = None) -> pl.DataFrame:
        """Deposits, by trace."""
        schema = pl.Schema({"bank_line_id": pl.Int64(), **BANK})
        query = select(*(bank_line.c[name] for name in schema))
        return self._frame(query, bank_line, bank_line.c.trace, traces, schema)

    def tied(self) -> pl.DataFrame:
        """The deposits that are tied."""
        schema = pl.Schema({"bank_line_id": pl.Int64(), "payment_id": pl.Int64()})
        back = select(ledger_entry.c.payment).where(ledger_entry.c.kind == UNDONE)
        query = select(ledger_entry.c.reference, ledger_entry.c.payment).where(
            ledger_entry.c.kind == "deposit", ledger_entry.c.payment.not_in(back)
        )
        rows = [(int(line), number) for line, number in self._rows(query, ledger_entry, ledger_entry.c.kind, None)]
        return pl.DataFrame(rows, schema=schema, orient="row")

    def claims_by(self, column: str, values: Collection[str]) -> pl.DataFrame:
        """Claims with one of these values in a column."""
        query = select(*(ledger_claim.c[name] for name in CLAIMS)).order_by(ledger_claim.c.claim_id)
        return self._frame(query, ledger_claim, ledger_claim.c[column], values, CLAIMS)

    def own_npis(self) -> set[str]:
        """The NPIs under which claims went out."""
        query = select(ledger_claim.c.billing_npi).where(self._own(ledger_claim)).distinct()
        return {npi for npi in self._connection.execute(query).scalars() if npi}

    def all_entries(self) -> pl.DataFrame:
        """Every entry."""
        schema = pl.Schema({"entry_id": pl.Int64(), **ENTRIES, "author": pl.String(), "reason": pl.String()})
        query = select(*_entry_columns_of(schema)).order_by(ledger_entry.c.entry_id)
        return self._frame(query, ledger_entry, ledger_entry.c.claim_id, None, schema)

    def all_claims(self) -> pl.DataFrame:
        """Every claim that went out."""
        query = select(*(ledger_claim.c[name] for name in CLAIMS)).order_by(ledger_claim.c.claim_id)
        return self._frame(query, ledger_claim, ledger_claim.c.claim_id, None, CLAIMS)

    def all_lines(self) -> pl.DataFrame:
        """Every line that went out."""
        query = select(*(ledger_line.c[name] for name in KNOWN_LINES)).order_by(
            ledger_line.c.claim_id, ledger_line.c.line_id
        )
        return self._frame(query, ledger_line, ledger_line.c.claim_id, None, KNOWN_LINES)

    def answers(self, states: Collection[str] | None = None, accounts: Collection[str] | None = None) -> pl.DataFrame:
        """Answers with what became of them."""
        state = _last_states()
        of_state = {"state": pl.String(), "claim_id": pl.String(), "account": pl.String(), "reverses": pl.Int64(),
                    "why": pl.String()}  # fmt: skip
        query = select(
            *(answer.c[name] for name in ANSWERS), *(state.c[name] for name in of_state)
        ).join(state, state.c.answer_id == answer.c.answer_id).order_by(answer.c.answer_id)  # fmt: skip
        schema = pl.Schema({**ANSWERS, **of_state})
        if accounts is None:
            return self._frame(query, answer, state.c.state, states, schema)
        found = self._frame(query, answer, state.c.account, accounts, schema)
        return found if states is None else found.filter(pl.col("state").is_in(list(states)))

    def acknowledged(self, claim_ids: Collection[str] | None = None) -> pl.DataFrame:
        """What was acknowledged of these claims, or all."""
        schema = pl.Schema({**ACKNOWLEDGED, "at": pl.String()})
        query = select(*(acknowledged.c[name] for name in schema)).order_by(acknowledged.c.acknowledged_id)
        return self._frame(query, acknowledged, acknowledged.c.claim_id, claim_ids, schema)

    def claim_files(self) -> Iterator[tuple[str, bytes, dict[str, str]]]:
        """Claim files that are not in the ledger yet."""
        taken = select(ledger_claim.c.source).distinct()
        query = (
            select(claim_file.c.claim_file_id, claim_file.c.content_sha256)
            .where(claim_file.c.supplier_id == self._supplier, claim_file.c.content_sha256.not_in(taken))
            .order_by(claim_file.c.claim_file_id)
        )
        for number, hash in self._connection.execute(query).all():
            ids = select(claim.c.claim_id, claim.c.case_id).where(claim.c.claim_file_id == number)
            cases = {row.claim_id: row.case_id for row in self._connection.execute(ids)}
            yield hash, verdicts.content_of(self._connection, hash), cases

    def sent_anew(self, claim_ids: Collection[str]) -> dict[str, str]:
        """Claims of the store that put another one right: by their ids its id."""
        query = select(claim.c.claim_id, claim.c.corrects)
        schema = pl.Schema({"claim_id": pl.String(), "corrects": pl.String()})
        found = self._frame(query, claim, claim.c.claim_id, claim_ids, schema)
        return {row["claim_id"]: row["corrects"] for row in found.iter_rows(named=True) if row["corrects"]}

    def judged_lines(self, claim_ids: Collection[str] | None = None) -> pl.DataFrame:
        """Lines that went out from here with their own verdicts."""
        query = (
            select(
                claim.c.claim_id, claim_line.c.line_id, claim.c.case_id, claim_line.c.line_number,
                verdict.c.payer.label("judged_payer"), verdict.c.verdict_id, verdict_line.c.verdict,
                verdict_line.c.expected_cents, verdict_line.c.claim_by, verdict.c.as_of.label("judged_on"),
            )
            .join(claim_line, claim_line.c.claim_id == claim.c.claim_id)
            .join(verdict, verdict.c.verdict_id == claim.c.verdict_id)
            .join(verdict_line, and_(
                verdict_line.c.verdict_id == verdict.c.verdict_id,
                verdict_line.c.line_number == claim_line.c.line_number,
            ))
            .where(claim_line.c.line_id.is_not(None))
            .order_by(claim.c.claim_id, claim_line.c.line_number)
        )  # fmt: skip
        return self._frame(query, claim, claim.c.claim_id, claim_ids, JUDGED)

    def results_of(self, verdict_ids: Collection[int]) -> dict[int, str]:
        """What kept verdicts said."""
        query = select(verdict.c.verdict_id, verdict.c.result)
        return dict(self._rows(query, verdict, verdict.c.verdict_id, verdict_ids))

    def claims_like(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Claims of a patient with such a line."""
        names = ("patient_last_name", "patient_first_name", "birth_date")
        of_line = ("code", "service_date")
        schema = pl.Schema({
            "claim_id": pl.String(), "account": pl.String(), **{name: CLAIMS[name] for name in names},
            **{name: KNOWN_LINES[name] for name in of_line},
        })  # fmt: skip
        query = select(
            ledger_claim.c.claim_id, ledger_claim.c.account, *(ledger_claim.c[name] for name in names),
            *(ledger_line.c[name] for name in of_line),
        ).join(ledger_line, and_(
            ledger_line.c.supplier_id == ledger_claim.c.supplier_id, ledger_line.c.claim_id == ledger_claim.c.claim_id
        ))  # fmt: skip
        people = lines["patient_last_name"].drop_nulls().unique().to_list()
        return self._frame(query, ledger_claim, ledger_claim.c.patient_last_name, people, schema)

    def has_reply(self, content_sha256: str) -> bool:
        """Whether a file of these bytes came in before."""
        query = select(reply_file.c.content_sha256).where(reply_file.c.content_sha256 == content_sha256)
        return self._connection.execute(query).one_or_none() is not None

    def keep_reply(self, content: bytes) -> str:
        """Keep a file of answers."""
        change = self._changing()
        hash = verdicts.keep_file(self._connection, "reply", content, change.at)
        if not self.has_reply(hash):
            row = sealed({
                "content_sha256": hash, "supplier_id": self._supplier, "author": change.author,
                "at": at_text(change.at),
            })  # fmt: skip
            self._connection.execute(insert(reply_file), [row])
            self._happened("reply kept", "reply_file", row["sha256"], {"reply": hash})
            tell(self._connection, self._supplier, REPLY_POSTED, [("", {"reply": hash})])
        return hash

    def keep_claims(self, claims: pl.DataFrame, lines: pl.DataFrame) -> None:
        """Claims that went out, and their lines."""
        known = select(ledger_claim.c.claim_id)
        there = self._values(known, ledger_claim, ledger_claim.c.claim_id, claims["claim_id"].to_list())
        new = claims.unique("claim_id", keep="first", maintain_order=True).filter(
            ~pl.col("claim_id").is_in(list(there))
        )
        own = {"supplier_id": self._supplier}
        rows = [{**row, **own} for row in new.with_columns(bare_id=bare_id("claim_id")).iter_rows(named=True)]
        of_new = lines.join(new.select("claim_id"), on="claim_id", how="semi")
        self._insert(ledger_claim, rows)
        self._insert(ledger_line, [{**row, **own} for row in of_new.select(list(KNOWN_LINES)).iter_rows(named=True)])

    def keep_payments(self, payments: pl.DataFrame) -> None:
        """Payments of a file."""
        change = self._changing()
        own = {"supplier_id": self._supplier, "at": at_text(change.at)}
        rows = [{**row, **own} for row in payments.select(list(PAYMENTS)).iter_rows(named=True)]
        if not rows:
            return
        numbered = chained(self._connection, payment, [
            {name: value for name, value in row.items() if name != "payment_id"} for row in rows
        ])  # fmt: skip
        assert [row["payment_id"] for row in numbered] == [row["payment_id"] for row in rows]
        self._connection.execute(insert(payment), numbered)
        for row in numbered:
            self._happened(f"payment {row['state']}", "payment", row["sha256"], {"payment": row["payment_id"]})

    def keep_answers(self, answers: pl.DataFrame) -> None:
        """Answered claims."""
        own = {"supplier_id": self._supplier}
        self._insert(answer, [{**row, **own} for row in answers.select(list(ANSWERS)).iter_rows(named=True)])

    def keep_states(self, states: pl.DataFrame) -> None:
        """What became of answers now."""
        change = self._changing()
        own = {"author": change.author, "at": at_text(change.at)}
        turns = self._turns(states["answer"].to_list())
        self._insert(answer_state, [
            {**row, **own, "answer_id": number, "turn": turns.get(number, 0) + 1}
            for row in states.iter_rows(named=True) if (number := row.pop("answer")) is not None
        ])  # fmt: skip

    def _turns(self, answers: Collection[int]) -> dict[int, int]:
        query = select(answer_state.c.answer_id, func.max(answer_state.c.turn)).group_by(answer_state.c.answer_id)
        return dict(self._rows(query, None, answer_state.c.answer_id, answers))

    def keep_entries(self, entries: pl.DataFrame, reason: str | None = None) -> None:
        """Entries, each of which sums to zero."""
        change = self._changing()
        own = {"supplier_id": self._supplier, "author": change.author, "at": at_text(change.at), "reason": reason}
        named = entries.select(list(ENTRIES)).rename({"on": "day"})
        rows = [{**row, **own} for row in named.iter_rows(named=True)]
        insert_rows(self._connection, ledger_entry, chained(self._connection, ledger_entry, rows))

    def keep_numbers(self, numbers: pl.DataFrame, said_by: str) -> None:
        """Claim numbers of payers."""
        told = numbers.drop_nulls().unique(["number", "claim_id"], maintain_order=True)
        query = select(claim_number.c.number, claim_number.c.claim_id)
        there = self._frame(query, claim_number, claim_number.c.number, told["number"].to_list(), KNOWN_NUMBERS)
        new = told.join(there, on=["number", "claim_id"], how="anti", maintain_order="left")
        own = {"supplier_id": self._supplier, "said_by": said_by}
        self._insert(claim_number, [{**row, **own} for row in new.iter_rows(named=True)])

    def keep_acknowledged(self, rows: pl.DataFrame) -> None:
        """What was acknowledged."""
        change = self._changing()
        last = self._connection.execute(select(func.coalesce(func.max(acknowledged.c.acknowledged_id), 0))).scalar_one()
        own = {"supplier_id": self._supplier, "at": at_text(change.at)}
        self._insert(acknowledged, [
            {**row, **own, "acknowledged_id": last + place} for place, row in enumerate(rows.iter_rows(named=True), 1)
        ])  # fmt: skip

    def keep_bank_lines(self, lines: pl.DataFrame) -> int:
        """Deposits that are not known."""
        change = self._changing()
        there = self._values(select(bank_line.c.digest), bank_line, bank_line.c.digest, lines["digest"].to_list())
        new = lines.filter(~pl.col("digest").is_in(list(there)))
        last = self._connection.execute(select(func.coalesce(func.max(bank_line.c.bank_line_id), 0))).scalar_one()
        own = {"supplier_id": self._supplier, "author": change.author, "at": at_text(change.at)}
        self._insert(bank_line, [
            {**row, **own, "bank_line_id": last + place} for place, row in enumerate(new.iter_rows(named=True), 1)
        ])  # fmt: skip
        return len(new)

    def _insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        insert_rows(self._connection, table, [sealed(row) for row in rows])

    def _own(self, table: Table) -> ColumnElement[bool]:
        return table.c.supplier_id == self._supplier

    def _frame(
        self, query: Select[Any], table: Table, column: ColumnElement[Any], values: Collection[Any] | None,
        schema: pl.Schema,
    ) -> pl.DataFrame:  # fmt: skip
        """The rows of this supplier whose column has one of the values; None: all."""
        rows = self._rows(query, table, column, values)
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _values(
        self, query: Select[Any], table: Table, column: ColumnElement[Any], values: Collection[Any]
    ) -> set[Any]:
        return {row[0] for row in self._rows(query, table, column, values)}

    def _rows(
        self, query: Select[Any], table: Table | None, column: ColumnElement[Any], values: Collection[Any] | None
    ) -> list[Any]:
        own = query if table is None else query.where(self._own(table))
        if values is None:
            return [tuple(row) for row in self._connection.execute(own)]
        some = list(dict.fromkeys(values))
        return [
            tuple(row)
            for start in range(0, len(some), _AT_ONCE)
            for row in self._connection.execute(own.where(column.in_(some[start : start + _AT_ONCE])))
        ]

    def _changing(self) -> Change:
        if self._change is None:
            raise RuntimeError("the ledger was opened to look at it")
        return self._change

    def _happened(self, what: str, subject: str, sha256: str, detail: dict[str, Any]) -> None:
        write_events(self._connection, self._supplier, self._changing(), [
            Happened(what, None, subject, sha256, detail)
        ])  # fmt: skip


def _entry_columns() -> Select[Any]:
    return select(*_entry_columns_of(ENTRIES))


def _entry_columns_of(names: Iterable[str]) -> list[ColumnElement[Any]]:
    """The columns of entries; ``on`` is a word of SQL's own."""
    return [ledger_entry.c["day" if name == "on" else name] for name in names]


def _last_states() -> Any:
    """The last state of each answer: no later turn stands beside it, which an engine looks up for each by the key."""
    later = answer_state.alias("later")
    return select(answer_state).where(~exists().where(
        later.c.answer_id == answer_state.c.answer_id, later.c.turn > answer_state.c.turn
    )).subquery("state")  # fmt: skip
