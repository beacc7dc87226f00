"""Time and seats: who or what is held when, and who sits in which session. Everything else is computed."""

from district.ground.slots.models.given import KEEPERS, CalendarLink, Change, Opening, Resource, Travel
from district.ground.slots.models.held import Hold, Seat, Session, new_reference, new_token

__all__ = [
    "KEEPERS", "CalendarLink", "Change", "Hold", "Opening", "Resource", "Seat", "Session", "Travel", "new_reference",
    "new_token",
]  # fmt: skip
