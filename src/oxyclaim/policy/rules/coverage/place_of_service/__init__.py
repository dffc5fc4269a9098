"""Where the equipment is used."""
