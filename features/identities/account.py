"""Account numbers by bank: only within one bank does a number mean an account.

Lengths (BRI 15, Mandiri 13, BNI 10, BTN 16, BSI 10) are used to give back leading zeros that a spreadsheet took; no
Indonesian bank publishes check digits, so nothing is ever refused.
"""

from features.identities.phone import normalise_phone, phones_sql
from features.identities.text import COMPACT_STEPS, FILLED_STEPS, compact, in_steps, is_filler

BANKS = {"BRI": "002", "MANDIRI": "008", "BNI": "009", "BTN": "200", "BSI": "451"}
LENGTHS = {"002": 15, "008": 13, "009": 10, "200": 16, "451": 10}
LOST_ZEROS = 3  # a number shorter by more than that is another thing than an account with its zeros lost


def normalise_bank(code: str | None) -> str:
    """The bank's three-digit code where it is known by name or number, else its letters and digits."""
    plain = compact(code or "")
    plain = plain.removeprefix("BANK")
    named = BANKS.get(plain, plain)
    return named.zfill(3) if named.isdigit() and len(named) <= len("000") else named


def normalise_account(number: str | None, bank_code: str | None, kind: str | None = None) -> str | None:
    """``bank:number`` as the comparable form; None where there is no number.

    E-wallets are known by their phone, read from the digits alone where it cannot be read as it is written.
    """
    plain = compact(number or "")
    if is_filler(plain):
        return None
    bank = normalise_bank(bank_code)
    if kind == "ewallet":
        return f"{bank}:{normalise_phone(number) or normalise_phone(plain) or plain}"
    length = LENGTHS.get(bank, 0)
    return f"{bank}:{plain.zfill(length) if length - LOST_ZEROS <= len(plain) < length else plain}"


def accounts_sql(source: str) -> str:
    """``normalise_account`` for a source with the columns account_number, bank_code and kind."""
    prepared = f"""select *, case when kind = 'ewallet' then account_number end as _wallet, bank_code as _bank
        from ({source})"""
    normal = in_steps(phones_sql(prepared, "_wallet"), {"account_number": FILLED_STEPS, "_bank": _BANK_STEPS})
    second = "case when kind = 'ewallet' and _wallet is null then account_number end"
    looked = phones_sql(f"select *, {_LENGTH} as _length, {second} as _plain from ({normal})", "_plain")
    whole = in_steps(looked, {"account_number": (_WHOLE,)})
    return f"select * exclude (_wallet, _plain, _bank, _length) from ({whole})"


_NAMED = " ".join(f"when '{name}' then '{code}'" for name, code in BANKS.items())
_BANK_STEPS = (
    *COMPACT_STEPS,
    "case when starts_with($v, 'BANK') then $v[5:] else coalesce($v, '') end",
    f"case $v {_NAMED} else $v end",
    "case when regexp_full_match($v, '[0-9]{1,3}') then lpad($v, 3, '0') else $v end",
)
_LENGTH = "(case _bank " + " ".join(f"when '{code}' then {length}" for code, length in LENGTHS.items()) + " else 0 end)"
_WHOLE = f"""_bank || ':' || case when kind = 'ewallet' and $v is not null then coalesce(_wallet, _plain, $v)
    when length($v) < _length and length($v) >= _length - {LOST_ZEROS} then lpad($v, _length, '0') else $v end"""
