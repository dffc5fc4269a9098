"""pyx12's JSON report of an 837P as problems in our own words: its texts quote the values they are about."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

ClaimAt = Callable[[int], int | None]
"""Gives the number of the claim that a segment, by its number in the file, belongs to."""


@dataclass(frozen=True)
class X12Problem:
    """One thing that is wrong with an 837P. It holds no value of the file."""

    what: str
    segment_number: int | None = None
    """The segment's number in the file from 1 (ISA); None where the file as a whole is meant."""
    segment: str = ""
    """The segment's id, for example NM1."""
    element: str = ""
    """The element, for example NM109 or SV101-2."""
    claim: int | None = None
    """The claim's number in the file from 1; None where the segment belongs to no one claim."""

    def __str__(self) -> str:
        if self.segment_number is None:
            return self.what
        place = self.element or self.segment
        return f"segment {self.segment_number}{f' ({place})' if place else ''}: {self.what}"


def reported_problems(report: str, claim_at: ClaimAt) -> Iterator[X12Problem]:
    """The problems in pyx12's JSON report: interchange, group, transaction set, segment, element."""
    for interchange in json.loads(report)["interchanges"] if report else []:
        yield from _of_envelope("IEA", interchange, _INTERCHANGE_ERRORS)
        for group in interchange["groups"]:
            yield from _of_envelope("GE", group, _GROUP_ERRORS)
            for transaction in group["transactions"]:
                yield from _of_envelope("SE", transaction, _TRANSACTION_ERRORS)
                for segment in transaction["segments"]:
                    yield from _of_segment(segment, claim_at)


def _of_envelope(identifier: str, node: dict[str, Any], words: dict[str, str]) -> Iterator[X12Problem]:
    for error in node["errors"]:
        yield X12Problem(words.get(error["err_cde"], _other(error["err_cde"])), node["cur_line"], identifier)


def _of_segment(node: dict[str, Any], claim_at: ClaimAt) -> Iterator[X12Problem]:
    number: int = node["cur_line"]
    identifier = node["seg_id"] if node["seg_id"] in _SEGMENT_IDS else ""
    for error in node["errors"]:
        code = error["err_cde"]
        what = _SEGMENT_ERRORS.get(code, _other(code))
        if code == _MISSING:
            # Found out at the next segment, which may already belong to the next claim.
            missing = _last_match(_MISSING_ID, error["err_str"])
            yield X12Problem(f"{missing or 'a segment'} {what}", number, claim=claim_at(number - 1))
        else:
            where = _last_match(_ELEMENT_ID, error["err_str"]) if code == _ELEMENTS else ""
            yield X12Problem(what, number, identifier, where, claim_at(number))
    for element in node["elements"]:
        where = f"{identifier}{int(element['ele_pos']):02d}"
        where += f"-{element['subele_pos']}" if element["subele_pos"] else ""
        for error in element["errors"]:
            yield X12Problem(element_error(error["err_cde"]), number, identifier, where, claim_at(number))


def _last_match(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.findall(text)
    return str(found[-1]) if found else ""


def element_error(code: str) -> str:
    """What pyx12's code for an error of an element says, in our words."""
    return _ELEMENT_ERRORS.get(code, _other(code))


def _other(code: object) -> str:
    return f"is refused by pyx12 (code {code})"


_MISSING, _ELEMENTS = "3", "8"
_MISSING_ID = re.compile(r"\(([0-9A-Z]{2,6})\) missing")
_ELEMENT_ID = re.compile(r"\((?![PRECL]\d{4})([A-Z][A-Z0-9]{1,2}\d{2}(?:-\d{1,2})?)\)")

# A delimiter in a value makes a "segment" of what follows; so only known ids are ever shown.
_SEGMENT_IDS = {
    "ISA", "GS", "ST", "BHT", "NM1", "N2", "N3", "N4", "PER", "REF", "HL", "PRV", "CUR", "SBR", "PAT", "DMG",
    "CLM", "DTP", "PWK", "CN1", "AMT", "K3", "NTE", "CR1", "CR2", "CR3", "CRC", "HI", "HCP", "CAS", "OI", "MOA",
    "LX", "SV1", "SV5", "MEA", "PS1", "QTY", "LIN", "CTP", "SVD", "LQ", "FRM", "SE", "GE", "IEA",
}  # fmt: skip
_INTERCHANGE_ERRORS = {
    "001": "the control number is not that of its ISA",
    "021": "the number of groups is wrong",
    "023": "the interchange has no IEA",
    "024": "a group is not closed",
    "025": "the control number is used twice",
}
_GROUP_ERRORS = {
    "3": "the group or a transaction set in it is not closed",
    "4": "the control number is not that of its GS",
    "5": "the number of transaction sets is wrong",
    "6": "the control number is used twice",
}
_TRANSACTION_ERRORS = {
    "2": "the transaction set has no SE",
    "3": "the control number is not that of its ST",
    "4": "the number of segments is wrong",
    "23": "the control number is used twice",
}
_SEGMENT_ERRORS = {
    "1": "does not belong here",
    "2": "is not used in an 837P",
    "3": "is missing before this segment",
    "4": "the loop occurs too often",
    "5": "occurs too often",
    "8": "its elements do not fit together",
    "HL1": "HL01 is out of sequence",
    "HL2": "HL02 names no open level",
    "LX": "LX01 is out of sequence",
    "SEG1": "ends with an empty element",
}
_ELEMENT_ERRORS = {
    "1": "is missing",
    "2": "is missing although another element demands it",
    "3": "there are too many elements",
    "4": "is too short",
    "5": "is too long",
    "6": "holds a character that is not allowed",
    "7": "is not a valid code",
    "8": "is not a valid date",
    "9": "is not a valid time",
    "10": "must be left empty",
}
