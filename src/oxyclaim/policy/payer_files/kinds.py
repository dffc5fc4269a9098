"""The kinds of single values that a payer file holds beside those of a case file."""

from oxyclaim.case.values import _number, _text, _whole

Age = _whole(0, 130)
Many = _whole(1, 9999)
Days = _whole(0, 365)
AnyPercent = _number(0.01, 1000, "a number of percent")
Measured = _number(0, 100, "a measured value")
IcdPrefix = _text(r"[A-Z][0-9][0-9A-Z.]{1,6}", "an ICD-10-CM code or how it begins, for example G44.0", upper=True)
PayerId = _text(r"[a-z][a-z0-9_]{1,39}", "a short name of small letters, digits and _, for example ohio_medicaid")
PlanId = _text(r"[a-z][a-z0-9_]{0,39}", "a short name of small letters, digits and _, for example hmo")
SourceId = _text(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}", "a short label of letters, digits, dots, dashes (up to 40)")
State = _text(r"[A-Z]{2}", "a two-letter state code", upper=True)
