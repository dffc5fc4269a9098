"""What the store keeps for other programs."""

from oxyclaim.store.programs.programs import SqlPrograms

__all__ = ["SqlPrograms"]
