"""The first days of Groups II and III."""
