"""Rows of this room: the ledger, the awards that claim money, paying and recovering, what other offices gave."""

from district.funds.models.awards import PAYABLE, UNPAID, Agreement, Award, Instalment, Nothing
from district.funds.models.ledger import SOURCES, Account, Kind, Level, Line, Tally, Transfer
from district.funds.models.outside import OutsideGrant
from district.funds.models.pausing import Pause
from district.funds.models.paying import Batch, Payee, Payment, ReturnFile
from district.funds.models.recovering import Clawback, ClawbackStep
from district.funds.models.reserved import Reserved
from district.funds.models.returning import ReturnColumns
from district.funds.models.settling import Settlement
from district.funds.models.withheld import Withheld

__all__ = [
    "PAYABLE", "SOURCES", "UNPAID", "Account", "Agreement", "Award", "Batch", "Clawback", "ClawbackStep", "Instalment",
    "Kind", "Level", "Line", "Nothing", "OutsideGrant", "Pause", "Payee", "Payment", "Reserved",
    "ReturnColumns", "ReturnFile", "Settlement", "Tally", "Transfer", "Withheld",
]  # fmt: skip
