"""Agents' life outside aid: customers of their own, on other days, at other hours; and monthly totals."""

import numpy as np

from experiments.world.aid import BANK
from experiments.world.calendar import AS_OF_DAY, day, period_starts, ymd
from experiments.world.events import AGENT, EWALLET, MOBILE, PURCHASE, TOPUP, TRANSFER, WITHDRAWAL, events
from experiments.world.rows import DAY, NONE, Rows, stack
from experiments.world.visits import PARTIAL
from experiments.world.world import World

CUSTOMERS_PER_AGENT = 6


def customers(world: World) -> Rows:
    """Accounts of people who are no recipients and use the agent as a bank counter."""
    rng = world.rng("customers")
    agents, persons = world["agents"], world["persons"]
    agent = np.repeat(np.arange(len(agents)), CUSTOMERS_PER_AGENT)
    count = len(agent)
    accounts = Rows(count, recipient=NONE, bank=rng.integers(0, 3, count), kind=BANK, agent=agent)
    accounts["person"] = rng.integers(0, len(persons), count)
    accounts["person"] = np.where(rng.random(count) < 0.5, accounts["person"], NONE)
    accounts["phone"] = persons["phone"][np.maximum(accounts["person"], 0)] * (accounts["person"] >= 0)
    accounts["phone"] = np.where(accounts["phone"] > 0, accounts["phone"], NONE)
    accounts["opened"] = rng.integers(day(2008, 1, 1), day(2024, 1, 1), count)
    accounts["branch"] = 6000 + world["villages"]["district"][agents["village"][agent]] * 3
    return accounts


def trade(world: World, first_customer: int) -> Rows:
    """Everyday transactions: any day, most hours, odd amounts."""
    rng = world.rng("trade")
    agents = world["agents"]
    start = int(period_starts(world.periods)[0])
    months = (AS_OF_DAY - start) / 30.4
    count = rng.poisson(agents["life"] * months)
    agent = np.repeat(np.arange(len(agents)), count)
    size = len(agent)
    kind = rng.choice([WITHDRAWAL, TRANSFER, PURCHASE], size=size, p=[0.5, 0.34, 0.16])
    time = (
        rng.integers(start, AS_OF_DAY, size) * DAY
        + np.clip(rng.normal(13, 3.2, size), 6, 21.5).astype(np.int64) * 3_600
    )
    time = time + rng.integers(0, 3_600, size)
    amount = np.round(rng.lognormal(12.4, 0.9, size), -3).astype(np.int64) + 1_000
    account = first_customer + agent * CUSTOMERS_PER_AGENT + rng.integers(0, CUSTOMERS_PER_AGENT, size)
    rows = events(WITHDRAWAL, account, amount, time, agent=agent, terminal=agents["terminal"][agent], channel=AGENT)
    rows["kind"] = kind
    rows["merchant"] = np.where(kind == PURCHASE, 0, NONE)
    return rows


def phone_credit(world: World) -> Rows:
    """Small top-ups by families who use the account for their phone."""
    rng = world.rng("phone credit")
    recipients = world["recipients"]
    leaves_some = (recipients["habit"] == PARTIAL) & (recipients["sembako"] == 1)
    who = np.flatnonzero((recipients["mobile_topups"] == 1) & (recipients["pay_into"] >= 0) & leaves_some)
    who = np.repeat(who, 2)
    start = int(period_starts(world.periods)[0]) + 60
    days = rng.integers(start, AS_OF_DAY, len(who))
    time = days * DAY + rng.integers(8 * 3600, 21 * 3600, len(who))
    amount = rng.choice([5_000, 10_000], size=len(who))
    return events(TOPUP, recipients["account"][who], amount, time, channel=EWALLET, merchant=MOBILE)


def monthly(world: World) -> Rows:
    """Cards, transactions, amount, rice and visitors per agent and month, as a ministry would receive them."""
    moves = world["transactions"]
    counted = (moves["agent"] >= 0) & np.isin(moves["kind"], (WITHDRAWAL, PURCHASE, TRANSFER))
    here = moves.take(np.flatnonzero(counted))
    year, month, _ = ymd(here["time"] // DAY)
    key = here["agent"] * 100_000 + year * 12 + month
    keys, group = np.unique(key, return_inverse=True)
    cards = np.unique(group * (len(world["accounts"]) + 1) + here["account"]) // (len(world["accounts"]) + 1)
    recipient = world["accounts"]["recipient"][here["account"]]
    home = np.where(recipient >= 0, world["recipients"]["agent"][np.maximum(recipient, 0)], here["agent"])
    totals = Rows(len(keys), agent=keys // 100_000, month=keys % 100_000 - 1, commodity=0)
    totals["cards"] = np.bincount(cards, minlength=len(keys))
    totals["transactions"] = np.bincount(group, minlength=len(keys))
    totals["amount"] = np.bincount(group, weights=here["amount"], minlength=len(keys)).astype(np.int64)
    totals["visitors"] = np.bincount(group, weights=home != here["agent"], minlength=len(keys)).astype(np.int64)
    totals["quantity"] = np.full(len(keys), np.nan)
    return stack([totals, _rice(world, keys)])


def _rice(world: World, keys: np.ndarray) -> Rows:
    items, moves = world["items"], world["transactions"]
    rice = items.take(np.flatnonzero(items["item"] == 0))
    event = rice["event"]
    year, month, _ = ymd(moves["time"][event] // DAY)
    key = moves["agent"][event] * 100_000 + year * 12 + month
    found, group = np.unique(key[moves["agent"][event] >= 0], return_inverse=True)
    rice = rice.take(np.flatnonzero(moves["agent"][event] >= 0))
    totals = Rows(len(found), agent=found // 100_000, month=found % 100_000 - 1, commodity=1)
    totals["cards"] = np.bincount(group, minlength=len(found))
    totals["transactions"] = totals["cards"]
    totals["amount"] = np.bincount(group, weights=rice["quantity"] * rice["price"], minlength=len(found)).astype(
        np.int64
    )
    totals["quantity"] = np.bincount(group, weights=rice["quantity"], minlength=len(found))
    totals["visitors"] = NONE
    return totals
