"""Placed segments become the frames of claims and service lines."""

from collections.abc import Sequence

import polars as pl

from oxyclaim.x12.claim_837p.schema import CLAIMS, LINES
from oxyclaim.x12.core import values
from oxyclaim.x12.core.kinds import FEW, Kinds, first_between, last_before

DIAGNOSIS_QUALIFIERS = ("ABK", "ABF", "BK", "BF")
_MOST_DIAGNOSES = 12
_MODIFIERS = 4
_POINTERS = 4
_NPI = "XX"
_UNUSED = "\x1f"
_NO_ENTRY = pl.Series([[]], dtype=pl.List(pl.String))


def claim_frame(kinds: Kinds, heads: "Heads", separator: str) -> pl.DataFrame:
    """One row a claim. Columns: ``CLAIMS``. ``separator`` stands between components."""
    rows = heads.claims
    if rows.is_empty():
        return pl.DataFrame(schema=CLAIMS)
    columns: dict[str, pl.Series] = {}
    for part in (
        _claim(kinds, rows, separator),
        _within_claim(kinds, rows, separator),
        _header(kinds, heads),
        _billing_provider(kinds, heads),
        _subscriber(kinds, heads),
        _patient(kinds, heads),
    ):
        columns |= part
    return pl.DataFrame(columns, schema=CLAIMS)


def line_frame(kinds: Kinds, separator: str) -> pl.DataFrame:
    """One row a service line. Columns: ``LINES``. ``separator`` stands between components."""
    rows = _lines_of_claims(kinds)
    if rows.is_empty():
        return pl.DataFrame(schema=LINES)
    end = kinds.ends(rows)
    lx = kinds.elements(rows, "segment", "claim", "e01")
    sv1 = kinds.elements(first_between(kinds.rows("2400", "SV1"), rows, end), "e01", "e02", "e03", "e04", "e05", "e07")
    procedure = _components(sv1["e01"], separator, 7)
    served = _first(kinds, "2400", "DTP", rows, end, ("e02", "e03"), where=("e01", ("472",)))
    first, last = _dates(served["e02"], served["e03"])
    ordering = _first(kinds, "2420E", "NM1", rows, end, ("e03", "e04", "e08", "e09"))
    columns = {
        "claim": lx["claim"],
        "position": _position(lx["claim"]),
        "line_number": lx["e01"].cast(pl.Int64, strict=False),
        "segment": lx["segment"],
        "code_qualifier": procedure[0],
        "code": procedure[1],
        "modifiers": _given(procedure[2 : 2 + _MODIFIERS]),
        "description": procedure[6],
        "charge_cents": cents(sv1["e02"]),
        "unit": sv1["e03"],
        "units": sv1["e04"].cast(pl.Float64, strict=False),
        "place_of_service": sv1["e05"],
        "pointers": _given(_components(sv1["e07"], separator, _POINTERS)),
        "service_from": first,
        "service_to": last,
        "control_number": _first(kinds, "2400", "REF", rows, end, ("e02",), where=("e01", ("6R",)))["e02"],
        "authorization_number": _first(kinds, "2400", "REF", rows, end, ("e02",), where=("e01", ("G1",)))["e02"],
        "note": _first(kinds, "2400", "NTE", rows, end, ("e02",), where=("e01", ("ADD",)))["e02"],
        "attachments": _all(kinds, "2400", "PWK", "e01", rows, end),
        "form": _first(kinds, "2440", "LQ", rows, end, ("e02",))["e02"],
        "ordering_last_name": ordering["e03"],
        "ordering_first_name": ordering["e04"],
        "ordering_npi": _npi(ordering),
    }
    return pl.DataFrame(columns, schema=LINES)


def line_places(kinds: Kinds) -> pl.DataFrame:
    """Where the lines stand, without what they say.

    Columns of ``LINES``: claim, position, line_number, segment; and the ``claim_id`` of their claim.
    """
    lx = kinds.elements(_lines_of_claims(kinds), "claim", "segment", "e01")
    clm = kinds.elements(kinds.rows("2300", "CLM"), "claim", claim_id="e01")
    lines = lx.select(
        "claim", "segment", position=_position(lx["claim"]), line_number=pl.col("e01").cast(pl.Int64, strict=False)
    )
    return lines.join(clm, on="claim", how="left", maintain_order="left")


def _lines_of_claims(kinds: Kinds) -> pl.Series:
    """The rows of LX that stand in a claim."""
    rows = kinds.rows("2400", "LX")
    return rows.filter(kinds.segments["claim"].gather(rows).is_not_null())


def _position(claims: pl.Series) -> pl.Series:
    """The place of each line in its claim, from 1; the claims ascend."""
    return pl.int_range(1, len(claims) + 1, eager=True) - claims.search_sorted(claims, side="left")


def cents(amounts: pl.Series) -> pl.Series:
    """Amounts such as ``395.5`` in whole cents; null for what is no amount."""
    return pl.DataFrame({"amount": amounts}).select(values.cents("amount")).to_series()


def dates(texts: pl.Series) -> pl.Series:
    """Days written CCYYMMDD; null for what is no day."""
    return pl.DataFrame({"day": texts}).select(values.day("day")).to_series()


class Heads:
    """For each claim the rows that begin what it stands in, null if none.

    That is its interchange, group, transaction, billing provider, subscriber and dependent.
    """

    def __init__(self, kinds: Kinds):
        claims = kinds.rows("2300", "CLM")
        self.claims = claims
        self.interchange = self._open("ISA", kinds, ("ISA", "IEA"))
        self.group = self._open("GS", kinds, ("GS", "GE"), ("ISA", "IEA"), ("ISA", "ISA"))
        self.transaction = self._open("ST", kinds, ("ST", "SE"), ("GS", "GE"), ("GS", "GS"), ("ISA", "IEA"))
        self.biller = self._under(self.transaction, last_before(kinds.rows("2000A", "HL"), claims))
        self.subscriber = self._under(self.biller, last_before(kinds.rows("2000B", "HL"), claims))
        self.patient = self._under(self.subscriber, last_before(kinds.rows("2000C", "HL"), claims))

    @property
    def levels(self) -> tuple[pl.Series, pl.Series, pl.Series]:
        """The rows of the claims' levels (HL)."""
        return self.biller, self.subscriber, self.patient

    @property
    def above(self) -> tuple[pl.Series, ...]:
        """The rows of everything that the claims stand in, from the outermost."""
        return (self.interchange, self.group, self.transaction, *self.levels)

    def _open(self, header: str, kinds: Kinds, *ends: tuple[str, str]) -> pl.Series:
        """The last header before each claim, if nothing that ends its envelope is between."""
        begun = kinds.in_same_file(last_before(kinds.rows(header, header), self.claims), self.claims)
        last = -1 if self.claims.is_empty() else int(self.claims[-1])
        for loop, identifier in ends:
            rows = kinds.rows(loop, identifier)
            if len(rows) and int(rows[0]) < last:
                begun = begun.set((last_before(rows, self.claims) > begun).fill_null(False), None)
        return begun

    def _under(self, upper: pl.Series, lower: pl.Series) -> pl.Series:
        if len(lower) <= FEW:
            pairs = zip(upper.to_list(), lower.to_list(), strict=True)
            found = [row if row is not None and above is not None and row >= above else None for above, row in pairs]
            return pl.Series(found, dtype=pl.Int64)
        return lower.set((lower < upper).fill_null(True), None)

    def first(self, kinds: Kinds, head: pl.Series, loop: str, identifier: str, elements: Sequence[str]) -> pl.DataFrame:
        """Elements of the first segment of a kind between a head and the claim."""
        return kinds.elements(first_between(kinds.rows(loop, identifier), head, self.claims), *elements)


def _claim(kinds: Kinds, rows: pl.Series, separator: str) -> dict[str, pl.Series]:
    clm = kinds.elements(rows, "claim", "segment", *(f"e{n:02d}" for n in (1, 2, 5, 6, 7, 8, 9, 20)))
    place, qualifier, frequency = _components(clm["e05"], separator, 3)
    return {
        "claim": clm["claim"],
        "segment": clm["segment"],
        "claim_id": clm["e01"],
        "charge_cents": cents(clm["e02"]),
        "place_of_service": place,
        "place_qualifier": qualifier,
        "frequency": frequency,
        "signature_on_file": clm["e06"],
        "assignment": clm["e07"],
        "benefits_assigned": clm["e08"],
        "release": clm["e09"],
        "delay_reason": clm["e20"],
    }


def _within_claim(kinds: Kinds, rows: pl.Series, separator: str) -> dict[str, pl.Series]:
    end = kinds.ends(rows)
    diagnoses, qualifiers = _diagnoses(kinds, rows, end, separator)
    others = kinds.rows("2320", "SBR")
    before = others.search_sorted(rows, side="left").cast(pl.Int64)
    return {
        "diagnoses": diagnoses,
        "diagnosis_qualifiers": qualifiers,
        "payer_reference": _first(kinds, "2300", "REF", rows, end, ("e02",), where=("e01", ("F8",)))["e02"],
        "authorization_number": _first(kinds, "2300", "REF", rows, end, ("e02",), where=("e01", ("G1",)))["e02"],
        "attachments": _all(kinds, "2300", "PWK", "e01", rows, end),
        "note": _first(kinds, "2300", "NTE", rows, end, ("e02",))["e02"],
        "other_payers": others.search_sorted(end, side="left").cast(pl.Int64) - before,
    }


def _header(kinds: Kinds, heads: Heads) -> dict[str, pl.Series]:
    version = kinds.in_same_file(last_before(kinds.rows("GS", "GS"), heads.claims), heads.claims)
    return {
        "version": kinds.elements(version, "e08")["e08"],
        "created": dates(heads.first(kinds, heads.transaction, "ST", "BHT", ["e04"])["e04"]),
        "submitter_id": heads.first(kinds, heads.transaction, "1000A", "NM1", ["e09"])["e09"],
        "receiver_id": heads.first(kinds, heads.transaction, "1000B", "NM1", ["e09"])["e09"],
    }


def _billing_provider(kinds: Kinds, heads: Heads) -> dict[str, pl.Series]:
    name = heads.first(kinds, heads.biller, "2010AA", "NM1", ["e03", "e08", "e09"])
    address = heads.first(kinds, heads.biller, "2010AA", "N4", ["e02", "e03"])
    tax_ids = kinds.rows_where("2010AA", "REF", "e01", "EI", "SY")
    return {
        "billing_name": name["e03"],
        "billing_npi": _npi(name),
        "billing_tax_id": kinds.elements(first_between(tax_ids, heads.biller, heads.claims), "e02")["e02"],
        "billing_taxonomy": heads.first(kinds, heads.biller, "2000A", "PRV", ["e03"])["e03"],
        "billing_state": address["e02"],
        "billing_zip": address["e03"],
    }


def _subscriber(kinds: Kinds, heads: Heads) -> dict[str, pl.Series]:
    sbr = heads.first(kinds, heads.subscriber, "2000B", "SBR", ["e01", "e02", "e09"])
    payer = heads.first(kinds, heads.subscriber, "2010BB", "NM1", ["e03", "e09"])
    name = heads.first(kinds, heads.subscriber, "2010BA", "NM1", ["e03", "e04", "e05", "e09"])
    return {
        "payer_sequence": sbr["e01"],
        "relationship": sbr["e02"],
        "filing_indicator": sbr["e09"],
        "payer_name": payer["e03"],
        "payer_id": payer["e09"],
        "member_id": name["e09"],
        "subscriber_last_name": name["e03"],
        "subscriber_first_name": name["e04"],
        "subscriber_middle_name": name["e05"],
        "injury_number": _injury_number(kinds, heads),
        "dependent": heads.patient.is_not_null(),
    }


def _injury_number(kinds: Kinds, heads: Heads) -> pl.Series:
    """REF*Y4 of the person who is the patient."""
    of_subscriber, of_patient = (
        kinds.elements(first_between(kinds.rows_where(loop, "REF", "e01", "Y4"), head, heads.claims), "e02")["e02"]
        for loop, head in (("2010BA", heads.subscriber), ("2010CA", heads.patient))
    )
    return of_patient.zip_with(heads.patient.is_not_null(), of_subscriber)


def _patient(kinds: Kinds, heads: Heads) -> dict[str, pl.Series]:
    dependent = heads.patient.is_not_null()

    def of(identifier: str, *elements: str) -> pl.DataFrame:
        subscriber = heads.first(kinds, heads.subscriber, "2010BA", identifier, elements)
        if not dependent.any():
            return subscriber
        patient = heads.first(kinds, heads.patient, "2010CA", identifier, elements)
        return pl.DataFrame({name: patient[name].zip_with(dependent, subscriber[name]) for name in elements})

    def pat() -> pl.DataFrame:
        subscriber = heads.first(kinds, heads.subscriber, "2000B", "PAT", ["e05", "e06"])
        if not dependent.any():
            return subscriber
        patient = heads.first(kinds, heads.patient, "2000C", "PAT", ["e05", "e06"])
        return pl.DataFrame({name: patient[name].zip_with(dependent, subscriber[name]) for name in ("e05", "e06")})

    name, street, city, person = (
        of("NM1", "e03", "e04", "e05"), of("N3", "e01"), of("N4", "e01", "e02", "e03"), of("DMG", "e02", "e03"),
    )  # fmt: skip
    death = pat()
    return {
        "patient_last_name": name["e03"],
        "patient_first_name": name["e04"],
        "patient_middle_name": name["e05"],
        "patient_address": street["e01"],
        "patient_city": city["e01"],
        "patient_state": city["e02"],
        "patient_zip": city["e03"],
        "patient_birth_date": dates(person["e02"]),
        "patient_sex": person["e03"],
        "patient_died_on": dates(death["e06"].set((death["e05"] != "D8").fill_null(True), None)),
    }


def _diagnoses(kinds: Kinds, rows: pl.Series, end: pl.Series, separator: str) -> tuple[pl.Series, pl.Series]:
    """The codes of the claim's first HI segment that names diagnoses, and the qualifier of each."""
    every = kinds.rows("2300", "HI")
    first = kinds.segments["e01"].gather(every)
    named = every.filter(first.str.contains(rf"^(?:{'|'.join(DIAGNOSIS_QUALIFIERS)})").fill_null(False))
    names = [f"e{n:02d}" for n in range(1, _MOST_DIAGNOSES + 1)]
    given = kinds.elements(first_between(named, rows, end), *names)
    used = [name for name in names if given[name].null_count() < given.height] or names[:1]
    parts = [_components(given[name], separator, 2) for name in used]
    codes = [code for _, code in parts]
    # One qualifier for each code, also where one of the two is missing.
    qualifiers = [qualifier.fill_null("").set(code.is_null(), None) for qualifier, code in parts]
    return _given(codes), _given(qualifiers)


def _first(
    kinds: Kinds,
    loop: str,
    identifier: str,
    after: pl.Series,
    before: pl.Series,
    elements: Sequence[str],
    where: tuple[str, Sequence[str]] | None = None,
) -> pl.DataFrame:
    """Elements of the first segment of a kind between two rows; ``where`` one of its elements has some values."""
    rows = kinds.rows(loop, identifier) if where is None else kinds.rows_where(loop, identifier, where[0], *where[1])
    return kinds.elements(first_between(rows, after, before), *elements)


def _all(kinds: Kinds, loop: str, identifier: str, element: str, after: pl.Series, before: pl.Series) -> pl.Series:
    """An element of every segment of a kind between two rows, as lists; empty where there is none."""
    rows = kinds.rows(loop, identifier)
    if rows.is_empty():
        return _NO_ENTRY.new_from_index(0, len(after))
    owner = after.search_sorted(rows, side="left").cast(pl.Int64) - 1
    # What stands behind the last of a file belongs to none in it.
    owner = owner.set(kinds.in_same_file(after.gather(owner.set(owner < 0, None)), rows).is_null(), -1)
    found = pl.DataFrame({"owner": owner, "value": kinds.segments[element].gather(rows)}).group_by("owner").agg("value")
    every = pl.DataFrame({"owner": pl.int_range(len(after), dtype=pl.Int64, eager=True)})
    lists = every.join(found, on="owner", how="left", maintain_order="left")["value"]
    return lists.zip_with(lists.is_not_null(), _NO_ENTRY)


def _components(composite: pl.Series, separator: str, count: int) -> list[pl.Series]:
    """The first components of a composite element; empty ones are null."""
    if len(composite) <= FEW:
        split = [[] if text is None else text.split(separator) for text in composite.to_list()]
        return [
            pl.Series([parts[n] or None if n < len(parts) else None for parts in split], dtype=pl.String)
            for n in range(count)
        ]
    parts = composite.str.split_exact(separator, count).struct.unnest()
    return [parts[f"field_{n}"].replace("", None) for n in range(count)]


def _given(columns: Sequence[pl.Series]) -> pl.Series:
    """Columns as lists of what is given."""
    if len(columns[0]) <= FEW:
        rows = zip(*(column.to_list() for column in columns), strict=True)
        return pl.Series([[each for each in row if each is not None] for row in rows], dtype=pl.List(pl.String))
    frame = pl.DataFrame({str(n): column for n, column in enumerate(columns)})
    # Joined and split again: ten times as quick as lists of columns from which the nulls are dropped.
    joined = frame.select(pl.concat_str(pl.all(), separator=_UNUSED, ignore_nulls=True)).to_series()
    lists = joined.str.split(_UNUSED)
    return lists.zip_with(joined != "", _NO_ENTRY) if (joined == "").any() else lists


def _npi(name: pl.DataFrame) -> pl.Series:
    if name.height <= FEW:
        pairs = name.select("e08", "e09").iter_rows()
        return pl.Series([number if kind == _NPI else None for kind, number in pairs], dtype=pl.String)
    return name["e09"].set((name["e08"] != _NPI).fill_null(True), None)


def _dates(form: pl.Series, texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """First and last day of a date (D8) or a range of dates (RD8)."""
    ranges = (form == "RD8").fill_null(False)
    if not ranges.any():
        days = dates(texts)
        return days, days
    parts = texts.str.split_exact("-", 1).struct.unnest()
    first = dates(parts["field_0"])
    return first, dates(parts["field_1"]).zip_with(ranges, first)
