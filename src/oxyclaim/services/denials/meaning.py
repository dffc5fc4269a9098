"""What some codes of a payer mean for the office, in our words; nothing is guessed of a code that is not known."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from oxyclaim.engine.denials import ADJUSTED, DENIED, NOTICE, REJECTED, Denial, DenialBook, Route, is_rarc, told
from oxyclaim.policy.denials import Answer, UnknownCodes, look_up
from oxyclaim.policy.denials.answer import TOLD_BY_THE_LINE, strongest
from oxyclaim.policy.denials.work import (
    FILE_REJECTED,
    NEW_CLAIM,
    REDETERMINATION,
    Elsewhere,
    edit_of,
    elsewhere,
    faults,
)
from oxyclaim.services.rule_book import RuleBook

UNKNOWN = "{codes}: what it means is not known here, and nothing is guessed."
ASK = "Look the code up in X12's list or ask the payer, then decide; the days are kept as if it could be appealed."
BESIDE = " {codes} stands beside it; what that means is not known here, and it may deny the line by itself."
BEFORE = "It was denied before this ledger began, and the balance that was taken in names no code."
NO_CODES = "The payer gives no reason code that denies it."
SEE_BEFORE = "Look at the old remittance for the codes, then `oxyclaim denial CODES`."
RETURNED = "{code} returns it without a decision, so nothing can be appealed. "
DUPLICATE = "duplicate"
NO_REMARK = " The remittance gives no remark code that tells more."
ONE_MORE = " Another meaning fits these codes as well; the remittance may tell."
MORE = " {count} other meanings fit these codes as well; the remittance may tell."
YES = "yes: the line is denied, and nothing on the remittance takes the appeal away"
ASK_THE_PAYER = "depends: it was returned without MA130 or N704; ask the payer if a new claim cannot help"


@dataclass(frozen=True)
class Meaning:
    """``outcome``: rejected, denied, adjusted, notice or duplicate; ``routes`` as Original Medicare has them."""

    outcome: str
    why: str
    cause: str | None
    action: str
    appeal: str
    charge_patient: str
    routes: tuple[Route, ...]
    usual: tuple[str, ...] = ()
    """Those of the routes that the entry names; the others only keep an appeal open."""
    codes: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    fault: str | None = None
    of_the_supplier: bool = False
    is_guess: bool = False
    """Nothing is known of its codes: the routes only keep a day safe."""
    group: str | None = None
    """The group code under which the answer stands."""
    authorities: tuple[str, ...] = ()
    grade: str = ""

    def elsewhere(self, entry: Denial, words: Elsewhere, book: DenialBook) -> "Meaning":
        """The same of a payer that is not Original Medicare."""
        routes = self.usual if words.routes is None else words.routes
        return replace(
            self, why=self.why.replace(entry.meaning, words.meaning or entry.meaning), cause=words.cause or self.cause,
            action=words.action if words.action and self.action == entry.action else self.action, usual=routes,
            routes=self.routes if words.routes is None else tuple(book.routes[id] for id in routes),
        )  # fmt: skip


@dataclass
class Meanings:
    """What codes mean by a rule book; the same codes are looked up once."""

    book: RuleBook
    _known: dict[tuple[str, ...], Meaning] = field(default_factory=dict)

    def of_codes(self, codes: tuple[str, ...], remarks: tuple[str, ...], modifiers: str | None) -> Meaning:
        """Of what a remittance says of a line that was billed with these modifiers."""
        given = (*codes, *remarks, *self._telling(modifiers or "")) if codes else ()
        if given not in self._known:
            self._known[given] = self._meaning(codes, given)
        return self._known[given]

    def of_statuses(self, kind: str, statuses: tuple[str, ...]) -> Meaning:
        """Of what a front end says of a claim, or of its file."""
        routes = (self.book.denials.routes[NEW_CLAIM],)
        rest = ("no: a rejected claim has not been decided", "no: nothing has been decided yet", routes, (NEW_CLAIM,))
        ours = "supplier"
        if kind in FILE_REJECTED:
            why, action = FILE_REJECTED[kind]
            return Meaning(REJECTED, why, None, action, *rest, codes=(kind,), fault=ours, of_the_supplier=True)
        status, edit = edit_of(statuses)
        if edit is None:
            listed = ", ".join(statuses) or "no status"
            why = f"The front end turned the claim down with {listed}; what that means is not known here."
            action = "Look the status up in X12's list or ask the front end; correct the claim and send a new one."
            return Meaning(REJECTED, why, None, action, *rest, codes=statuses, not_known=statuses)
        return Meaning(
            REJECTED, edit.meaning, None, edit.action, *rest, codes=(status or "",), fault=ours,
            of_the_supplier=edit.of_the_supplier,
        )  # fmt: skip

    def with_another_payer(self, meaning: Meaning) -> Meaning:
        """What it means of a payer that is not Original Medicare: no fact of Medicare's own stands in it."""
        meaning = replace(meaning, appeal=meaning.appeal.replace("only a new claim", "only a corrected claim"))
        id = meaning.entries[0] if meaning.entries else ""
        words = elsewhere().get(id)
        return meaning.elsewhere(self.book.denials.denials[id], words, self.book.denials) if words else meaning

    def without_codes(self, before: bool) -> Meaning:
        """Of money that stands as denied and that no answer explains. ``before``: an opening balance brought it."""
        why = BEFORE if before else NO_CODES
        return Meaning(
            DENIED, why, None, SEE_BEFORE, "depends: on the codes", "depends: on the codes", (), is_guess=True
        )

    def _telling(self, modifiers: str) -> Iterator[str]:
        """Modifiers that the catalogue knows as such; N1 is there a remark code."""
        return (each for each in modifiers.split() if each in self.book.denials.known and not is_rarc(each))

    def _meaning(self, codes: tuple[str, ...], given: tuple[str, ...]) -> Meaning:
        try:
            found = look_up(given, self.book.denials)
        except UnknownCodes:
            return self._unknown(codes, given)
        unknown = tuple(code for code in found.not_known if code in codes)
        if unknown == codes and found.outcome in (ADJUSTED, NOTICE):
            return self._unknown(codes, given)
        return self._known_meaning(found, unknown)

    def _unknown(self, codes: tuple[str, ...], given: tuple[str, ...]) -> Meaning:
        routes = (self.book.denials.routes[REDETERMINATION],)
        return Meaning(
            DENIED, UNKNOWN.format(codes=told(codes)), None, ASK, "depends: on what the code means",
            "depends: on the group code, and not before the ground is known", routes, (), given, codes, is_guess=True,
        )  # fmt: skip

    def _known_meaning(self, found: Answer, unknown: tuple[str, ...]) -> Meaning:
        book, piece = self.book.denials, found.pieces[0]
        entry, lists = piece.entries[0], faults()
        if found.no_appeal and entry.answer == DENIED and entry.remark_tells:
            entry = book.overrides([found.no_appeal]) or entry
        why = entry.meaning
        if found.no_appeal and found.no_appeal not in entry.codes:
            why = RETURNED.format(code=found.no_appeal) + why
        if len(piece.entries) > 1:
            others = len(piece.entries) - 1
            why += ONE_MORE if others == 1 else MORE.format(count=others)
        telling = [each for each in found.pieces if strongest(each.entries) != NOTICE]
        if entry.remark_tells and not any(is_rarc(code) for each in telling for code in each.codes):
            why += NO_REMARK
        if unknown:
            why += BESIDE.format(codes=", ".join(unknown))
        outcome = DUPLICATE if entry.id in lists.duplicates else found.outcome
        if unknown and outcome in (ADJUSTED, NOTICE):
            outcome = DENIED
        return Meaning(
            outcome, why, entry.cause, found.action(entry, book), _appeal(found, entry, outcome, book),
            found.charge(piece, entry, book), found.routes(entry, book), entry.routes, found.given,
            unknown, tuple(dict.fromkeys((entry.id, *(each.id for each in piece.entries)))), lists.of.get(entry.id),
            entry.id in lists.of_the_supplier,
            group=piece.group, authorities=entry.authority, grade=self.book.grade(entry.authority),
        )  # fmt: skip


def _appeal(found: Answer, entry: Denial, outcome: str, book: DenialBook) -> str:
    """Whether it can be appealed, by all that the remittance says of the line."""
    appeal = found.appeal(entry, book)
    if appeal not in TOLD_BY_THE_LINE or outcome not in (DENIED, REJECTED):
        return appeal
    return YES if outcome == DENIED else ASK_THE_PAYER
