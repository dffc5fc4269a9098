"""Published code lists that a claim draws on.

Read 2026-11-24: public lists of the CMS Place of Service Code Set, with CMS change requests 12427 (code 10), 11353
(code 58), 9231 (code 19) and the notes of HL7 Terminology (code 02) for the first days. General knowledge, not looked
up: the postal codes of states, territories and armed forces and the first digits of their ZIP codes (USPS), provinces
(Canada Post), countries (ISO 3166-1 alpha-2), and the code values of 005010X222A1.
"""

import datetime as dt

# ruff: noqa: SIM905 (a list of codes is easier to read and to compare as one text)

_ZIP_AREAS = {
    "0": "CT MA ME NH NJ RI VT PR VI AE NY",  # 005 and 063 are in New York
    "1": "DE NY PA",
    "2": "DC MD NC SC VA WV",
    "3": "AL FL GA MS TN AA",
    "4": "IN KY MI OH",
    "5": "IA MN MT ND SD WI DC",  # 569: federal offices in Washington
    "6": "IL KS MO NE",
    "7": "AR LA OK TX",
    "8": "AZ CO ID NM NV UT WY TX",  # 885: El Paso
    "9": "AK CA HI OR WA AP AS FM GU MH MP PW",
}
STATE_OF_ZIP_AREA = frozenset((digit, state) for digit, states in _ZIP_AREAS.items() for state in states.split())
"""First digit of a ZIP code with each state that has such codes."""

STATES = frozenset(state for _, state in STATE_OF_ZIP_AREA)
"""States, District of Columbia, territories, freely associated states, armed forces."""

PROVINCES = frozenset("AB BC MB NB NL NS NT NU ON PE QC SK YT".split())

COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
    KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
    MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
    UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()
)

PLACES_OF_SERVICE = frozenset(
    """
    01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 31 32 33 34 41 42 49 50 51 52 53 54
    55 56 57 58 60 61 62 65 66 71 72 81 99
    """.split()
)

PLACES_OF_SERVICE_FROM = {
    "02": dt.date(2017, 1, 1),
    "10": dt.date(2022, 1, 1),
    "27": dt.date(2023, 10, 1),
    "58": dt.date(2020, 1, 1),
}
"""First date of service of newer places. Not 19, valid for any date of service, nor 66, whose day was not found."""

FREQUENCIES = frozenset("178")
"""Original, replacement, void: what payers take in professional claims."""

FILING_INDICATORS = frozenset("11 12 13 14 15 16 17 AM BL CH CI DS FI HM LM MA MB MC OF TV VA WC ZZ".split())

SEXES = frozenset("FMU")

UNITS = frozenset(["MJ", "UN"])

GROUP_CODES = frozenset("CO CR OA PI PR".split())

PATIENT_RELATIONSHIPS = frozenset(["01", "19", "20", "21", "39", "40", "53", "G8"])
"""PAT01, of a patient who is not the subscriber."""

OTHER_RELATIONSHIPS = PATIENT_RELATIONSHIPS | {"18"}
"""SBR02 of another subscriber (2320)."""


OXYGEN_FAMILIES = r"^E(?:04[2-4]|139)[0-9]$"
"""Blocks of HCPCS of which every code is known."""

OXYGEN_CODES = frozenset(
    """
    E0424 E0425 E0430 E0431 E0433 E0434 E0435 E0439 E0440 E0441 E0442 E0443 E0444 E0445 E0446 E0447
    E1390 E1391 E1392 E1399
    """.split()
)
"""The codes of these blocks (HCPCS Level II; general knowledge)."""

NO_PROCEDURES = r"^(?:E[4-9]|H[1-9]|K[2-9]|R[1-9]|U[1-9])[0-9]{3}$"
"""Blocks of HCPCS in which no code was ever given out (general knowledge; H2 apart, see ``PROCEDURES_BESIDE``)."""

PROCEDURES_BESIDE = r"^H(?:1[0-9]|20)[0-9]{2}$"
"""Blocks inside of these that hold codes."""

DIGIT_MODIFIERS = frozenset(
    """
    22 23 24 25 26 27 32 33 47 50 51 52 53 54 55 56 57 58 59 62 63 66 73 74 76 77 78 79 80 81 82 90 91 92 93 95 96 97 99
    1P 2P 3P 8P
    """.split()
)
"""Modifiers that begin with a digit (CPT, and the performance measures); all others begin with a letter."""

TAXONOMY_FAMILIES = frozenset(
    """
    101 102 103 104 106 107 111 122 124 125 126 132 133 136 146 152 156 163 164 167 170 171 172 173 174 175 176 177 183
    193 202 204 207 208 209 211 213 221 222 224 225 226 227 229 231 235 237 242 246 247 251 252 253 261 273 275 276 281
    282 283 284 286 287 291 292 293 302 305 310 311 313 314 315 317 320 322 323 324 331 332 333 335 336 341 343 344 347
    363 364 367 372 373 374 376 385 390 405
    """.split()
)
"""First three digits of the provider taxonomy (NUCC; general knowledge)."""
