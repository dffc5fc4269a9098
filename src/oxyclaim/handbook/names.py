"""Facts, places and clocks in words: ``{test.spo2_percent}`` becomes ``<test SpO2 %>``."""

from collections.abc import Mapping

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.grains import GRAINS, Grain
from oxyclaim.engine.sentences import PLACE

_WORDS = {
    "icd10": "ICD-10 code", "id": "id", "lpm": "LPM", "mmhg": "mm Hg", "npi": "NPI", "percent": "%", "po2": "PO2",
    "spo2": "SpO2", "reasons": "reasons",
}  # fmt: skip
_GRAINS: Mapping[str, Grain] = {grain.name: grain for grain in GRAINS}


def fact_name(name: str) -> str:
    """A fact in words: ``line.clinical.mobile_in_home`` is "mobile in home"."""
    grain, _, rest = name.rpartition(".")
    words = [_WORDS.get(word, word) for word in rest.split("_")]
    owner = grain.removeprefix("line.clinical").removeprefix("line").strip(".").replace("_", " ").replace(".", " ")
    return " ".join(words if owner in ("", words[0]) else [owner, *words])


class Names:
    """The rule book's names in words."""

    def __init__(self, catalogue: Catalogue):
        self._parameters = {f"p.{parameter.name}": parameter.title for parameter in catalogue.parameters}
        self._computed = {derived.name: derived.title.rstrip(".") for derived in catalogue.derived}

    def readable(self, template: str) -> str:
        """A sentence's template with its places named in words, in angle brackets."""
        return PLACE.sub(lambda match: f"<{self._place(match.group(1))}>", template)

    def read(self, name: str) -> str:
        """What an expression reads: a parameter's or a computed fact's title, or the fact's name."""
        return _inside(self._computed[name]) if name in self._computed else self._place(name)

    def _place(self, name: str) -> str:
        return _inside(self._parameters[name]) if name in self._parameters else fact_name(name)


def _inside(title: str) -> str:
    """A title as it stands inside a sentence."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def one_of(grain: Grain) -> str:
    """One row of a grain: "one test"; "one other test" for a pair."""
    return f"one other {grain.source}" if grain.is_pair else f"one {grain.source}"


def of_record(name: str) -> str:
    """The fact's name on its own record: ``other_test.date`` is ``test.date``."""
    prefix, dot, rest = name.partition(".")
    grain = _GRAINS.get(prefix)
    return f"{grain.source}{dot}{rest}" if grain is not None and grain.is_pair else name
