"""What the simulator cannot do with what it was given."""

from collections.abc import Iterable


class CannotSimulate(Exception):
    """The input cannot be used and nothing was written. ``problems``: every one, as (file or option, sentence)."""

    def __init__(self, problems: Iterable[tuple[str, str]]):
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{where}: {what}" for where, what in self.problems))
