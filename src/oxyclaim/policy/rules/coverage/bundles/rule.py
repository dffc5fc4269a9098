"""Codes that are not paid beside others of the same month."""

from oxyclaim.engine.grains import BUNDLE
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, bundle, criterion, exists, line, p, rule


@criterion(BUNDLE, met="{line.code} beside {bundle.beside}")
def bundled():
    """The line's code is not paid beside a code of the same service date."""
    beside = bundle.beside.list.set_intersection(line.codes_beside).list.len() > 0
    return bundle.codes.list.contains(line.code) & beside


@criterion()
def bundles_named():
    """The payer's file names such codes."""
    return p.bundles.is_not_null()


@criterion()
def some_bundle():
    """Some entry bars the line."""
    return exists(BUNDLE, bundled)


@criterion()
def not_bundled():
    """The line's code stands beside none that bars it."""
    return ~some_bundle


@rule(
    "PAY-180",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=bundles_named,
    requires=not_bundled,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer does not pay the two together: {reasons}.",
    cure=Cure("bill the one that the payer pays", "the biller", Helps.NOT_TO_BE_BILLED),
)
def bundles():
    """Some payers pay one of two codes of the same month only."""
