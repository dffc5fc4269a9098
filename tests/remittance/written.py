"""Made-up answers of a payer, written segment by segment by hand; no patient in them exists.

Written without the project's own code, so that an error of the readers is not made twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


def dollars(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}" if not rest else f"{sign}{whole}.{rest:02d}".rstrip("0")


@dataclass(frozen=True)
class Line:
    """``adjustments``: (group, reason, cents)."""

    charge: int
    paid: int
    adjustments: tuple[tuple[str, str, int], ...] = ()
    code: str = "E1392:RR:N1"
    control: str = "L1"
    remarks: tuple[str, ...] = ()
    day: str = "20260105"

    def segments(self) -> Iterable[str]:
        yield f"SVC*HC:{self.code}*{dollars(self.charge)}*{dollars(self.paid)}**1"
        yield f"DTM*472*{self.day}"
        yield from cas(self.adjustments)
        yield f"REF*6R*{self.control}"
        yield from (f"LQ*HE*{remark}" for remark in self.remarks)


@dataclass(frozen=True)
class Claim:
    lines: tuple[Line, ...]
    id: str = "OXY0001"
    status: str = "1"
    number: str = "26005000000001"
    adjustments: tuple[tuple[str, str, int], ...] = ()
    charge: int | None = None
    paid: int | None = None
    remarks: tuple[str, ...] = ()

    def segments(self) -> Iterable[str]:
        every = [*self.adjustments, *(each for line in self.lines for each in line.adjustments)]
        owed = sum(cents for group, _, cents in every if group == "PR")
        charge = sum(line.charge for line in self.lines) if self.charge is None else self.charge
        own = sum(cents for *_, cents in self.adjustments)
        paid = sum(line.paid for line in self.lines) - own if self.paid is None else self.paid
        owed_text = dollars(owed) if owed and self.status != "22" else ""
        yield f"CLP*{self.id}*{self.status}*{dollars(charge)}*{dollars(paid)}*{owed_text}*MB*{self.number}*12*1"
        yield from cas(self.adjustments)
        yield "NM1*QC*1*DOE*JANE****MI*1EG4TE5MK73"
        if self.remarks:
            yield "MOA***" + "*".join(self.remarks)
        yield from (segment for line in self.lines for segment in line.segments())

    @property
    def paid_cents(self) -> int:
        own = sum(cents for *_, cents in self.adjustments)
        return sum(line.paid for line in self.lines) - own if self.paid is None else self.paid


@dataclass(frozen=True)
class Payment:
    claims: tuple[Claim, ...]
    provider: tuple[tuple[str, str, int], ...] = ()
    trace: str = "EFT0000001"
    cents: int | None = None
    payee: str = "1234567893"

    def segments(self, control: str) -> list[str]:
        taken = sum(cents for *_, cents in self.provider)
        paid = sum(claim.paid_cents for claim in self.claims) - taken if self.cents is None else self.cents
        how = "I*{}*C*ACH*CCP*01*121000248*DA*111*1205296137**01*121000358*DA*222*20260120"
        found = [
            f"ST*835*{control}", f"BPR*{how}".format(dollars(paid)), f"TRN*1*{self.trace}*1205296137",
            "DTM*405*20260119",
            "N1*PR*EXAMPLE DME PAYER", "N3*1 PAYER STREET", "N4*FARGO*ND*58103", "PER*BL*HELP DESK*TE*8005550100",
            f"N1*PE*EXAMPLE OXYGEN*XX*{self.payee}", "REF*TJ*123456789", "LX*1",
        ]  # fmt: skip
        found += [segment for claim in self.claims for segment in claim.segments()]
        for start in range(0, len(self.provider), 6):
            pairs = "*".join(
                f"{reason}:{to}*{dollars(cents)}" for reason, to, cents in self.provider[start : start + 6]
            )
            found.append(f"PLB*{self.payee}*20261231*{pairs}")
        return [*found, f"SE*{len(found) + 1}*{control}"]


def cas(adjustments: Sequence[tuple[str, str, int]]) -> Iterable[str]:
    """A segment for each group, six reasons in each."""
    for group in dict.fromkeys(group for group, *_ in adjustments):
        own = [(reason, cents) for of, reason, cents in adjustments if of == group]
        for start in range(0, len(own), 6):
            yield f"CAS*{group}*" + "**".join(f"{reason}*{dollars(cents)}" for reason, cents in own[start : start + 6])


@dataclass(frozen=True)
class Signs:
    element: str = "*"
    component: str = ":"
    terminator: str = "~"
    between: str = "\n"


def interchange(
    sets: Sequence[Sequence[str]], group: str, version: str, signs: Signs | None = None, control: int = 1,
    before: Sequence[str] = (),
) -> bytes:  # fmt: skip
    """One interchange with one group of these sets; ``before``: segments ahead of the group, such as TA1."""
    signs = signs or Signs()
    isa = f"ISA*00*          *00*          *ZZ*{'PAYER':<15}*ZZ*{'OXYGEN':<15}*260120*1200*^*00501*{control:09d}*0*T*:"
    segments = [isa, *before]
    if sets:
        segments += [f"GS*{group}*PAYER*OXYGEN*20260120*1200*{control}*X*{version}"]
        segments += [segment for one in sets for segment in one]
        segments += [f"GE*{len(sets)}*{control}"]
    segments += [f"IEA*{1 if sets else 0}*{control:09d}"]
    text = (signs.terminator + signs.between).join(segments) + signs.terminator + signs.between
    swapped = text.translate(str.maketrans({"*": signs.element, ":": signs.component}))
    return swapped.encode()


def remittance(*payments: Payment, signs: Signs | None = None, control: int = 1) -> bytes:
    sets = [payment.segments(f"{number:04d}") for number, payment in enumerate(payments, 1)]
    return interchange(sets, "HP", "005010X221A1", signs, control)


R1_LINE = Line(21000, 3136, (("CO", "45", 16500), ("CO", "253", 64), ("PR", "1", 500), ("PR", "2", 800)))
R1 = Claim((R1_LINE,))
REVERSED = Claim(
    (Line(-21000, -3136, tuple((group, reason, -cents) for group, reason, cents in R1_LINE.adjustments)),),
    status="22",
)
DENIED = Claim((Line(21000, 0, (("CO", "50", 21000),), remarks=("N115",)),), number="26005000000002", remarks=("MA01",))


@dataclass(frozen=True)
class Told:
    """A claim in a 277CA: ``statuses`` as in ``A7:507``, each with its action."""

    id: str
    statuses: tuple[tuple[str, str], ...] = (("A2:20", "WQ"),)
    number: str = "26005000000001"
    lines: tuple[tuple[str, str], ...] = field(default=())


def acknowledged(
    claims: Sequence[Told], provider: tuple[str, str] | None = None, batch: str = "B0001",
    receiver: tuple[str, str] = ("A1:19", "WQ"), rejected: int = 0,
) -> bytes:  # fmt: skip
    """A 277CA of one provider; ``provider``: its own status and action, where it has one."""
    rejects = sum(any(status[:2] in ("A3", "A6", "A7", "A8") for status, _ in claim.statuses) for claim in claims)
    accepts = len(claims) - rejects
    found = [
        "ST*277*0001*005010X214", f"BHT*0085*08*{batch}*20260106*1200*TH",
        "HL*1**20*1", "NM1*PR*2*EXAMPLE DME PAYER*****PI*16013", "TRN*1*ANSWER1", "DTP*050*D8*20260105",
        "DTP*009*D8*20260106",
        "HL*2*1*21*1", "NM1*41*2*EXAMPLE OXYGEN*****46*SENDER1", f"TRN*2*{batch}",
        f"STC*{receiver[0]}*20260106*{receiver[1]}*100",
        *([f"QTY*90*{accepts}"] if accepts else []), *([f"QTY*AA*{rejects + rejected}"] if rejects + rejected else []),
        *(["AMT*YU*100"] if accepts else []), *(["AMT*YY*100"] if rejects + rejected else []),
        "HL*3*2*19*1", "NM1*85*2*EXAMPLE OXYGEN*****XX*1234567893",
    ]  # fmt: skip
    status, action = provider or ("A1:19", "WQ")
    found += ["TRN*1*P1", f"STC*{status}**{action}*100"]
    found += [f"QTY*QC*{rejects + rejected}", "AMT*YY*100"] if provider else [f"QTY*QA*{accepts}", "AMT*YU*100"]
    for number, claim in enumerate(claims, 4):
        found += [f"HL*{number}*3*PT", "NM1*QC*1*DOE*JANE****MI*1EG4TE5MK73", f"TRN*2*{claim.id}"]
        found += [f"STC*{status}*20260106*{action}*50" for status, action in claim.statuses]
        found += [*([f"REF*1K*{claim.number}"] if claim.number else []), "DTP*472*D8*20260105"]
        for code, status in claim.lines:
            found += [f"SVC*HC:{code}*50*****1", f"STC*{status}**U", "REF*FJ*L1", "DTP*472*D8*20260105"]
    found.append(f"SE*{len(found) + 1}*0001")
    return interchange([found], "HN", "005010X214")


def file_acknowledged(
    sets: Sequence[tuple[str, str]], outcome: str, errors: Sequence[str] = (), accepted: int = 0
) -> bytes:
    """A 999: (ST02, IK501) of each set; ``errors``: segments behind the AK2 of the last."""
    found = ["ST*999*0001*005010X231A1", "AK1*HC*17*005010X222A1"]
    for number, (control, answer) in enumerate(sets):
        found.append(f"AK2*837*{control}*005010X222A1")
        found += errors if number == len(sets) - 1 else []
        found.append(f"IK5*{answer}" + ("*5" if answer != "A" else ""))
    found.append(f"AK9*{outcome}*{len(sets)}*{len(sets)}*{accepted}")
    found.append(f"SE*{len(found) + 1}*0001")
    return interchange([found], "FA", "005010X231A1")
