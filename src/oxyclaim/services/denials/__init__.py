"""What was denied, turned down or paid too low: what it means, what to do by when, and how well it goes."""

from oxyclaim.services.denials.answer import DenialWork, DenialWorkRequest
from oxyclaim.services.denials.asking import denial_work

__all__ = ["DenialWork", "DenialWorkRequest", "denial_work"]
