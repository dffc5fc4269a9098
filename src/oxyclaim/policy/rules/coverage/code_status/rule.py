"""Whether the payer's text covers the code."""

import polars as pl

from oxyclaim.engine.grains import CODE_STATUS
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, code_status, criterion, exists, line, p, rule
from oxyclaim.policy.rules.coverage.authorization.criteria import authorization_needed, settled_by_authorization
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item

ASK_PLAN = Cure("ask the payer whether the code is covered for this member, and write the answer down", "the biller")


@criterion(CODE_STATUS)
def speaks_of_code():
    """The entry is about the line's code."""
    return code_status.codes.is_null() | code_status.codes.list.contains(line.code)


@criterion(CODE_STATUS)
def status_covered():
    """The payer's text covers it; not known where the text names others only, or where the payer decides each time."""
    sure = code_status.status.is_in(["covered", "not_covered"])
    return pl.when(sure).then(code_status.status == "covered")


@criterion(CODE_STATUS)
def covers_code():
    """It speaks of the code and covers it."""
    return speaks_of_code & status_covered


@criterion()
def some_entry_speaks():
    """Some entry is about the line's code."""
    return exists(CODE_STATUS, speaks_of_code)


@criterion()
def some_entry_covers():
    """Some entry covers the line's code."""
    return exists(CODE_STATUS, covers_code)


@criterion()
def nobody_knows():
    """Neither met nor not met."""
    return pl.lit(None, pl.Boolean)


@criterion(
    not_met="the payer's text rules out {line.code}",
    unknown="the payer's file does not say that {line.code} is covered: it names other codes only, leaves it to the payer, "
    "or is silent",
    ask=ASK_PLAN,
)
def code_covered():
    """The payer's text covers the code."""
    return some_entry_covers & (some_entry_speaks | nobody_knows) | (~some_entry_speaks & nobody_knows)


@criterion(CODE_STATUS)
def settles_code():
    """It speaks of the code, and says more than that the payer decides each time."""
    said = code_status.status.is_in(["covered", "not_covered", "not_listed"])
    return (code_status.codes.is_null() | code_status.codes.list.contains(line.code)) & said


@criterion()
def no_statuses():
    """The payer's file speaks of no code."""
    return p.code_statuses.is_null()


@criterion()
def left_to_the_payer():
    """The file is silent on the code, or leaves it to the payer."""
    return no_statuses | ~exists(CODE_STATUS, settles_code)


@criterion()
def payers_word_decides():
    """The payer's own word on this line decides: it has approved it, or must be asked before it is billed."""
    return left_to_the_payer & (settled_by_authorization | authorization_needed)


@criterion()
def covered_or_decided():
    """The payer's text covers the code, or the payer's own decision on it takes its place."""
    return code_covered | payers_word_decides


@rule(
    "PAY-100",
    roles=(Role.OF_PAYER, Role.CODE_STATUS),
    stage=Stage.COVERAGE,
    applies=is_oxygen_item,
    requires=covered_or_decided,
    not_met=Effect.NOT_COVERED,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer does not cover {line.code}: {reasons}.",
    if_unknown="Whether this payer covers {line.code} is for a person to settle: {reasons}.",
    cure=Cure("do not bill it to this payer; another code or payer may be right", "the biller", Helps.NOT_TO_BE_BILLED),
)
def code_is_covered():
    """The payer's text covers the code, by its number or by its name.

    A text that names other portable equipment and not this one is no denial: the line is for a person to settle. Where
    the text is silent on the code, an approval of it, or the authorization that is still to be asked for, decides.
    """
