"""A change of portable equipment within a rental."""
