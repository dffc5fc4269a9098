"""Values of a case as elements of a segment: characters, lengths, and what cannot be written.

What happens to a value that is too long for its element:

* names of persons and organizations, the contact's name and the city are cut: payers match by number, and
  no receiver can hold more than the element does;
* street addresses and narratives are refused: what is cut off may be the apartment, or the reason for payment;
* numbers and ids are refused: a part of an id is another id.

Names and addresses are transliterated into the basic character set. Ids only change to upper case.
"""

from oxyclaim.x12.core.characters import basic, is_basic


class Elements:
    """Turns values into elements, and collects in ``problems`` what is wrong, by case and key."""

    def __init__(self) -> None:
        self.case_id = ""
        self.problems: list[str] = []

    def name(self, key: str, value: str, longest: int, shortest: int = 1) -> str:
        """A name or a city; cut at ``longest``. Without a letter or digit left it is a problem."""
        text = basic(value)[:longest].rstrip()
        if not _says_something(text):
            return self._problem(key, "holds no letter or digit that X12's basic character set can show")
        if len(text) < shortest:
            return self._problem(key, f"is shorter than {shortest} characters")
        return text

    def optional_name(self, value: str | None, longest: int) -> str:
        """A name that may be left out, and is when nothing of it can be written."""
        text = basic(value)[:longest].rstrip() if value else ""
        return text if _says_something(text) else ""

    def text(self, key: str, value: str, longest: int) -> str:
        """A street address or a narrative; refused when empty or too long."""
        text = basic(value)
        if not _says_something(text):
            return self._problem(key, "holds no letter or digit that X12's basic character set can show")
        return text if len(text) <= longest else self._too_long(key, longest)

    def optional_text(self, key: str, value: str | None, longest: int) -> str:
        """A second address line, left out when nothing of it can be written; refused when too long."""
        text = basic(value) if value else ""
        if not _says_something(text):
            return ""
        return text if len(text) <= longest else self._too_long(key, longest)

    def identifier(self, key: str, value: str, longest: int, shortest: int = 1) -> str:
        """An id, in upper case and otherwise as it is; refused when it does not fit."""
        text = value.upper()
        if not is_basic(text):
            return self._problem(key, "holds a character that X12's basic character set lacks (for _ use - instead)")
        if len(text) < shortest:
            return self._problem(key, f"is shorter than {shortest} characters")
        return text if len(text) <= longest else self._too_long(key, longest)

    def refuse(self, key: str, what: str) -> None:
        """Say that a value cannot go on the claim."""
        self._problem(key, what)

    def _too_long(self, key: str, longest: int) -> str:
        return self._problem(key, f"is longer than {longest} characters; shorten it")

    def _problem(self, key: str, what: str) -> str:
        self.problems.append(f"case {self.case_id}: {key} {what}")
        return ""


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))
