"""Until 2022-12-31 the claim went with a CMN that the practitioner completed and signed."""

from oxyclaim.engine.grains import CERTIFICATE
from oxyclaim.engine.words import Cure, Effect, Stage, certificate, criterion, exists, line, rule
from oxyclaim.policy.rules.coverage.before_2023.criteria import judged_by_older_policy, while_asked

ASK = Cure("find the CMN (CMS-484) of that time", "the supplier's records")


@criterion(
    CERTIFICATE,
    met="CMN {certificate.id} of {certificate.date}",
    not_met="CMN {certificate.id} of {certificate.date} is unsigned, later than the service date {line.service_date}, or "
    "its section B was filled in by the supplier",
    unknown="CMN {certificate.id}: date, signature, or who filled in section B is not documented",
    ask=ASK,
)
def valid_certificate():
    """Signed, dated by the service date, and section B not filled in by the supplier."""
    return certificate.signed & (certificate.date <= line.service_date) & ~certificate.section_b_by_supplier


@criterion(ask=ASK)
def has_certificate():
    """A valid certificate is on file."""
    return exists(CERTIFICATE, valid_certificate, none="no CMN is on file")


@criterion()
def certificate_while_asked():
    """A valid certificate, while it was asked for."""
    return while_asked(has_certificate, "a Certificate of Medical Necessity")


@rule(
    "PAP-130",
    stage=Stage.COVERAGE,
    applies=judged_by_older_policy,
    requires=certificate_while_asked,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", "2022-12-31"),
    authority=("CMN-END", "NCD240.2-1", "IOM-CMN"),
    sentence="Service dates before 2023 require a Certificate of Medical Necessity (CMS-484): {reasons}.",
    cure=ASK,
    asserts="coverage",
    denial="CO-16, M60",
)
def certificate_required():
    """Until 2022-12-31 the claim went with a CMN that the practitioner completed and signed."""
