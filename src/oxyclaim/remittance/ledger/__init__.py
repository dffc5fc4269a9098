"""The ledger: what was charged and what payers answered, as entries that each sum to zero. Frames in, frames out."""
