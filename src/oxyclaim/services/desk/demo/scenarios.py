"""What is wrong, open or special in a made-up patient's file: each takes a whole file and changes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.services.desk.demo.file_of import shared
from oxyclaim.services.desk.demo.people import Facts


def nothing(facts: Facts, as_of: date) -> None:
    """All is well."""


def no_look_ups(facts: Facts, as_of: date) -> None:
    """Nobody has looked up anything for this month."""
    facts["checks"] = []


def some_look_ups(facts: Facts, as_of: date) -> None:
    """The patient was asked, the payer's system was not."""
    facts["checks"] = facts["checks"][1:]


def order_unsigned(facts: Facts, as_of: date) -> None:
    """Whether the order is signed was not seen."""
    del facts["orders"][0]["signed"]


def order_expected(facts: Facts, as_of: date) -> None:
    """The office says that the order is on its way; nothing is here."""
    facts["documents"][1]["on_file"] = False


def no_order_not_delivered(facts: Facts, as_of: date) -> None:
    """No order and no delivery yet."""
    del facts["orders"]
    facts["documents"] = [each for each in facts["documents"] if each["id"] != "SWO"]
    not_delivered(facts, as_of)


def not_delivered(facts: Facts, as_of: date) -> None:
    """The equipment has not left yet."""
    del facts["deliveries"]
    facts["documents"] = [each for each in facts["documents"] if each["id"] != "POD"]
    for item in facts["items"]:
        del item["device"]["delivered"]


def no_proof_of_delivery(facts: Facts, as_of: date) -> None:
    """The slip is lost."""
    facts["documents"] = [each for each in facts["documents"] if each["id"] != "POD"]
    facts["deliveries"][0] = {
        key: value for key, value in facts["deliveries"][0].items() if key not in ("document", "page")
    } | {"basis": "reported"}


def test_told_only(facts: Facts, as_of: date) -> None:
    """The result was said on the telephone."""
    test = facts["tests"][0]
    del test["document"], test["page"]
    test["basis"] = "reported"


def evaluation_open(facts: Facts, as_of: date) -> None:
    """Nobody has seen whether the practitioner evaluated the result."""
    for key in ("evaluated_by_practitioner", "evaluation_shown_by"):
        del facts["tests"][0][key]


def tested_asleep(facts: Facts, as_of: date) -> None:
    """The only low value was recorded in sleep."""
    facts["tests"][0] |= {"study": "overnight_oximetry", "state": "sleep", "recorded_hours": 3,
                          "minutes_at_qualifying_value": 24}  # fmt: skip


def saturation_too_high(facts: Facts, as_of: date) -> None:
    """91 percent at rest, and no other test."""
    facts["tests"][0]["spo2_percent"] = 91


def group_two(facts: Facts, as_of: date) -> None:
    """89 percent at rest, with edema that suggests heart failure."""
    facts["tests"][0]["spo2_percent"] = 89
    visit = facts["tests"][0]["date"]
    facts["clinical"]["dependent_edema_suggesting_chf"] = {"document": "NOTE", "page": 1, "value": True, "date": visit}


def read_in_recovery(facts: Facts, as_of: date) -> None:
    """The low value was read after the exercise had ended."""
    facts["tests"][0] |= {"study": "exercise", "state": "recovery"}


def purchase(facts: Facts, as_of: date) -> None:
    """The portable unit is to be sold."""
    facts["items"][1]["acquisition"] = "purchase"
    del facts["items"][1]["rental_start"]


def order_after_delivery(facts: Facts, as_of: date) -> None:
    """The order came ten days after the delivery."""
    late = facts["deliveries"][0]["date"] + timedelta(days=10)
    facts["orders"][0] |= {"order_date": late, "received_date": late}
    facts["documents"][1]["date"] = late


def tested_by_supplier(facts: Facts, as_of: date) -> None:
    """The supplier took the test."""
    facts["tests"][0]["performed_by"] = "supplier"


def in_hospital(facts: Facts, as_of: date) -> None:
    """In hospital on the month's day."""
    day = facts["items"][0]["service_date"]
    facts["absences"] = [
        {"first_day": day - timedelta(days=2), "last_day": day + timedelta(days=3), "reason": "inpatient"}
    ]


def no_prices(facts: Facts, as_of: date) -> None:
    """No charge is entered."""
    for item in facts["items"]:
        del item["charge"]


def advantage_plan(facts: Facts, as_of: date) -> None:
    """A Medicare Advantage plan pays."""
    facts["coverage"] = {**shared()["plan"], "member_id": f"MA{facts['patient']['account_number'][3:]}77"}
    for month in facts["history"]:
        month["payer"] = shared()["plan_in_history"]


@dataclass(frozen=True)
class Scenario:
    """What is changed, which month it is (from 1), and how many days ago its service date was (ahead: below 0)."""

    change: Callable[[Facts, date], None]
    month: int
    days_ago: int


SCENARIOS = (
    Scenario(nothing, 1, 9), Scenario(nothing, 2, 3), Scenario(nothing, 5, 12), Scenario(nothing, 11, 1),
    Scenario(nothing, 17, 6), Scenario(nothing, 24, 20), Scenario(nothing, 36, 4), Scenario(nothing, 8, -6),
    Scenario(nothing, 3, -15), Scenario(nothing, 14, 2),
    Scenario(no_look_ups, 4, 1), Scenario(no_look_ups, 9, 0), Scenario(no_look_ups, 16, 2),
    Scenario(some_look_ups, 22, 5), Scenario(no_look_ups, 2, 340), Scenario(some_look_ups, 6, 8),
    Scenario(order_unsigned, 1, 5), Scenario(order_unsigned, 1, 361), Scenario(order_expected, 1, 7),
    Scenario(no_order_not_delivered, 1, -3), Scenario(no_order_not_delivered, 1, -5),
    Scenario(not_delivered, 1, -2), Scenario(not_delivered, 1, -4),
    Scenario(no_proof_of_delivery, 1, 15), Scenario(no_proof_of_delivery, 1, 33),
    Scenario(test_told_only, 1, 11), Scenario(test_told_only, 1, 4), Scenario(evaluation_open, 1, 18),
    Scenario(tested_asleep, 1, 13), Scenario(saturation_too_high, 1, 6), Scenario(group_two, 1, 10),
    Scenario(read_in_recovery, 1, 8), Scenario(purchase, 1, 3), Scenario(order_after_delivery, 1, 25),
    Scenario(tested_by_supplier, 1, 16), Scenario(in_hospital, 7, 4), Scenario(no_prices, 12, 2),
    Scenario(nothing, 37, 3), Scenario(advantage_plan, 1, 9), Scenario(advantage_plan, 6, 14),
    Scenario(group_two, 4, 7),
)  # fmt: skip
"""In every state that a line can be in."""
