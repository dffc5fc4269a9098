"""``oxyclaim schema`` and ``oxyclaim payers schema``."""

from oxyclaim.cli.doors import OK, telling, write_json


def run(answer: str | None) -> int:
    """The JSON Schema of a case file, or of a kind of answer. Returns the exit code."""
    with telling(as_json=False):
        if answer is None:
            from oxyclaim.case.schema import case_schema

            write_json(case_schema())
        else:
            from oxyclaim.services.kinds import schema_of

            write_json(schema_of(answer))
    return OK


def of_payer_files() -> int:
    """The JSON Schema of a payer file. Returns the exit code."""
    from oxyclaim.services.kinds import schema_of_payer_files
    from oxyclaim.services.rule_book import rule_book

    with telling(as_json=False):
        write_json(schema_of_payer_files(rule_book()))
    return OK
