"""The house's clock (district/clock.py), under the name the rooms know. The room below, people, reads it there."""

from district.clock import at, now, today

__all__ = ["at", "now", "today"]
