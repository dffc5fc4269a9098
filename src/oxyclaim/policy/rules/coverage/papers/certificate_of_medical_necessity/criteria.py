"""The Certificate of Medical Necessity (CMN): required until 2022, barred since."""

from oxyclaim.engine.words import criterion, line


@criterion(not_met="a CMN goes with the line")
def no_certificate_attached():
    """No certificate goes with the line."""
    return ~line.certificate_attached
