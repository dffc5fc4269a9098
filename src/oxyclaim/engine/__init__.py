"""Grains, three-valued criteria, dated parameters, stages and the trace. Knows no payer and no code by name."""
