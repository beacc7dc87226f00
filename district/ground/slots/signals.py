"""What rooms above may listen to, in the transaction of the act: what became of a seat, a session, an appointment."""

from __future__ import annotations

from django.dispatch import Signal

seat_moved = Signal()  # seat, verb, by
session_cancelled = Signal()  # session, why, by
session_handed_over = Signal()  # session, old, new: resources; by
appointment_changed = Signal()  # group, verb (cancel, move, hand-over), rows, why, by; old and new of a hand-over
