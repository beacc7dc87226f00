"""Every write of employers' training, by one name."""

from district.services.training.employers.auditing import (
    clear,
    doubt,
    draw,
    drop,
    end,
    hear,
    record_seed,
    seal,
    uphold,
)
from district.services.training.employers.basing import add_room
from district.services.training.employers.basing import cancel as cancel_session
from district.services.training.employers.basing import publish as publish_session
from district.services.training.employers.claiming import claim, refill
from district.services.training.employers.filing import (
    Planned,
    acknowledge,
    answer,
    ask,
    change,
    file,
    finish,
    withdraw,
)
from district.services.training.employers.following import add_touch, assign, hand_over, touched
from district.services.training.employers.listing import (
    add_learners,
    bring_learners,
    bring_records,
    call_roll,
    leave_out,
)
from district.services.training.employers.sharing import close, decline, offer, publish

__all__ = [
    "Planned", "acknowledge", "add_learners", "add_room", "add_touch", "answer", "ask", "assign", "bring_learners",
    "bring_records", "call_roll", "cancel_session", "change", "claim", "clear", "close", "decline", "doubt", "draw",
    "drop", "end", "file", "finish", "hand_over", "hear", "leave_out", "offer", "publish", "publish_session",
    "record_seed", "refill", "seal", "touched", "uphold", "withdraw",
]  # fmt: skip
