"""The example of the guide to the payer file: a whole file, and the verdicts that follow. All of it is made up."""

EXAMPLE = """\
payer: maple_valley
name: Maple Valley Health (made up)
line_of_business: commercial
inherits: base
sources:
  - id: OXY-12
    kind: policy
    issuer: Maple Valley Health
    title: Home oxygen, medical policy OXY-12 (made up)
    address: https://example.org/oxy-12
    grade: primary
    dated: 2025-01-01
    read: 2025-03-03
  - id: CONTRACT
    kind: contract
    issuer: Maple Valley Health
    title: Supplier agreement (made up)
    address: our contract folder
    grade: primary
    dated: 2024-11-15
    read: 2025-03-03
values:
  # Which codes its text covers.
  code_statuses:
    - {from: 2025-01-01, source: "OXY-12, page 1", value: [{codes: [E1390, E1392], status: covered}]}
  # A threshold of its own: 89 % at rest, or below 88 % during exercise with an improvement on oxygen.
  qualifying_values:
    - from: 2025-01-01
      source: OXY-12, page 2
      value:
        - {state: rest, measure: saturation, at_most: 89}
        - {state: exercise, measure: saturation, below: 88, improves_with_oxygen: true}
  test_max_age_days: [{from: 2025-01-01, source: "OXY-12, page 2", value: 60}]
  test_age_from: [{from: 2025-01-01, source: "OXY-12, page 2", value: rental_start}]
  # An authorization rule of its own: the portable unit from its fourth rental month, void on a change of flow.
  authorization_triggers:
    - from: 2025-01-01
      source: OXY-12, page 3
      value:
        - {codes: [E1392], when: from_month, month: 4}
        - {codes: [E1390], when: never}
  authorization_void_on: [{from: 2025-01-01, source: "OXY-12, page 3", value: [flow]}]
  # A cap of its own: ten paid months. The contract, which goes before the policy, has changed its clock in 2026.
  rent_ends: [{from: 2025-01-01, source: "CONTRACT, section 4", value: after_months}]
  rental_months_paid: [{from: 2025-01-01, source: "CONTRACT, section 4", value: 10}]
  months_count_by: [{from: 2025-01-01, source: "CONTRACT, section 4", value: member}]
  filing_days_original:
    - {from: 2025-01-01, to: 2025-12-31, source: "CONTRACT, section 9", value: 180}
    - {from: 2026-01-01, source: "CONTRACT, section 9", value: 120}
"""

VERDICTS = (
    ("as the file stands", "E1392", "billable", ""),
    ("89 % at rest", "E1390", "billable", ""),
    ("90 % at rest", "E1390", "not covered", "PAY-110"),
    ("no test at all (`tests: []`)", "E1390", "not covered", "PAY-110"),
    ("E0431 in the place of E1392", "E0431", "review", "PAY-100"),
    ("third rental month, no authorization", "E1392", "billable", ""),
    ("fourth rental month, no authorization", "E1392", "hold", "PAY-200"),
    ("fourth rental month, approved in July", "E1392", "billable", ""),
    ("fourth rental month, approved in July, flow changed in August", "E1392", "hold", "PAY-200"),
    ("fourth rental month, no authorization", "E1390", "billable", ""),
    ("tenth rental month, nine paid", "E1390", "billable", ""),
    ("eleventh rental month, ten paid", "E1390", "not payable", "PAY-300"),
    ("eleventh rental month, what was paid not listed", "E1390", "hold", "PAY-300"),
)
"""What the case is, the line's code, the verdict, and the rule that decides. A test runs every one of them.

The case is examples/01-clinic-test.yaml (86 % at rest, rental from 2025-05-12) with this payer in ``coverage``, and
with ``authorizations: []`` and ``changes: []``.
"""
