"""Remittance advice (835, 005010X221 and X221A1) as frames: payments, answered claims, lines, adjustments."""
