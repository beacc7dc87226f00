"""Rows of employer-run training."""

from district.services.training.employers.models.audits import Audit, AuditItem
from district.services.training.employers.models.claims import Claim, ClaimLine
from district.services.training.employers.models.filings import Filing, FilingRows, Plan, SharedCourse, Touch
from district.services.training.employers.models.learners import Trainee, TraineeSheet

__all__ = [
    "Audit",
    "AuditItem",
    "Claim",
    "ClaimLine",
    "Filing",
    "FilingRows",
    "Plan",
    "SharedCourse",
    "Touch",
    "Trainee",
    "TraineeSheet",
]  # fmt: skip
