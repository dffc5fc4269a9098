"""A payer that is asked after another one."""
