"""What a rule, or an output, is asked for by those who are not rules themselves.

The law declares it where the rule stands. A rental's calendar, a claim file or an explanation then asks for a subject,
and no rule, modifier or payer is named outside the law.
"""

from enum import Enum


class Role(Enum):
    """What a rule is about, for those who walk through a rental or a claim file."""

    LOOK_UP = "what is looked up anew before each month is billed"
    ITS_DAY = "a month is not billed before its day"
    CONTINUED_NEED = "the need is confirmed anew"
    CONTINUED_USE = "the use is confirmed anew"
    PAID_MONTHS = "the rent ends after a number of paid months"
    PURCHASE_PRICE = "the rent ends once it has paid for the equipment"
    RESTART = "whether the paid months begin anew"
    COUNT_GOES_ON = "the paid months go on from those of an earlier rental"
    REPEAT_TEST = "the test is repeated within the first months"
    LENGTH_OF_NEED = "the order runs out"
    OF_PAYER = "decided by what the payer's own text says"
    CODE_STATUS = "the payer's text covers the code"
    AUTHORIZATION = "the payer is asked in advance"
    TIMELY_FILING = "the claim is sent in time"
    CASE_FILE = "what a claim is written from is entered"
    DUPLICATE = "billed twice by one supplier"
    OTHER_SUPPLIER = "billed by another supplier too"
    SECOND_UNIT = "a second unit of one kind of equipment in a month"
    CONTENTS = "contents inside the rent of their month"
    RENTAL_MODIFIER = "a month of rent is billed with its modifier"


class Yields(Enum):
    """What an output is to an explanation of a line."""

    MODIFIERS = "the modifiers with which it is billed; null while unknown"
    NARRATIVE = "the narrative with which it is billed"
    GROUP = "the group under which it is covered"
    CLAIM_BY = "the last day for a timely claim"
    TASK = "what a billable line still asks for"
    SETTLED_IN_ADVANCE = "the payer has decided the coverage and may not refuse it any more"
    """No rule then has a stronger effect than *review* in place of *not covered*."""
    PRICING = "the modifiers that it carries whatever is asserted; empty for what carries none, null while unknown"
    OF_DENIAL = (
        "the modifier that asks for a formal denial of what is not covered; empty if none may, null while unknown"
    )
    OF_EXCLUSION = "the modifier that tells that the law excludes it; empty if none does"
    DENIAL_ADVICE = "what to do about what is not covered where no formal denial can be asked for; null if not said"
