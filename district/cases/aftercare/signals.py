"""What other rooms hear of: money to come back, money to be given in addition. Sent inside the approving transaction.

Both carry `reference` (the application's), `finding` (a Finding), `amount` (Decimal yuan, two places),
`reason` (str) and `by` (the person who approved). A receiver that raises undoes the approval.
"""

from django.dispatch import Signal

recovery_approved = Signal()
top_up_approved = Signal()
