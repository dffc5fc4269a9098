"""The payers that answer, each with its ways. All but the four contractors' numbers and states is made up."""

from dataclasses import dataclass

MEDICARE = "medicare"

_JURISDICTIONS = {
    "16013": ("DME MAC A", "CT DE DC ME MD MA NH NJ NY PA RI VT"),
    "17013": ("DME MAC B", "IL IN KY MI MN OH WI"),
    "18003": ("DME MAC C", "AL AR CO FL GA LA MS NM NC OK PR SC TN TX VI VA WV"),
    "19003": ("DME MAC D", "AK AS AZ CA GU HI ID IA KS MO MT NE NV ND MP OR SD UT WA WY"),
}
"""Payer id, name, states (docs/simulator.md names the sources)."""


@dataclass(frozen=True)
class Payer:
    """A payer and its ways.

    ``kind``: medicare, advantage, commercial, medicaid, supplement. ``filing``: CLP06. ``coinsurance`` in percent of
    the allowed amount; ``copay`` in cents a line. ``cuts_ids``: letters of CLM01 that it gives back, 0 for all.
    ``denies_with_4``: it says CLP02 4 for any denial. ``charges_share_only``: as a second payer it names only the
    patient's share as the charge. ``dashes_line_ids``: it writes a dash into
    the line's control number. ``weekday``: of its remittances, Monday is 0. ``takes_forward_as_wo``: a balance that
    it carried forward (FB) is taken later under WO.
    """

    id: str
    name: str
    kind: str
    filing: str
    tax_id: str
    states: tuple[str, ...] = ()
    deductible: bool = False
    coinsurance: int = 0
    copay: int = 0
    sequesters: bool = False
    crosses_over: bool = False
    cuts_ids: int = 0
    drops_modifiers: bool = False
    denies_with_4: bool = False
    splits_by_line: bool = False
    charges_share_only: bool = False
    takes_forward_as_wo: bool = False
    dashes_line_ids: bool = False
    pays_share: bool = True
    weekday: int = 4

    @property
    def is_medicare(self) -> bool:
        """Whether it is one of the four contractors, who share one history."""
        return self.kind == MEDICARE


def _contractor(id: str, name: str, states: str, weekday: int) -> Payer:
    return Payer(
        id, name, MEDICARE, "MB", f"99{id}00", tuple(states.split()), deductible=True, coinsurance=20, sequesters=True,
        crosses_over=True, takes_forward_as_wo=id in ("17013", "18003"), weekday=weekday,
    )  # fmt: skip


PAYERS = {
    each.id: each
    for each in (
        *(_contractor(id, name, states, day % 5) for day, (id, (name, states)) in enumerate(_JURISDICTIONS.items())),
        Payer("60601", "MEADOWLARK ADVANTAGE PLAN", "advantage", "16", "996060100", coinsurance=20, cuts_ids=17,
              denies_with_4=True, weekday=2),
        Payer("60602", "STONEBRIDGE HEALTH", "commercial", "12", "996060200", copay=1500, drops_modifiers=True,
              splits_by_line=True, weekday=1),
        Payer("60603", "STATE MEDICAID PROGRAM", "medicaid", "MC", "996060300", pays_share=False, weekday=0),
        Payer("60604", "EVERGREEN SUPPLEMENT", "supplement", "12", "996060400", weekday=3),
        Payer("60605", "OLD MILL SUPPLEMENT", "supplement", "12", "996060500", charges_share_only=True,
              dashes_line_ids=True, weekday=3),
    )
}  # fmt: skip
"""By payer id (2010BB NM109)."""


def payer_of(id: str, name: str) -> Payer:
    """The payer with this id; one that is not known answers as a commercial payer under its own name."""
    return PAYERS.get(id) or Payer(id, name or "PAYER", "commercial", "12", "99" + id.zfill(7)[-7:], coinsurance=20)


def contractor_of(state: str) -> str | None:
    """The payer id of the contractor for a state of residence."""
    return next((id for id, (_, states) in _JURISDICTIONS.items() if state in states.split()), None)
