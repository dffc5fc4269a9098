"""The stores on which the ledger is tried: those of the store's own tests."""

from tests.store.conftest import address, postgresql, server  # noqa: F401
