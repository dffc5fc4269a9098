"""What went out is not sent again by two at once: the store looks once more, in the step in which it keeps."""

import pytest
from filled_stores import BY_ANN, IMPORTED, claim_file_of, examples, verdict_of

from oxyclaim.services.store.kept import SentBefore
from oxyclaim.store import SqlStore


def test_a_line_that_somebody_has_sent_meanwhile_is_not_kept(store: SqlStore) -> None:
    case = examples()[0]
    store.take_in([case], IMPORTED)
    store.keep_claims(claim_file_of(case, 1, is_correction=False), [verdict_of(case)], BY_ANN)
    with pytest.raises(SentBefore, match="on claim C000000001"):
        store.keep_claims(claim_file_of(case, 2, is_correction=False), [verdict_of(case)], BY_ANN)
    assert {line.claim_id for line in store.sent_lines([case.case_id])} == {"C000000001"}
    store.keep_claims(claim_file_of(case, 3, is_correction=True), [verdict_of(case)], BY_ANN)
    assert [line.line_id for line in store.sent_lines()][-1] == f"C000000003L{case.items[-1].line_number}"
    assert store.check()[1] == []


def test_what_one_payer_has_had_still_goes_to_the_next(store: SqlStore) -> None:
    case = examples()[0]
    store.take_in([case], IMPORTED)
    store.keep_claims(claim_file_of(case, 1, is_correction=False), [verdict_of(case)], BY_ANN)
    second = case.under("aetna")
    saved = store.save(second, 1, BY_ANN)
    file = claim_file_of(second, 2, saved.version, is_correction=False)
    store.keep_claims(file, [verdict_of(second, saved.version)], BY_ANN)
    assert {line.payer for line in store.sent_lines([case.case_id])} == {"medicare", "aetna"}
    with pytest.raises(SentBefore, match="on claim C000000002"):
        store.keep_claims(claim_file_of(second, 3, saved.version, is_correction=False), [verdict_of(second)], BY_ANN)
