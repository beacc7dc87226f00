"""Every write of advice, by one name for the drawers above."""

from district.ground.acts.refusing import NotPossible
from district.services.advice.asking import again, ask, end, give_back, give_up, withdraw
from district.services.advice.meeting import (
    Place,
    cancel,
    drop,
    hold_many,
    miss,
    plan,
    record,
    resource_of,
    schedule,
    sign,
    turn,
)
from district.services.advice.offering import accept, find, place, refuse
from district.services.advice.pairing import add_step, end_pairing, pair, reach_step
from district.services.advice.rating import rate
from district.services.advice.replacing import replace_adviser

__all__ = [
    "NotPossible", "Place", "accept", "add_step", "again", "ask", "cancel", "drop", "end", "end_pairing", "find",
    "give_back", "give_up", "hold_many", "miss", "pair", "place", "plan", "rate", "reach_step", "record", "refuse",
    "replace_adviser", "resource_of", "schedule", "sign", "turn", "withdraw",
]  # fmt: skip
