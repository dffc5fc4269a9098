"""The entries of the lists that a payer may set: one model a list, each telling the columns it becomes.

``FACTS`` names those columns and their types; ``rows`` fills them.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from oxyclaim.case.models import Section
from oxyclaim.case.values import Dollars, Hcpcs, Modifier, Truth, problem
from oxyclaim.policy.payer_files.kinds import Age, AnyPercent, Days, IcdPrefix, Many, Measured


class Entry(Section):
    """An entry of a payer's list."""

    SOURCE: ClassVar[str]
    PARAMETER: ClassVar[str]
    FACTS: ClassVar[Mapping[str, str]]

    @classmethod
    def columns(cls) -> dict[str, str]:
        """The types of its columns by their whole names."""
        return {f"{cls.SOURCE}.{name}": kind for name, kind in cls.FACTS.items()}

    def rows(self) -> list[dict[str, Any]]:
        """The rows that it becomes, by the whole names of the columns, which begin with the source."""
        return [{f"{self.SOURCE}.{name}": _plain(getattr(self, name)) for name in self.FACTS}]


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _about(description: str) -> Any:
    return Field(default=None, description=description)


class OfSomeCodes(Entry):
    """An entry for some codes, or for all of them."""

    codes: Annotated[list[Hcpcs], Field(min_length=1)] | None = _about("The HCPCS codes it is about; all if left out.")


class OfSomeAges(Entry):
    """An entry for some ages, or for all of them."""

    from_age: Age | None = _about("Youngest age in whole years on the service date; from birth if left out.")
    to_age: Age | None = _about("Oldest age in whole years, that whole year included; without end if left out.")

    @model_validator(mode="after")
    def _in_order(self) -> "OfSomeAges":
        if self.from_age is not None and self.to_age is not None and self.to_age < self.from_age:
            raise problem(f"to_age ({self.to_age}) is below from_age ({self.from_age})")
        return self


class CodeStatus(OfSomeCodes):
    """What the payer's text says of some codes."""

    SOURCE, PARAMETER = "code_status", "code_statuses"
    FACTS: ClassVar = {"codes": "list", "status": "text"}
    status: Literal["covered", "not_listed", "not_covered", "needs_review"] = Field(
        description="covered: the text covers the item, by code or by name; not_listed: it names others and not this "
        "one (`review`, not a denial); not_covered: it rules it out; needs_review: the payer decides each time."
    )


class AgeBand(OfSomeAges):
    """By what a patient of some ages qualifies."""

    SOURCE, PARAMETER = "age_band", "age_bands"
    FACTS: ClassVar = {"from_age": "whole number", "to_age": "whole number", "rule": "text"}
    rule: Literal["prescription_alone", "qualifying_values", "needs_review"] = Field(
        description="prescription_alone: a signed order is enough, no value is asked for; qualifying_values: the "
        "values of this file; needs_review: the text leaves it open."
    )


class QualifyingValue(OfSomeAges):
    """A test value that qualifies. Several entries are alternatives; what one entry holds must all be so."""

    SOURCE, PARAMETER = "qualifying_value", "qualifying_values"
    FACTS: ClassVar = {
        "from_age": "whole number", "to_age": "whole number", "state": "text", "measure": "text",
        "at_most": "number", "below": "number", "at_least": "number", "above": "number",
        "fall_of_more_than": "number", "fall_of_at_least": "number", "with_any_of": "list",
        "hematocrit_above": "number", "minutes_at_least": "number", "percent_of_time_above": "number",
        "percent_of_time_at_least": "number", "improves_with_oxygen": "truth", "words": "text",
    }  # fmt: skip
    state: Literal["rest", "exercise", "sleep", "any"] = Field(
        description="The state in which the test is taken; any of the three, or one."
    )
    measure: Literal["saturation", "spo2", "sao2", "po2"] = Field(
        description="saturation: by oximetry or arterial; spo2: by oximetry only; sao2: arterial only; po2: in mm Hg."
    )
    at_most: Measured | None = _about("Highest value that qualifies (percent, or mm Hg for po2).")
    below: Measured | None = _about("The value must be strictly below this.")
    at_least: Measured | None = _about("Lowest value that qualifies.")
    above: Measured | None = _about("The value must be strictly above this.")
    fall_of_more_than: Measured | None = _about("The fall from the baseline must be deeper than this.")
    fall_of_at_least: Measured | None = _about("The fall from the baseline must be at least this deep.")
    with_any_of: list[
        Literal[
            "cor_pulmonale", "pulmonary_hypertension", "dependent_edema", "erythrocythemia", "symptoms_of_hypoxemia",
            "lung_disease_or_hypoxia_symptoms",
        ]
    ] | None = _about("At least one of these must be documented beside the value.")  # fmt: skip
    hematocrit_above: Measured | None = _about("Erythrocythemia counts with a hematocrit above this (percent).")
    minutes_at_least: Many | None = _about("Minutes at the value, during sleep.")
    percent_of_time_above: Measured | None = _about("More than this percent of the recorded time at the value.")
    percent_of_time_at_least: Measured | None = _about("At least this percent of the recorded time at the value.")
    improves_with_oxygen: Truth | None = _about(
        "The exercise test must also show the improvement with oxygen (a further reading on oxygen in its session)."
    )

    _LIMITS: ClassVar = ("at_most", "below", "at_least", "above", "fall_of_more_than", "fall_of_at_least")

    @model_validator(mode="after")
    def _makes_sense(self) -> "QualifyingValue":
        if all(getattr(self, name) is None for name in self._LIMITS):
            raise problem(f"sets no limit; give one of: {', '.join(self._LIMITS)}")
        upper = [value for value in (self.at_most, self.below) if value is not None]
        lower = [value for value in (self.at_least, self.above) if value is not None]
        highest = min(upper) if upper else None
        lowest = max(lower) if lower else None
        strict = self.below is not None or self.above is not None
        if highest is not None and lowest is not None and (highest < lowest or (highest == lowest and strict)):
            raise problem("no value can be both; the lower limit is above the upper one")
        if "erythrocythemia" in (self.with_any_of or ()) and self.hematocrit_above is None:
            raise problem("erythrocythemia needs hematocrit_above: the hematocrit above which it counts")
        self._check_plausible()
        if self.state != "exercise" and self.improves_with_oxygen:
            raise problem("improves_with_oxygen belongs to state: exercise")
        return self

    def _check_plausible(self) -> None:
        """Refuse a limit that no test could be about, such as a fraction in the place of a percent."""
        what, low, high = ("a PO2", 15, 150) if self.measure == "po2" else ("a saturation", 50, 100)
        for name in ("at_most", "below", "at_least", "above"):
            limit = getattr(self, name)
            if limit is not None and not low <= limit <= high:
                unit = "mm Hg" if self.measure == "po2" else "percent"
                raise problem(f"{name} ({limit}) is no limit of {what}, which is given in {unit}, {low} to {high}")
        for name in ("fall_of_more_than", "fall_of_at_least"):
            fall = getattr(self, name)
            if fall is not None and not 1 <= fall <= 60:
                raise problem(
                    f"{name} ({fall}) is no fall that a test shows; give it in points of the measure, 1 to 60"
                )
        if self.hematocrit_above is not None and not 20 <= self.hematocrit_above <= 80:
            raise problem(f"hematocrit_above ({self.hematocrit_above}) is no hematocrit in percent, 20 to 80")

    @property
    def words(self) -> str:
        """The entry as people say it."""
        measures = {"saturation": "saturation", "spo2": "SpO2", "sao2": "SaO2", "po2": "PO2"}
        unit = "mm Hg" if self.measure == "po2" else "%"
        limits = {
            "at_most": "at most", "below": "below", "at_least": "at least", "above": "above",
            "fall_of_more_than": "a fall of more than", "fall_of_at_least": "a fall of at least",
        }  # fmt: skip
        said = " and ".join(
            f"{word} {getattr(self, n):f} {unit}" for n, word in limits.items() if getattr(self, n) is not None
        )
        if self.at_most is not None and self.at_most == self.at_least:
            said = f"of {self.at_most:f} {unit}"
        where = {"rest": " at rest", "exercise": " during exercise", "sleep": " in sleep", "any": ""}[self.state]
        parts = [f"{measures[self.measure]} {said}{where}"]
        if self.minutes_at_least:
            parts.append(f"for at least {self.minutes_at_least} minutes")
        if self.percent_of_time_above is not None:
            parts.append(f"for more than {self.percent_of_time_above:f} % of the time")
        if self.percent_of_time_at_least is not None:
            parts.append(f"for at least {self.percent_of_time_at_least:f} % of the time")
        if self.improves_with_oxygen:
            parts.append("improving with oxygen")
        if self.with_any_of:
            parts.append("with " + " or ".join(word.replace("_", " ") for word in self.with_any_of))
        return ", ".join(parts)


class Indication(OfSomeAges):
    """Diagnoses for which oxygen is covered whatever the values are."""

    SOURCE, PARAMETER = "indication", "indications"
    FACTS: ClassVar = {"from_age": "whole number", "to_age": "whole number", "diagnosis": "text"}
    diagnoses: Annotated[list[IcdPrefix], Field(min_length=1)] = Field(
        description="ICD-10-CM codes, or how they begin (G44.0 for all cluster headaches)."
    )

    def rows(self) -> list[dict[str, Any]]:
        """A row for each diagnosis, without its dots, as the case holds them."""
        ages = {"indication.from_age": self.from_age, "indication.to_age": self.to_age}
        return [ages | {"indication.diagnosis": code.replace(".", "")} for code in self.diagnoses]


class InpatientWindow(OfSomeAges):
    """When a test taken during an inpatient stay counts."""

    SOURCE, PARAMETER = "inpatient_window", "inpatient_windows"
    FACTS: ClassVar = {"from_age": "whole number", "to_age": "whole number", "days": "whole number", "any_day": "truth"}
    days: Days | None = _about("Days before the discharge within which the test must lie.")
    any_day: Truth | None = _about("true: any day of the stay counts.")

    @model_validator(mode="after")
    def _one(self) -> "InpatientWindow":
        if (self.days is None) == (not self.any_day):
            raise problem("give either days, or any_day: true")
        return self


class WantedPaper(OfSomeCodes):
    """A paper that the payer wants."""

    SOURCE, PARAMETER = "wanted_paper", "wanted_papers"
    FACTS: ClassVar = {
        "codes": "list", "kind": "text", "when": "text", "max_age_days": "whole number", "age_from": "text",
        "states": "list", "words": "text",
    }  # fmt: skip
    kind: Literal[
        "standard_written_order", "prescription", "certificate_of_medical_necessity", "letter_of_medical_necessity",
        "progress_note", "test_report", "proof_of_delivery", "invoice", "payer_form", "discharge_summary",
        "face_to_face_encounter",
    ] = Field(description="What kind of paper.")  # fmt: skip
    when: Literal["always", "first_month", "later_months", "for_authorization"] = Field(
        default="always",
        description="For which months: every one, the first of the rental, the later ones; for_authorization: only for "
        "the request.",
    )
    max_age_days: Many | None = _about("How old it may be, in days, on the day that `age_from` names.")
    age_from: Literal["service_date", "rental_start"] = Field(
        default="rental_start", description="The day on which its age is measured."
    )
    states: list[
        Literal[
            "diagnosis", "flow", "frequency", "method", "duration", "hours_a_day", "equipment", "test_result",
            "expected_improvement",
        ]
    ] | None = _about("What it must state.")  # fmt: skip

    @property
    def words(self) -> str:
        """The paper as people say it."""
        said = self.kind.replace("_", " ")
        if self.max_age_days:
            day = {"service_date": "the service date", "rental_start": "the start of the rental"}
            said += f" no older than {self.max_age_days} days at {day[self.age_from]}"
        if self.states:
            said += " that states " + ", ".join(word.replace("_", " ") for word in self.states)
        return said


class Step(OfSomeAges):
    """Equipment that must come first.

    An entry without ages is not for patients of an age at which a prescription is enough (`age_bands`).
    """

    SOURCE, PARAMETER = "step", "steps"
    FACTS: ClassVar = {
        "codes": "list", "first": "list", "from_age": "whole number", "to_age": "whole number",
        "months": "whole number", "days": "whole number", "failed": "truth", "or_beside": "truth",
        "words": "text",
    }  # fmt: skip
    codes: Annotated[list[Hcpcs], Field(min_length=1)] = Field(description="The codes that need another one first.")
    first: Annotated[list[Hcpcs], Field(min_length=1)] = Field(description="One of these must have come first.")
    months: Many | None = _about(
        "For how many months it must have been billed and paid before; 1 if neither this nor `days` is given."
    )
    days: Many | None = _about(
        "For how many days it must have been in use before: by a trial of the case (`trials`), or by the first month "
        "billed for it, so many days earlier."
    )
    failed: Truth | None = _about(
        "true: the trial must have failed, as a document of the case shows (`trials: outcome: failed`)."
    )
    or_beside: Truth = Field(
        default=True,
        description="true: it is also enough that one of them is on the same claim for the same month; not where the "
        "trial must have failed.",
    )

    @model_validator(mode="after")
    def _one_measure(self) -> "Step":
        if self.months is not None and self.days is not None:
            raise problem("give either months or days")
        if set(self.codes) & set(self.first):
            raise problem("names a code that would have to come before itself")
        return self

    @property
    def words(self) -> str:
        """The step as people say it."""
        codes = " or ".join(self.first)
        months = self.months or 1
        length = f"{self.days} days" if self.days else "1 paid month" if months == 1 else f"{months} paid months"
        return f"{length} of {codes}" + (" that failed" if self.failed else "")


class Trigger(OfSomeCodes):
    """When some codes need a prior authorization."""

    SOURCE, PARAMETER = "trigger", "authorization_triggers"
    FACTS: ClassVar = {
        "codes": "list", "when": "text", "month": "whole number", "cents": "whole number",
        "within_months": "whole number", "of": "list", "counted_by": "text", "rent_of": "list", "words": "text",
    }  # fmt: skip
    when: Literal[
        "always", "never", "from_month", "charge_at_least", "rent_above", "purchase_price_at_least", "criteria_missed",
        "on_change",
    ] = Field(
        description="always; never; from_month (of the months billed to this payer, or of the rental, see "
        "`counted_by`); charge_at_least (the line's charge); rent_above (the rent allowed or paid for earlier months, "
        "and this month's charge); purchase_price_at_least; criteria_missed (the values "
        "of this file are not met); on_change (of flow, equipment ...)."
    )  # fmt: skip
    month: Many | None = _about("With from_month: the first month that needs it.")
    counted_by: Literal["payer", "rental"] | None = _about(
        "With from_month: payer counts the months of the code billed to this payer since the rental began, this one "
        "included (the default); rental counts the calendar months of the rental, whoever paid for them."
    )
    dollars: Dollars | None = _about("With charge_at_least, rent_above and purchase_price_at_least: the amount.")
    within_months: Many | None = _about("With rent_above: only the rent of so many months counts.")
    rent_of: Annotated[list[Hcpcs], Field(min_length=1)] | None = _about(
        "With rent_above: the codes whose rent is added up together; the line's own code alone if left out."
    )
    of: list[Literal["flow", "equipment", "practitioner", "supplier", "plan"]] | None = _about(
        "With on_change: the changes that need it."
    )

    _NEEDS: ClassVar = {
        "from_month": "month", "charge_at_least": "dollars", "rent_above": "dollars",
        "purchase_price_at_least": "dollars", "on_change": "of",
    }  # fmt: skip
    _MAY: ClassVar = {"rent_above": ("within_months", "rent_of"), "from_month": ("counted_by",)}
    _OF_SOME: ClassVar = ("month", "dollars", "within_months", "of", "counted_by", "rent_of")

    @model_validator(mode="after")
    def _complete(self) -> "Trigger":
        wanted = self._NEEDS.get(self.when)
        if wanted and getattr(self, wanted) is None:
            raise problem(f"when: {self.when} needs the key {wanted}")
        allowed = {wanted, *self._MAY.get(self.when, ())}
        odd = [n for n in self._OF_SOME if getattr(self, n) is not None and n not in allowed]
        if odd:
            raise problem(f"when: {self.when} has no {', '.join(odd)}")
        return self

    @property
    def cents(self) -> int | None:
        """The amount in cents."""
        return None if self.dollars is None else int(self.dollars * 100)

    @property
    def words(self) -> str:
        """The trigger as people say it."""
        return {
            "always": "in every case",
            "never": "never",
            "from_month": f"from rental month {self.month}"
            if self.counted_by == "rental"
            else f"from month {self.month} billed to it",
            "charge_at_least": f"for a charge of {self.dollars} dollars or more",
            "rent_above": f"once the rent{' of ' + ', '.join(self.rent_of) if self.rent_of else ''} passes "
            f"{self.dollars} dollars" + (f" within {self.within_months} months" if self.within_months else ""),
            "purchase_price_at_least": f"for a purchase price of {self.dollars} dollars or more",
            "criteria_missed": "where the payer's values are not met",
            "on_change": f"after a change of {' or '.join(self.of or ())}",
        }[self.when]


class Bundle(Entry):
    """Codes that are not paid beside others in the same month."""

    SOURCE, PARAMETER = "bundle", "bundles"
    FACTS: ClassVar = {"codes": "list", "beside": "list"}
    codes: Annotated[list[Hcpcs], Field(min_length=1)] = Field(description="The codes that are not paid.")
    beside: Annotated[list[Hcpcs], Field(min_length=1)] = Field(
        description="If one of these has the same service date."
    )


class Price(OfSomeCodes):
    """A price of the payer's. Where an entry gives several amounts, the lesser holds."""

    SOURCE, PARAMETER = "price", "prices"
    FACTS: ClassVar = {
        "codes": "list", "modifiers": "list", "acquisition": "text", "from_month": "whole number",
        "to_month": "whole number", "cents": "whole number", "per": "text", "percent_of_medicare": "number",
        "percent_of_charge": "number", "at_most_charge": "truth", "words": "text",
    }  # fmt: skip
    modifiers: Annotated[list[Modifier], Field(min_length=1)] | None = _about(
        "The modifiers that must all stand on the line (RR, NU, KH ...); any if left out."
    )
    acquisition: Literal["rental", "purchase", "contents", "maintenance"] | None = _about("Only for lines so billed.")
    from_month: Many | None = _about("First month of rent for which it holds, of those billed to this payer.")
    to_month: Many | None = _about("Last such month.")
    dollars: Dollars | None = _about("A fixed price.")
    per: Literal["unit", "week", "day"] = Field(
        default="unit",
        description="What one unit of the line stands for at that price: unit (one month of rent, one item), week or "
        "day; a line billed by the week carries the weeks as its units.",
    )
    percent_of_medicare: AnyPercent | None = _about("A percent of Medicare's fee, by the fee files that are loaded.")
    percent_of_charge: AnyPercent | None = _about("A percent of the line's charge.")
    at_most_charge: Truth = Field(default=True, description="true: never more than the line's charge (lesser of).")

    @model_validator(mode="after")
    def _gives_something(self) -> "Price":
        if all(each is None for each in (self.dollars, self.percent_of_medicare, self.percent_of_charge)):
            raise problem("gives no price; give dollars, percent_of_medicare, percent_of_charge, or several of them")
        if self.from_month is not None and self.to_month is not None and self.to_month < self.from_month:
            raise problem(f"to_month ({self.to_month}) is below from_month ({self.from_month})")
        if self.per != "unit" and self.dollars is None:
            raise problem(f"per: {self.per} belongs to a price in dollars")
        return self

    @property
    def cents(self) -> int | None:
        """The fixed price in cents."""
        return None if self.dollars is None else int(self.dollars * 100)

    @property
    def words(self) -> str:
        """The price as people say it."""
        per = {"week": " a week", "day": " a day"}.get(self.per, "")
        amounts = [f"{self.dollars} dollars{per}"] if self.dollars is not None else []
        if self.percent_of_medicare is not None:
            amounts.append(f"{self.percent_of_medicare:f} % of Medicare's fee")
        if self.percent_of_charge is not None:
            amounts.append(f"{self.percent_of_charge:f} % of the charge")
        if self.at_most_charge and self.percent_of_charge is None:
            amounts.append("the charge")
        said = amounts[0] if len(amounts) == 1 else f"the lesser of {' and '.join(amounts)}"
        of = " ".join(filter(None, (self.acquisition or "", " ".join(self.modifiers or ()))))
        first, last = self.from_month or 1, self.to_month
        months = f"months {first} to {last}" if last else f"from month {first} on" if self.from_month else ""
        return ", ".join(filter(None, (said, of and f"for {of}", months)))


ENTRIES: dict[str, type[Entry]] = {
    model.__name__: model
    for model in (
        CodeStatus, AgeBand, QualifyingValue, Indication, InpatientWindow, WantedPaper, Step, Trigger, Bundle,
        Price,
    )
}  # fmt: skip
"""The models by the name under which the definition of a parameter gives them (``entry``)."""
