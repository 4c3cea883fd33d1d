"""Aid as contract tables: recipients, enrolments, accounts, payments, transactions, agents and what belongs to them."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from experiments.world import baskets, events, shops
from experiments.world.addresses import shop_addresses
from experiments.world.aid import ACCOUNT_KINDS, BANKS, CHANNELS, COMPONENTS, PKH, PROGRAMS
from experiments.world.calendar import period_names
from experiments.world.labels import Labels
from experiments.world.pay import PAY_CHANNELS, STATUSES
from experiments.world.registry_tables import phones
from experiments.world.rows import NONE
from experiments.world.text import Arrow, codes, dates, digits, measure, names, pick, prefixed, times, whole
from experiments.world.world import World


def recipients(world: World, labels: Labels) -> dict[str, Arrow]:
    """Payees and how they were registered."""
    rows = world["recipients"]
    return {
        "recipient_id": labels.ids["recipients"],
        "family_id": pick(labels.ids["families"], rows["family_written"]),
        "nik": digits(rows["nik"]),
        "name": names(rows["name1"], rows["name2"], rows["prefix"]),
        "phone": phones(world, rows["phone"], "recipient phones"),
        "village_code": pick(labels.ids["villages"], rows["village"]),
        "registered_on": dates(rows["registered"]),
        "registered_by": pick(labels.ids["officials"], rows["registered_by"]),
        "facilitator_id": pick(labels.ids["officials"], rows["facilitator"]),
        "channel": codes(rows["channel"], CHANNELS),
        "known_at": times(rows["known"]),
    }


def enrolments(world: World, labels: Labels) -> dict[str, Arrow]:
    """Enrolments with PKH components as ``elderly:1;primary:2``."""
    rows = world["enrolments"]
    counts = world["components"]
    text = pa.array([""] * len(counts))
    for name in COMPONENTS:
        some = counts[name] > 0
        part = pc.binary_join_element_wise(f"{name}:", digits(counts[name]), ";", "")
        text = pc.binary_join_element_wise(text, pc.if_else(pa.array(some), part, ""), "")
    spelled = pick(pc.utf8_rtrim(text, characters=";"), rows["recipient"])
    is_pkh = pa.array(rows["program"] == PKH)
    return {
        "recipient_id": pick(labels.ids["recipients"], rows["recipient"]),
        "program": codes(rows["program"], PROGRAMS),
        "started_on": dates(rows["started"]),
        "ended_on": dates(rows["ended"]),
        "components": pc.if_else(is_pkh, spelled, pa.scalar(None, pa.string())),
    }


def accounts(world: World, labels: Labels) -> dict[str, Arrow]:
    """Accounts with their holders as the bank knows them."""
    rows = world["accounts"]
    holder = world["persons"].take(np.maximum(rows["person"], 0))
    nobody = rows["person"] < 0
    hidden = nobody | (world.rng("holder numbers").random(len(rows)) < 0.08)
    return {
        "account_id": labels.ids["accounts"],
        "recipient_id": pick(labels.ids["recipients"], rows["recipient"]),
        "bank_code": codes(rows["bank"], BANKS),
        "account_number": digits(rows["number"]),
        "kind": codes(rows["kind"], ACCOUNT_KINDS),
        "holder_name": names(holder["name1"], holder["name2"], empty=nobody),
        "holder_nik": digits(np.where(hidden, NONE, holder["nik"])),
        "phone": phones(world, rows["phone"], "account phones"),
        "opened_on": dates(rows["opened"]),
        "branch_code": digits(rows["branch"]),
        "known_at": times(np.where(rows["opened"] >= 0, rows["opened"] * 86_400 + 60_000, NONE)),
    }


def payments(world: World, labels: Labels) -> dict[str, Arrow]:
    """Every payment with its budget line."""
    rows = world["payments"]
    return {
        "payment_id": labels.ids["payments"],
        "recipient_id": _known(labels, "recipients", rows["recipient"], rows["lost_recipient"], "R"),
        "program": codes(rows["program"], PROGRAMS),
        "period": codes(rows["period"], period_names(world.periods)),
        "amount": whole(rows["amount"]),
        "account_id": _known(labels, "accounts", rows["account"], rows["lost_account"], "A"),
        "agent_id": pick(labels.ids["agents"], rows["agent"]),
        "channel": codes(rows["channel"], PAY_CHANNELS),
        "budget_line_id": pick(labels.ids["lines"], rows["line"]),
        "credited_at": times(rows["credited"]),
        "status": codes(rows["status"], STATUSES),
    }


def _known(labels: Labels, table: str, positions: np.ndarray, lost: np.ndarray, prefix: str) -> Arrow:
    """References, some of which point to nothing: an id of the same look that no row has."""
    broken = prefixed(prefix, np.where(lost == 1, 90_000_001 + np.arange(len(lost)), 0))
    return pc.if_else(pa.array(lost == 1), broken, pick(labels.ids[table], positions))


def transactions(world: World, labels: Labels) -> dict[str, Arrow]:
    """What happened on accounts."""
    rows = world["transactions"]
    return {
        "transaction_id": labels.ids["transactions"],
        "account_id": pick(labels.ids["accounts"], rows["account"]),
        "payment_id": pick(labels.ids["payments"], rows["payment"]),
        "agent_id": pick(labels.ids["agents"], rows["agent"]),
        "terminal_id": pick(labels.ids["terminals"], rows["terminal"]),
        "kind": codes(rows["kind"], events.KINDS),
        "amount": whole(rows["amount"]),
        "occurred_at": times(rows["time"]),
        "channel": codes(rows["channel"], events.CHANNELS),
        "auth_method": codes(rows["auth"], events.AUTH),
        "auth_result": codes(rows["result"], events.RESULTS),
        "counterparty_account_id": pick(labels.ids["accounts"], rows["counterparty"]),
        "merchant_category": codes(rows["merchant"], events.MERCHANTS),
    }


def purchase_items(world: World, labels: Labels) -> dict[str, Arrow]:
    """What was bought."""
    rows = world["items"]
    return {
        "transaction_id": pick(labels.ids["transactions"], rows["event"]),
        "item": codes(rows["item"], baskets.ITEMS),
        "quantity": measure(rows["quantity"]),
        "unit_price": whole(rows["price"]),
        "supplier_id": prefixed("S", 1_000 + rows["supplier"] * 7),
    }


def agents(world: World, labels: Labels) -> dict[str, Arrow]:
    """Agents with owners and places."""
    rows = world["agents"]
    owner = world["persons"].take(np.maximum(rows["owner"], 0))
    shop = pc.binary_join_element_wise(
        codes(rows["kind"], ("E-Warong", "Agen", "Kantor Pos", "Toko", "Agen")),
        names(owner["name1"], owner["name2"]),
        " ",
    )
    return {
        "agent_id": labels.ids["agents"],
        "name": shop,
        "kind": codes(rows["kind"], shops.KINDS),
        "owner_nik": digits(np.where(rows["owner"] < 0, NONE, owner["nik"])),
        "phone": phones(world, rows["phone"], "agent phones"),
        "account_id": pick(labels.ids["accounts"], rows["account"]),
        "village_code": pick(labels.ids["villages"], rows["village"]),
        "address": shop_addresses(world, rows),
        "latitude": measure(rows["latitude"]),
        "longitude": measure(rows["longitude"]),
        "opened_on": dates(rows["opened"]),
        "known_at": times(rows["opened"] * 86_400 + 40_000),
    }


def terminals(world: World, labels: Labels) -> dict[str, Arrow]:
    """Machines and where they stand."""
    rows = world["terminals"]
    return {
        "terminal_id": labels.ids["terminals"],
        "agent_id": pick(labels.ids["agents"], rows["agent"]),
        "latitude": measure(rows["latitude"]),
        "longitude": measure(rows["longitude"]),
        "activated_on": dates(rows["activated"]),
    }


def agent_months(world: World, labels: Labels) -> dict[str, Arrow]:
    """Monthly totals; commodity ``all`` or ``rice``."""
    rows = world["months"]
    month = rows["month"] - 2020 * 12
    calendar = [f"{2020 + number // 12}-{number % 12 + 1:02d}" for number in range(12 * 8)]
    return {
        "agent_id": pick(labels.ids["agents"], rows["agent"]),
        "period": codes(month, calendar),
        "commodity": codes(rows["commodity"], ("all", "rice")),
        "cards": whole(rows["cards"]),
        "transactions": whole(rows["transactions"]),
        "amount": whole(rows["amount"]),
        "quantity": measure(rows["quantity"]),
        "unit": codes(np.where(rows["commodity"] == 1, 0, NONE), ("kg",)),
        "visitors": whole(rows["visitors"]),
    }
