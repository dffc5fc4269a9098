"""An order with a limited length of need."""
