"""A rental month is billed with the day on which it begins: the same day of each month."""

from oxyclaim.engine.grains import ABSENCE, MONTH
from oxyclaim.engine.words import Cure, Effect, Stage, absence, criterion, exists, line, month, p, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold, patients_own
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger


def _is_anniversary_of(day):
    """Whether the service date is that day, or the same day of a later month (its last day, if it is shorter)."""
    same = day.dt.day() == line.service_date.dt.day()
    clipped = line.service_is_month_end & (day.dt.day() > line.service_date.dt.day())
    return (day <= line.service_date) & (same | clipped)


@criterion(
    not_met="it is no anniversary of the start {line.rental_start}",
    unknown="the first service date of this rental (rental_start) is not known",
)
def on_anniversary_of_start():
    """An anniversary of the start of the rental."""
    return _is_anniversary_of(line.rental_start)


@criterion()
def on_anniversary_of_delivery():
    """An anniversary of the day on which this device was first delivered, as after a change of supplier."""
    delivered = line.device_delivered
    return (_is_anniversary_of(delivered) & (delivered > line.rental_start)).fill_null(False)


@criterion(MONTH)
def later_month_of_series():
    """The service date is an anniversary of a rental month that was billed before and not denied."""
    return month.is_rental_of_kind & (month.outcome != "denied") & _is_anniversary_of(month.service_date)


@criterion(ABSENCE, met="the absence ended on {absence.last_day}")
def anniversary_of_return():
    """The service date is an anniversary of the end of an absence, or of the day behind it.

    A stay that ended on its first day moves nothing: the patient was at home on that day.
    """
    of_its_end = _is_anniversary_of(absence.last_day) | _is_anniversary_of(absence.last_day.dt.offset_by("1d"))
    stay = absence.reason.is_in(["inpatient", "skilled_nursing"])
    return of_its_end & ~(stay & (absence.first_day == absence.last_day))


@criterion(
    not_met="it is an anniversary neither of the start {line.rental_start}, nor of the delivery, nor of a month billed before, "
    "nor of the end of an absence",
    unknown="it is no anniversary of the start {line.rental_start}, and whether a month billed before or the end of an absence "
    "has moved the day is not known",
    ask=Cure("correct the service date, or list the months billed before and the absences", "the supplier's records"),
)
def on_an_anniversary():
    """The service date is an anniversary of the start, a delivery, a month billed before, or a return."""
    moved = exists(MONTH, later_month_of_series) | exists(ABSENCE, anniversary_of_return)
    return on_anniversary_of_start | on_anniversary_of_delivery | moved


@rule(
    "LED-075",
    stage=Stage.LEDGER,
    applies=not_sold,
    requires=on_an_anniversary,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority=("NPAY", "NSTAY"),
    sentence="A rental month is billed on its first day, and {line.service_date} is not known to be one: {reasons}.",
    cure=Cure(
        "correct the service date: the month of the start {line.rental_start} begins on {line.anniversary_of_start}, unless a "
        "stay or an absence has moved the day (list it)",
        "the biller",
    ),
)
def anniversary():
    """A rental month is billed with the day on which it begins: the same day of each month.

    The day moves when the patient was in hospital on it: the month then begins on the day of the discharge. It moves
    also with a new supplier, and when billing resumes after an absence.
    """


@criterion()
def is_line_of_contents():
    """Oxygen contents."""
    return line.equipment == "contents"


@criterion()
def is_contents_after_rental():
    """Contents of equipment that is or was rented; what the patient owns has no anniversary."""
    return is_line_of_contents & ~patients_own


@criterion()
def portable_rental_goes_on():
    """Portable contents, of a portable unit whose own paid months are not used up."""
    return (line.counted_kind == "portable") & (rental_ledger.most < p.rental_months_paid)


@criterion(MONTH)
def later_month_of_stationary():
    """The service date is an anniversary of a rental month of stationary equipment that was billed and not denied."""
    stationary = (month.kind_of_month == "stationary") & (month.kind == "rental")
    return stationary & (month.outcome != "denied") & _is_anniversary_of(month.service_date)


@criterion(MONTH)
def some_stationary_month():
    """A rental month of stationary equipment by the service date, not denied."""
    stationary = (month.kind_of_month == "stationary") & (month.kind == "rental")
    return stationary & (month.outcome != "denied") & (month.service_date <= line.service_date)


@criterion()
def anniversary_of_stationary():
    """An anniversary of the stationary equipment."""
    return exists(MONTH, later_month_of_stationary)


@criterion()
def its_own_rental_has_ended():
    """The rental of the equipment that the contents fill has ended, or no stationary unit stands beside it."""
    return ~portable_rental_goes_on | ~exists(MONTH, some_stationary_month)


@criterion(
    not_met="{line.service_date} is none (the rental began on {line.rental_start})",
    unknown="whether {line.service_date} is an anniversary of the equipment whose rental has ended is not known",
    ask=Cure("correct the service date, or list the months billed before", "the supplier's records"),
)
def on_anniversary_of_ended_rental():
    """An anniversary of the equipment whose rental has ended: the stationary unit's, or the filled unit's own."""
    return anniversary_of_stationary | (its_own_rental_has_ended & on_an_anniversary)


@rule(
    "LED-076",
    stage=Stage.LEDGER,
    applies=is_contents_after_rental,
    requires=on_anniversary_of_ended_rental,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority="A52514",
    sentence="Contents are billed with the anniversary of the equipment whose rental has ended, not with the day of their "
    "delivery: {reasons}.",
    cure=Cure("correct the service date, and keep the slip of the real delivery", "the biller"),
)
def anniversary_of_contents():
    """The service date of contents is the anniversary of the equipment whose rental has ended.

    The contents that last for the month behind it must have been delivered before; the slip shows the real day. A
    portable unit alone has its own anniversary.
    """
