"""How well claims do: measures with their definitions, pictures and tables."""
