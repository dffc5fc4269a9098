"""CMS's public DMEPOS fee files: read in their published layouts, kept in a small local store, looked up by line."""

from oxyclaim.claims.fees.layouts import FeeFile, Kind, read_fee_file
from oxyclaim.claims.fees.lookup import find_fees
from oxyclaim.claims.fees.store import FeeStore, Loaded, StoreError, default_folder

__all__ = ["FeeFile", "FeeStore", "Kind", "Loaded", "StoreError", "default_folder", "find_fees", "read_fee_file"]
