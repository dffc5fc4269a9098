"""GL stands alone, without an ABN, and the narrative names the item that was furnished."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule


@criterion()
def coded_as_free_upgrade():
    """GL is on the line."""
    return line.modifiers.list.contains(p.modifier_upgrade_free).fill_null(False)


@criterion(not_met="the line has no narrative")
def upgrade_told():
    """A narrative tells what was furnished."""
    return line.narrative.is_not_null()


@rule(
    "COD-310",
    stage=Stage.CODING,
    applies=coded_as_free_upgrade,
    requires=upgrade_told,
    not_met=Effect.HOLD,
    in_force=("2013-11-01", None),
    authority="NUPG",
    sentence="GL requires a narrative that names what was furnished in place of the covered item: {reasons}.",
    cure=Cure("write what was furnished, and why, into the narrative", "the biller"),
    of_coding=True,
)
def free_upgrade_told():
    """GL stands alone, without an ABN, and the narrative names the item that was furnished."""
