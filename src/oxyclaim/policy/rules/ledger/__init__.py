"""First stage: the life of the rental."""
