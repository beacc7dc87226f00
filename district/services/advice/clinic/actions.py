"""Every write of clinics, by one name for pages and the rooms above."""

from district.services.advice.clinic.calling import again, arrive, call_next, close, confirm, leave, settle
from district.services.advice.clinic.numbering import book, take_number
from district.services.advice.clinic.planning import Counted, Day, cancel, enter_past, plan, replace_expert
from district.services.advice.clinic.served import claim

__all__ = [
    "Counted", "Day", "again", "arrive", "book", "call_next", "cancel", "claim", "close", "confirm", "enter_past",
    "leave", "plan", "replace_expert", "settle", "take_number",
]  # fmt: skip
