"""What is said when claims cannot be written."""

from collections.abc import Iterable


class ClaimError(Exception):
    """Claims could not be written; nothing was. Each problem names the case and the key, never a patient's value."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
