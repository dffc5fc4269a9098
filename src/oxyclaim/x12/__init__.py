"""X12: what every transaction set shares (``core``), and a folder for each that is read. Knows no policy or payer."""
