"""What the payers do, by name: a scenario gives each outcome its share, and the seed draws.

A draw depends on scenario, seed and the thing's own number alone, so the same claims have the same fate however
they are spread over files.
"""

from dataclasses import dataclass
from random import Random

Shares = tuple[tuple[str, int], ...]
"""Outcomes and their share per thousand; the rest has the usual outcome."""

BATCHES = {
    "silent": "no answer at all comes; the payer never had the file",
    "interchange-rejected": "TA1 R",
    "group-rejected": "999: every transaction set rejected (AK9 R)",
    "set-rejected": "999: the first transaction set rejected, with CTX*CLM01 (AK9 P where there are more)",
    "with-errors": "999: accepted with errors (IK5 E)",
    "ta1-first": "the TA1 stands before the group in the 999 file",
    "no-277ca": "no 277CA comes, but the claims are paid",
}
"""What can become of an interchange."""

GATES = {
    "code": "277CA A7:507 at the claim",
    "line": "277CA A3:247 at the claim, A7:507 at its line",
    "member": "277CA A7:164:IL",
    "modifier": "277CA A7:453",
    "certificate": "277CA A7:698",
    "provider": "277CA A8:496:85 at the billing provider; no claim is listed",
    "counted-wrong": "277CA A7 with WQ, counted as accepted; the claim is rejected all the same",
}
"""What can become of a claim at the front end."""

CLAIMS = {
    "denied-need": "denied CO-50 N115, appealable",
    "denied-records": "records asked for, silence; after 45 days CO-50 N102",
    "denied-duplicate": "OA-18",
    "denied-late": "CO-29 N211",
    "denied-stay": "CO-97 M2",
    "denied-modifier": "CO-4 N519 with MA130",
    "denied-orderer": "CO-16 N264 N575 MA13 with MA130",
    "denied-place": "CO-5 M77",
    "denied-contractor": "CO-109 N104",
    "denied-plan": "CO-24",
    "denied-month": "CO-151 M3 M25",
    "denied-patient": "PR-50: the patient owes it",
    "reversed": "paid, weeks later 22 and 1 with CO-50 N115; the money is taken at once or carried forward (FB)",
    "recouped": "as reversed, but WO opens the debt and it is taken from day 41 on",
    "recouped-slowly": "as recouped, but a third at a time",
    "refunded": "as recouped, but the supplier pays it back: 72 with WO",
    "bare-reversal": "as reversed, but the 22 tells no adjustments and lines, so it does not balance",
    "corrected": "paid, later 22 and 1 with another price",
    "appeal-won": "denied CO-50 N115, later 22 and 1 that pays",
    "appeal-lost": "denied CO-50 N115; the appeal changes nothing",
    "interest": "paid after day 30, with AMT*I and PLB L6",
    "split": "each line on a remittance of its own, same CLP01",
    "split-together": "each line as a claim of its own on one remittance",
    "bundled": "two lines paid as one code: SVC06, OA-94 and CO-97",
    "six": "six triplets in one CAS, one of them negative",
    "corrected-member": "paid, with another member id as the right one (NM1*74)",
    "gap": "a blank triplet within a CAS",
    "claim-level": "sequestration at claim level",
    "crossed": "status 19, and a supplement answers later",
    "foreign-debt": "paid, and money is taken for a claim of another supplier number",
}
"""What can become of a claim that the payer would pay."""

SHAPES = {
    "newlines": "segments end with a newline",
    "odd-delimiters": "other delimiters",
    "two-sets": "two payments (ST) in one file",
    "two-interchanges": "two interchanges in one file",
    "renamed": "the same file comes again under another name",
    "conflict": "the same TRN02 comes again with another amount",
    "cut": "a file that breaks off comes before the whole one",
    "wrong-payee": "a file for another supplier comes too",
    "out-of-balance": "OOB835: a file that does not balance comes before the right one",
    "many-pairs": "more provider-level adjustments than one PLB holds",
}
"""What can become of a remittance file."""


@dataclass(frozen=True)
class Scenario:
    """A name, a sentence, and the shares of what happens to batches, at the front end, to claims, to remittances.

    ``steady``: nothing is left to chance, such as the days until a claim is finished.
    """

    name: str
    says: str
    batches: Shares = ()
    gates: Shares = ()
    claims: Shares = ()
    shapes: Shares = ()
    steady: bool = True

    def draw(self, shares: Shares, seed: int, what: str) -> str:
        """One outcome for a thing with this name, or nothing for the usual one."""
        if not shares:
            return ""
        number = Random(f"{seed}|{self.name}|{what}").randrange(1000)
        for outcome, share in shares:
            number -= share
            if number < 0:
                return outcome
        return ""

    def between(self, low: int, high: int, seed: int, what: str) -> int:
        """A number from low to high; the low one in a steady scenario."""
        return low if self.steady else Random(f"{seed}|{self.name}|{what}").randint(low, high)


def _some(outcomes: dict[str, str], share: int) -> Shares:
    return tuple((name, share) for name in outcomes)


_ALWAYS = 1000
_SINGLE = [
    *(Scenario(name, says, batches=((name, _ALWAYS),)) for name, says in BATCHES.items()),
    *(Scenario(f"front-end-{name}", says, gates=((name, _ALWAYS),)) for name, says in GATES.items()),
    *(Scenario(name, says, claims=((name, _ALWAYS),)) for name, says in CLAIMS.items()),
    *(Scenario(name, says, shapes=((name, _ALWAYS),)) for name, says in SHAPES.items()),
]
_LIFE: Shares = (
    ("denied-need", 12), ("denied-records", 8), ("denied-modifier", 4), ("denied-orderer", 5), ("reversed", 10),
    ("recouped", 8), ("recouped-slowly", 3), ("refunded", 4), ("bare-reversal", 3), ("corrected", 8),
    ("appeal-won", 12), ("appeal-lost", 6),
    ("interest", 8), ("split", 6), ("split-together", 4), ("bundled", 3), ("six", 4), ("gap", 2), ("claim-level", 2),
    ("foreign-debt", 1), ("denied-patient", 3),
)  # fmt: skip
SCENARIOS = {
    each.name: each
    for each in (
        Scenario("usual", "every claim is judged on its merits and paid in two weeks"),
        *_SINGLE,
        Scenario(
            "mixed",
            "some of everything",
            batches=(("with-errors", 20), ("ta1-first", 50), ("no-277ca", 20)),
            gates=_some(GATES, 5),
            claims=_some(CLAIMS, 12),
            shapes=_some(SHAPES, 30),
            steady=False,
        ),
        Scenario("worst", "everything, often", _some(BATCHES, 60), _some(GATES, 20), _some(CLAIMS, 30),
                 _some(SHAPES, 90), steady=False),
        Scenario(
            "life",
            "what happens to a supplier in three years",
            batches=(("silent", 8), ("interchange-rejected", 4), ("group-rejected", 4), ("set-rejected", 6),
                     ("with-errors", 20), ("ta1-first", 20), ("no-277ca", 10)),
            gates=(("code", 4), ("line", 3), ("member", 4), ("modifier", 2), ("provider", 1)),
            claims=_LIFE,
            shapes=_some(SHAPES, 12),
            steady=False,
        ),
    )
}  # fmt: skip
"""All scenarios by name."""
