"""Every write of this room, by one name for the rooms above."""

from district.ground.slots.absences import CANCEL, HAND_OVER, MOVE, Choice, end_absence, enter_absence, settle
from district.ground.slots.booking import book, cancel, end_early, hand_over, move
from district.ground.slots.links import renew_link
from district.ground.slots.openings import (
    ALL,
    FOLLOWING,
    THIS,
    Day,
    add_opening,
    add_resource,
    change_opening,
    close_resource,
    end_opening,
    say_way,
    set_limits,
)
from district.ground.slots.refusals import (
    BadRule,
    CapReached,
    Full,
    NotOpen,
    NotPossible,
    Taken,
    TooLate,
    TooMuch,
    Unsettled,
)
from district.ground.slots.seats import (
    accept,
    attended,
    call_next,
    cancel_seat,
    decline,
    join,
    lapse_offers,
    leave,
)
from district.ground.slots.sessions import (
    cancel_session,
    change_session,
    hand_over_session,
    open_or_join,
    plan_session,
)

__all__ = [
    "ALL", "CANCEL", "FOLLOWING", "HAND_OVER", "MOVE", "THIS", "BadRule", "CapReached", "Choice", "Day", "Full",
    "NotOpen", "NotPossible", "Taken", "TooLate", "TooMuch", "Unsettled", "accept", "add_opening", "add_resource",
    "attended", "book", "call_next", "cancel", "cancel_seat", "cancel_session", "change_opening", "change_session",
    "close_resource", "decline", "end_absence", "end_early", "end_opening", "enter_absence", "hand_over",
    "hand_over_session", "join", "lapse_offers", "leave", "move", "open_or_join", "plan_session", "renew_link",
    "say_way", "set_limits", "settle",
]  # fmt: skip
