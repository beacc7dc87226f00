"""Rows of this room: the ledger, the awards that claim money, paying and recovering."""

from district.funds.models.awards import Award, Instalment, Places
from district.funds.models.ledger import Account, Kind, Level, Line, Tally, Transfer
from district.funds.models.paying import Batch, Payee, Payment, ReturnFile
from district.funds.models.recovering import Clawback, ClawbackStep
from district.funds.models.reserved import Reserved
from district.funds.models.returning import ReturnColumns

__all__ = [
    "Account", "Award", "Batch", "Clawback", "ClawbackStep", "Instalment", "Kind", "Level", "Line", "Payee", "Payment",
    "Places", "Reserved", "ReturnColumns", "ReturnFile", "Tally", "Transfer",
]  # fmt: skip
