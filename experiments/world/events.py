"""What happens on accounts: one row per event, in the vocabulary of the contract."""

import numpy as np

from experiments.world.rows import NONE, Ints, Rows

KINDS = ("credit", "withdrawal", "purchase", "transfer_out", "topup", "balance_check", "reversal", "fee")
CREDIT, WITHDRAWAL, PURCHASE, TRANSFER, TOPUP, CHECK, REVERSAL, FEE = range(8)
CHANNELS = ("agent", "atm", "branch", "ewallet", "post", "qr")
AGENT, ATM, BRANCH, EWALLET, POST_COUNTER, QR = range(6)
AUTH = ("pin", "face", "fingerprint", "otp", "signature", "none")
PIN, FACE, FINGERPRINT, OTP, SIGNATURE, NO_AUTH = range(6)
RESULTS = ("ok", "failed")
MERCHANTS = ("grocery", "digital_goods", "mobile_credit", "online_gaming", "other")
GROCERY, DIGITAL, MOBILE, GAMING, OTHER_MERCHANT = range(5)


def events(kind: int, account: Ints, amount: Ints | int, time: Ints, **more: Ints | int) -> Rows:
    """Events of one kind; columns not given are empty, authentication is a PIN that was right."""
    rows = Rows(len(account), kind=kind, account=account, amount=amount, time=time)
    defaults = {
        "payment": NONE,
        "agent": NONE,
        "terminal": NONE,
        "channel": NONE,
        "auth": PIN,
        "result": 0,
        "counterparty": NONE,
        "merchant": NONE,
        "basket": NONE,
    }
    for name, value in (defaults | more).items():
        rows[name] = value
    return rows


def near(rows: Rows, kind: int, amount: Ints | int, shift: Ints, **more: Ints | int) -> Rows:
    """Another event of the same visit: same account, place and payment, some seconds earlier or later."""
    beside = rows.take(np.arange(len(rows)))
    beside["kind"], beside["amount"] = kind, amount
    beside["time"] = rows["time"] + shift
    for name, value in more.items():
        beside[name] = value
    return beside
