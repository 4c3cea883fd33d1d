"""Account numbers by bank: only within one bank does a number mean an account.

Lengths (BRI 15, Mandiri 13, BNI 10, BTN 16, BSI 10) are used to give back leading zeros that a spreadsheet took; no
Indonesian bank publishes check digits, so nothing is ever refused.
"""

from features.identities.phone import normalise_phone, normalise_phone_sql
from features.identities.text import compact, compact_sql, filled_sql, is_filler

BANKS = {"BRI": "002", "MANDIRI": "008", "BNI": "009", "BTN": "200", "BSI": "451"}
LENGTHS = {"002": 15, "008": 13, "009": 10, "200": 16, "451": 10}
_LOST_ZEROS = 3  # a number shorter by more than that is another thing than an account with its zeros lost


def normalise_bank(code: str | None) -> str:
    """The bank's three-digit code where it is known by name or number, else its letters and digits."""
    plain = compact(code or "")
    named = BANKS.get(plain.removeprefix("BANK"), plain)
    return named.zfill(3) if named.isdigit() and len(named) <= len("000") else named


def normalise_account(number: str | None, bank_code: str | None, kind: str | None = None) -> str | None:
    """``bank:number`` as the comparable form; e-wallets are known by their phone; None where there is no number."""
    plain = compact(number or "")
    if is_filler(plain):
        return None
    bank = normalise_bank(bank_code)
    if kind == "ewallet":
        return f"{bank}:{normalise_phone(number) or plain}"
    length = LENGTHS.get(bank, 0)
    return f"{bank}:{plain.zfill(length) if length - _LOST_ZEROS <= len(plain) < length else plain}"


def normalise_bank_sql(column: str) -> str:
    """``normalise_bank`` for a column."""
    plain = f"coalesce({compact_sql(column)}, '')"
    name = f"case when starts_with({plain}, 'BANK') then ({plain})[5:] else {plain} end"
    named = " ".join(f"when '{name_}' then '{code}'" for name_, code in BANKS.items())
    code = f"(case {name} {named} else {plain} end)"
    return f"case when regexp_full_match({code}, '[0-9]{{1,3}}') then lpad({code}, 3, '0') else {code} end"


def normalise_account_sql(number: str, bank_code: str, kind: str) -> str:
    """``normalise_account`` for columns."""
    plain = filled_sql(f"({compact_sql(number)})")
    bank = f"({normalise_bank_sql(bank_code)})"
    lengths = " ".join(f"when '{code}' then {length}" for code, length in LENGTHS.items())
    length = f"(case {bank} {lengths} else 0 end)"
    padded = f"""case when length({plain}) < {length} and length({plain}) >= {length} - {_LOST_ZEROS}
        then lpad({plain}, {length}, '0') else {plain} end"""
    return f"""{bank} || ':' || case when {kind} = 'ewallet' and ({plain}) is not null
        then coalesce({normalise_phone_sql(number)}, {plain}) else {padded} end"""
