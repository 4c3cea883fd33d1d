"""What the world assumes because no source gives it, and the figures that sources give, in one table."""

from dataclasses import dataclass

from features.errors import SaksamaError

HIGHEST_RATE = 0.2


@dataclass(frozen=True, slots=True)
class Assumption:
    """One figure of the world: its value, and where it comes from or why it was chosen."""

    what: str
    value: str
    basis: str


RATES = {
    "T1": 0.004, "T2": 0.004, "T3": 0.005, "T4": 0.003, "T5": 0.005, "T6": 0.004, "T7": 0.003, "T8": 0.003,
    "T9": 0.003, "T10": 0.008, "T11": 0.003, "T12": 0.004, "T13": 0.003, "T14": 0.010, "T15": 0.003,
}  # fmt: skip
"""Share of recipients whose money each typology touches; 6.5 % in all."""

ASSUMPTIONS = (
    Assumption(
        "Families by decile in the extract",
        "15 % each in deciles 1-3, falling to 3 %",
        "an agency's extract holds the poor half nearly whole; assumed",
    ),
    Assumption(
        "Reached by Sembako among deciles 1-5", "82.4 %", "Banyuwangi's exclusion error after the reform, 17.6 %"
    ),
    Assumption(
        "Reached by PKH among deciles 1-4 with a component",
        "62 %",
        "Banyuwangi's exclusion error 28.2 %, and PKH's quota; assumed",
    ),
    Assumption(
        "Paid above the limit without any scheme",
        "5.5 %",
        "found ineligible on visits, 6-7 % of quotas; the rest is the schemes",
    ),
    Assumption(
        "Recipients per facilitator", "about 290", "33,000 facilitators for 10 million PKH families; unverified"
    ),
    Assumption(
        "Families per agent",
        "190 (about 110 recipients)",
        "250-400 per agent in one regency, far denser bank agents nationally; assumed",
    ),
    Assumption(
        "Agents' transactions outside aid in the extract",
        "26 a month, widely spread",
        "a sample of the contract floor of 200 a month; assumed",
    ),
    Assumption("Days from credit to withdrawal", "geometric with mean 1.4, more where remote", "no source; assumed"),
    Assumption("Taken in full at once, in two parts, partly left", "66 %, 16 %, 18 %", "no source; assumed"),
    Assumption("Withdrawals at cash machines", "22 %", "no bank shares published; assumed"),
    Assumption(
        "Adults with a phone of their own",
        "66 % under 60, 12 to 34 % above",
        "25,000 of 48,000 in the pilot had no usable phone",
    ),
    Assumption("Failed credits", "1.1 %, returned 0.4 %, 70 % paid on a second attempt", "no source; assumed"),
    Assumption("Receipts", "8 % of credits, 90 % of village cash", "no source; assumed"),
    Assumption(
        "Families split from a family in the same village", "about 15 %, half under the same roof", "no source; assumed"
    ),
    Assumption("One-word names", "42 %", "common in Java, no figure; assumed"),
    Assumption("NIK of first issue elsewhere", "21 %", "the prefix is for life; share assumed"),
    Assumption(
        "NIK missing, malformed, duplicated in the register",
        "1.2 %, 1.5 %, 0.4 % of persons",
        "KPK 2021 and BPKP 2020 count more in older lists; lowered for DTSEN",
    ),
    Assumption("Evasive share of schemes", "30 %", "assumed"),
    Assumption(
        "Complaints without cause in the tables", "0.2 % of recipients", "categories in the mix of KPK JAGA, n = 303"
    ),
    Assumption("The inspectorate is right in", "88 % of its findings", "assumed"),
)


def read_rates(texts: list[str]) -> dict[str, float]:
    """The default rates with those given as ``T1=0.01`` put in their place; SaksamaError where one cannot be read."""
    rates = dict(RATES)
    for text in texts:
        name, _, value = text.partition("=")
        try:
            rates[name.strip().upper()] = _share(float(value))
        except ValueError as wrong:
            raise SaksamaError(f"Rate {text} is not of the form T1=0.01 with a share from 0 to 0.2") from wrong
    if unknown := rates.keys() - RATES.keys():
        raise SaksamaError(f"There is no typology {', '.join(sorted(unknown))}; give T1 to T15")
    return rates


def _share(value: float) -> float:
    if not 0 <= value <= HIGHEST_RATE:
        raise ValueError(value)
    return value
