"""What the left-out and the fund flow read of debits and ledger, made where the features hold both."""

from features.accounts import MAKERS as ACCOUNTS
from features.answering.confirmed import DRAWN
from features.answering.confirmed import MAKERS as CONFIRMED
from features.events import MAKERS as EVENTS
from features.fund_flow import MAKERS as FLOW
from features.kept import Maker
from features.left_out.failed import MAKERS as FAILURES
from features.left_out.rows import MAKERS as PAID
from features.left_out.signs import MAKERS as SIGNS
from features.receipts.complaints import MAKERS as COMPLAINTS
from features.transactions.totals import MAKERS as TOTALS

OF_HANDS: dict[str, Maker] = {DRAWN: CONFIRMED[DRAWN], **SIGNS, **COMPLAINTS}
"""For ``features.kept.prepare``, after the debits' own sums: small, and all that is carried on from here."""

LISTS: dict[str, Maker] = {**FLOW, **PAID, **FAILURES}
"""What several reasons and checks of the two lists read, computed with them."""

MONEY: dict[str, Maker] = {**EVENTS, **TOTALS, **ACCOUNTS, **OF_HANDS, **LISTS}
"""All of it, for tables of which no features were made."""
