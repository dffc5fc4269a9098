"""One rule book serves many threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import oxyclaim
from verdicts.frozen import frozen_cases


def test_threads_that_share_a_rule_book_get_the_answers_of_one():
    book = oxyclaim.rule_book()
    parts = [frozen_cases(40)[start::4] for start in range(4)]
    requests = [oxyclaim.CheckRequest(part, as_of=date(2026, 3, 1)) for part in parts]
    alone = [oxyclaim.check(request, book) for request in requests]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda request: oxyclaim.check(request, book), requests)) == alone
