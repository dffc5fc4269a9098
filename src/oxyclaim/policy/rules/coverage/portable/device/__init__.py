"""Whether the device can do what the order asks."""
