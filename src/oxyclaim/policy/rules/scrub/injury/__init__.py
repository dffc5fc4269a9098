"""The injury for which a workers' compensation insurer pays."""
