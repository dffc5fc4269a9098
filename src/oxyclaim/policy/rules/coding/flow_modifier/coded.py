"""A flow modifier that somebody has already put on the line."""

from oxyclaim.engine.words import criterion, line, p

LOW = p.flow_modifiers_low


def coded(modifiers):
    """Whether the line bears one of some modifiers; not, where nobody has coded it."""
    return (line.modifiers.list.set_intersection(modifiers).list.len() > 0).fill_null(False)


@criterion()
def coded_low_on_portable():
    """QE or QA on a portable line."""
    return (line.equipment == "portable") & coded(LOW)
