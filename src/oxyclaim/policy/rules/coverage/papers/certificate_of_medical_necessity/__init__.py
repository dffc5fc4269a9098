"""The Certificate of Medical Necessity (CMN), CMS-484."""
