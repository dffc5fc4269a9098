"""Prior authorizations of all patients."""
