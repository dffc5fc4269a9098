"""One stationary and one portable unit a month."""
