"""Rows of advice: who may advise, what is asked, what took place."""

from district.services.advice.models.choices import Hearing, Mode, Outcome, Reason, Rhythm, Stage
from district.services.advice.models.corps import Matching, Profile, Studio, StudioMember, Subject
from district.services.advice.models.encounters import Adviser, Encounter, Pairing, Step
from district.services.advice.models.needs import AskedExpert, Need, Rating, Reminder

__all__ = [
    "Adviser",
    "AskedExpert",
    "Encounter",
    "Hearing",
    "Matching",
    "Mode",
    "Need",
    "Outcome",
    "Pairing",
    "Profile",
    "Rating",
    "Reason",
    "Reminder",
    "Rhythm",
    "Stage",
    "Step",
    "Studio",
    "StudioMember",
    "Subject",
]  # fmt: skip
