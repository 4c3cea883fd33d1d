"""What a perfect auditor would list: money that does not reconcile, and families whom aid does not reach."""

import numpy as np
import pyarrow as pa

from experiments.world.aid import PROGRAMS, SEMBAKO, SEMBAKO_LIMIT, excluded_families
from experiments.world.calendar import AS_OF_DAY, AS_OF_SECOND, period_names, period_starts
from experiments.world.events import FEE, PURCHASE, TOPUP, TRANSFER, WITHDRAWAL
from experiments.world.labels import Labels
from experiments.world.pay import CREDITED, SEMBAKO_QUARTER
from experiments.world.registers import COMPANY
from experiments.world.rows import DAY, NONE, Bools, Ints, Rows, stack
from experiments.world.text import codes, digits, pick, whole
from experiments.world.world import World

DEBITS = (WITHDRAWAL, PURCHASE, TRANSFER, TOPUP, FEE)
WAIT_DAYS = 60
"""A credit younger than this may still be fetched; about a programme's usual time until money counts as unclaimed."""

FINDINGS = (
    "over_allocated", "credited_without_order", "ordered_not_credited", "paid_twice", "failed_but_debited",
    "received_less", "never_withdrawn", "unknown_recipient", "unknown_account",
)  # fmt: skip
WHYS = (
    "eligible_not_enrolled", "credit_failed", "identity_mismatch", "never_withdrawn", "withheld_by_other",
    "stopped_by_match",
)  # fmt: skip
WITHHOLDING = ("T1", "T2", "T4", "T9", "T13", "T15")
PARTLY = ("T3", "T5", "T6")


def fund_flow(world: World, labels: Labels) -> pa.Table:
    """Every planted or resulting mismatch, to the rupiah."""
    rows = stack([*_by_line(world), *_by_payment(world)])
    district = np.unique(world["villages"]["code"] // 10_000)
    table = pa.table(
        {
            "program": codes(rows["program"], PROGRAMS),
            "period": codes(rows["period"], period_names(world.periods)),
            "region_code": digits(np.where(rows["district"] >= 0, district[rows["district"]], NONE)),
            "payment_id": pick(labels.ids["payments"], rows["payment"]),
            "finding": codes(rows["finding"], FINDINGS),
            "amount": whole(rows["amount"]),
        }
    )
    return table.sort_by(
        [(name, "ascending") for name in ("finding", "program", "period", "region_code", "payment_id")]
    )


def _by_line(world: World) -> list[Rows]:
    lines, payments = world["lines"], world["payments"]
    credited = np.zeros(len(lines), dtype=np.int64)
    good = payments["status"] == CREDITED
    np.add.at(credited, payments["line"][good], payments["amount"][good])
    ordered = lines["order"] != NONE
    gaps = (
        (0, np.where(ordered, lines["disbursed"], 0) - lines["allocated"]),
        (1, np.where(ordered, 0, credited)),
        (2, np.where(ordered, lines["disbursed"] - credited, 0)),
    )
    found = []
    for finding, gap in gaps:
        where = np.flatnonzero(gap > 0)
        columns = {name: lines[name][where] for name in ("program", "period", "district")}
        found.append(Rows(len(where), finding=finding, amount=gap[where], payment=NONE, **columns))
    return found


def _by_payment(world: World) -> list[Rows]:
    payments = world["payments"]
    return [
        _listed(world, 3, np.flatnonzero(repeated(payments)), None),
        _listed(world, 4, *_debited(world)),
        _listed(world, 5, *_short(world)),
        _listed(world, 6, np.flatnonzero(never_withdrawn(world)), None),
        _listed(world, 7, np.flatnonzero(payments["lost_recipient"] == 1), None),
        _listed(world, 8, np.flatnonzero(payments["lost_account"] == 1), None),
    ]


def _listed(world: World, finding: int, payment: Ints, amount: Ints | None) -> Rows:
    payments = world["payments"]
    village = world["recipients"]["village"][payments["recipient"][payment]]
    return Rows(
        len(payment),
        finding=finding,
        payment=payment,
        program=payments["program"][payment],
        period=payments["period"][payment],
        district=world["villages"]["district"][village],
        amount=payments["amount"][payment] if amount is None else amount,
    )


def repeated(payments: Rows) -> Bools:
    """Credited payments after the first for the same recipient, programme and period."""
    good = np.flatnonzero(payments["status"] == CREDITED)
    order = good[np.lexsort((good, payments["credited"][good], *_claim(payments, good)))]
    same = np.ones(len(order) - 1, dtype=np.bool_)
    for column in _claim(payments, order):
        same &= column[1:] == column[:-1]
    later = np.zeros(len(payments), dtype=np.bool_)
    later[order[1:][same]] = True
    return later


def _claim(payments: Rows, where: Ints) -> tuple[Ints, ...]:
    return tuple(payments[name][where] for name in ("period", "program", "recipient"))


def _debited(world: World) -> tuple[Ints, Ints]:
    moves, payments = world["transactions"], world["payments"]
    taken = np.flatnonzero(np.isin(moves["kind"], DEBITS) & (moves["payment"] >= 0))
    taken = taken[payments["status"][moves["payment"][taken]] != CREDITED]
    payment, place = np.unique(moves["payment"][taken], return_inverse=True)
    amount = np.zeros(len(payment), dtype=np.int64)
    np.add.at(amount, place, moves["amount"][taken])
    return payment, amount


def _short(world: World) -> tuple[Ints, Ints]:
    rows = world["receipts"]
    missing = world["payments"]["amount"][rows["payment"]] - rows["amount"]
    where = np.flatnonzero(missing > 0)
    return rows["payment"][where], missing[where]


def never_withdrawn(world: World) -> Bools:
    """Credits older than the wait into accounts from which nothing was taken since."""
    moves, payments = world["transactions"], world["payments"]
    last = np.full(len(world["accounts"]) + 1, -1, dtype=np.int64)
    out = np.flatnonzero(np.isin(moves["kind"], DEBITS))
    np.maximum.at(last, moves["account"][out], moves["time"][out])
    old = payments["credited"] < AS_OF_SECOND - WAIT_DAYS * DAY
    reached = (payments["status"] == CREDITED) & (payments["account"] >= 0) & old & (payments["lost_account"] == 0)
    return np.asarray(reached & (last[np.maximum(payments["account"], 0)] < payments["credited"]))


def left_out(world: World, labels: Labels) -> pa.Table:
    """Families left out and why; rows that are not ``required`` count neither for nor against a list."""
    rows = stack([_not_enrolled(world), *_not_paid(world), _untouched(world), *_withheld(world), _stopped(world)])
    table = pa.table(
        {
            "family_id": pick(labels.ids["families"], rows["family"]),
            "program": codes(rows["program"], PROGRAMS),
            "why": codes(rows["why"], WHYS),
            "amount_owed": whole(rows["amount"]),
            "required": pa.array(rows["required"] == 1),
        }
    )
    grouped = table.group_by(["family_id", "program", "why"]).aggregate([("amount_owed", "sum"), ("required", "max")])
    grouped = grouped.rename_columns({"amount_owed_sum": "amount_owed", "required_max": "required"})
    return grouped.sort_by([(name, "ascending") for name in ("family_id", "program", "why")])


def _left(family: Ints, program: Ints | int, why: int, amount: Ints | int, required: Bools | bool = True) -> Rows:
    return Rows(len(family), family=family, program=program, why=why, amount=amount, required=required)


def _not_enrolled(world: World) -> Rows:
    """By the programme's own rule: deciles 1 to 5 without a lawful exclusion."""
    families = world["families"]
    enrolled = np.zeros(len(families), dtype=np.bool_)
    family = world["recipients"]["family_written"][world["enrolments"]["recipient"]]
    enrolled[family[family >= 0]] = True
    matched = world["matches"]["status"]
    excluding = world["matches"]["person"][(matched > 0) & (matched <= COMPANY + 1)]
    excluded = excluded_families(world, families, world["persons"])
    excluded[world["persons"]["family"][excluding]] = True
    family = np.flatnonzero((families["decile"] <= SEMBAKO_LIMIT) & ~enrolled & ~excluded)
    return _left(family, SEMBAKO, 0, SEMBAKO_QUARTER * world.periods)


def _not_paid(world: World) -> list[Rows]:
    payments, recipients = world["payments"], world["recipients"]
    good = payments["status"] == CREDITED
    size = int(payments["recipient"].max()) + 1
    claim = (payments["period"] * len(PROGRAMS) + payments["program"]) * size + payments["recipient"]
    missing = np.flatnonzero(~good & ~np.isin(claim, claim[good]))
    who = payments["recipient"][missing]
    wrong = recipients["mismatched"][who] == 1
    columns = recipients["family"][who], payments["program"][missing], payments["amount"][missing]
    return [_left(columns[0][some], columns[1][some], why, columns[2][some]) for some, why in ((~wrong, 1), (wrong, 2))]


def _untouched(world: World) -> Rows:
    payments, recipients = world["payments"], world["recipients"]
    idle = np.flatnonzero(never_withdrawn(world) & (payments["lost_recipient"] == 0))
    who = payments["recipient"][idle]
    alive = recipients["gone"][who] > AS_OF_DAY
    return _left(recipients["family"][who], payments["program"][idle], 3, payments["amount"][idle], alive)


def _withheld(world: World) -> list[Rows]:
    payments, recipients = world["payments"], world["recipients"]
    good = np.flatnonzero(payments["status"] == CREDITED)
    taken = np.minimum(recipients["short"][payments["recipient"][good]], payments["amount"][good])
    found = []
    for typologies, required in ((WITHHOLDING, True), (PARTLY, False)):
        who = [
            f.position
            for f in world.truth.facts
            if f.kind == "recipient" and f.role == "harmed" and f.typology in typologies
        ]
        mine = np.isin(payments["recipient"][good], np.array(who, dtype=np.int64))
        family = recipients["family_written"][payments["recipient"][good[mine]]]
        rows = _left(family, payments["program"][good[mine]], 4, taken[mine], required)
        found.append(rows.take(np.flatnonzero(rows["family"] >= 0)))
    return found


def _stopped(world: World) -> Rows:
    enrolments, recipients = world["enrolments"], world["recipients"]
    ended = np.flatnonzero(recipients["stopped"][enrolments["recipient"]] > 0)
    who = enrolments["recipient"][ended]
    missed = (period_starts(world.periods)[None, :] >= recipients["stopped"][who][:, None]).sum(axis=1)
    owed = np.where(enrolments["program"][ended] == SEMBAKO, missed * SEMBAKO_QUARTER, NONE)
    return _left(recipients["family"][who], enrolments["program"][ended], 5, owed)
