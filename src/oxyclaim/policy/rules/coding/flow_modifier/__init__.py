"""QA, QB, QE, QF, QG, QR."""
