"""The stores on which denials are tried: those of the store's own tests."""

from tests.store.conftest import address, postgresql, server  # noqa: F401
