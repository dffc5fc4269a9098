"""The id of a member with a payer, however it is written."""


def member_key(member_id: str | None) -> str | None:
    """A member id without blanks and dashes, in capitals: the same member's is the same; None where there is none."""
    return "".join((member_id or "").split()).replace("-", "").upper() or None
