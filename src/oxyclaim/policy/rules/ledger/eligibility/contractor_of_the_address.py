"""The payer id that the claim carries and the state of the permanent address belong together."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, among, criterion, line, p, rule
from oxyclaim.policy.rules.ledger.eligibility.criteria import is_looked_up_in_life


@criterion()
def sent_to_a_contractor():
    """The claim carries a contractor's own number as its payer id. A claim without a payer id is held by CLM-100."""
    return among(p.contractor_ids, line.payer_id).fill_null(False)


@criterion()
def looked_up_and_sent():
    """Rented equipment, contents or a visit on a claim to a contractor's own number."""
    return is_looked_up_in_life & sent_to_a_contractor


@criterion(
    not_met="the address is in {line.beneficiary_state}, whose contractor is {line.own_contractor}, and the claim goes to "
    "{line.payer_id}",
    unknown="the state of the permanent address is not given, or no contractor is known for it",
    ask=Cure("enter the patient's permanent address", "the supplier's records"),
)
def sent_to_own_contractor():
    """The claim goes to the contractor of the state of the permanent address."""
    return line.own_contractor == line.payer_id


@rule(
    "ELG-165",
    roles=Role.LOOK_UP,
    stage=Stage.LEDGER,
    applies=looked_up_and_sent,
    requires=sent_to_own_contractor,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority=("CGSADDR", "A55426", "NELIG"),
    sentence="The contractor follows the address that Social Security holds when the claim is processed, whatever the "
    "service date: {reasons}.",
    cure=Cure(
        "send the claim to that state's contractor; if the patient has moved, first make sure that Social Security holds "
        "the new address",
        "the biller",
    ),
    denial="CO-109, N104",
)
def contractor_of_the_address():
    """The payer id that the claim carries and the state of the permanent address belong together.

    Each state belongs to one of four contractors. A payer id that is none of theirs (a clearinghouse's own) is not
    judged.
    """
