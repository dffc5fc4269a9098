"""Ids of segments that other transaction sets of health care have: real ids, which may be shown."""

# ruff: noqa: SIM905 (a list of ids is easier to read as one text)

OF_OTHERS = frozenset(
    """
    AAA ACT ADX AK1 AK2 AK3 AK4 AK5 AK9 AT BEG BGN BPR CL1 CLP COB CR4 CR5 CR6 CR7 CR8 CRT CTX DN1 DN2 DSB DTM EB EC EM
    EQ FA1 FA2 HD HSD ICM IDC IDP III IK3 IK4 IK5 INS LE LS LUI MIA MIN MPI MSG N1 N2 OID OTI PLB RDM RMR RQD SPI
    STC SV2 SV3 SV4 SV6 SV7 SVC TED TOO TRN TS2 TS3 UM UR VEH
    """.split()
)
