"""A program that pays second only pays nothing that was not billed to a first payer before."""

import polars as pl

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, among, criterion, line, p, rule
from oxyclaim.policy.rules.scrub.secondary_claim.criteria import FIRST


@criterion()
def second_only():
    """The payer pays only after another one."""
    return p.pays_second_only.fill_null(False)


@criterion(
    not_met="it does not pay after {line.primary_payer}, which was asked first",
    unknown="which payer was asked first is not given (coverage: primary: payer)",
    ask=FIRST,
)
def first_payer_is_named():
    """The case names the payer that was asked first; where the file names some, one of those asked is among them."""
    second = line.has_secondary & among(p.pays_second_to, line.secondary_payer)
    any_payer = p.pays_second_to.is_null() | among(p.pays_second_to, line.primary_payer) | second
    return pl.when(line.has_primary).then(any_payer)


@rule(
    "PAY-540",
    roles=Role.OF_PAYER,
    stage=Stage.SCRUB,
    applies=second_only,
    requires=first_payer_is_named,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays only after another payer: {reasons}.",
    cure=Cure("bill the first payer, and this one after its answer", "the biller", Helps.NOT_TO_BE_BILLED),
)
def second_payer_only():
    """A program that pays second only pays nothing that was not billed to a first payer before."""
