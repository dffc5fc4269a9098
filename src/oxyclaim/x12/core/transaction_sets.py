"""What kinds of X12 files there are, in words: for the sentence that refuses one of another kind."""

_BY_VERSION = {
    "837 005010X222": "professional claims (837P)",
    "837 005010X223": "institutional claims (837I)",
    "837 005010X224": "dental claims (837D)",
    "837 004010X098": "professional claims in the old version 4010",
    "837 004010X096": "institutional claims in the old version 4010",
    "837 004010X097": "dental claims in the old version 4010",
    "277 005010X214": "acknowledgments of claims (277CA)",
    "277 005010X212": "answers on the status of claims (277)",
}
_BY_KIND = {
    "835": "remittance advice (835)",
    "999": "acknowledgments of a file (999)",
    "997": "acknowledgments of a file (997)",
    "270": "questions on eligibility (270)",
    "271": "answers on eligibility (271)",
    "276": "questions on the status of claims (276)",
    "277": "status of claims (277)",
    "278": "requests for authorization (278)",
    "820": "premium payments (820)",
    "834": "enrollments (834)",
}


def in_words(kind_and_version: str) -> str:
    """A transaction set in words, from its number and version (``837 005010X223A2``); as it is where not known."""
    for begin, words in _BY_VERSION.items():
        if kind_and_version.startswith(begin):
            return words
    return _BY_KIND.get(kind_and_version[:3], kind_and_version)
