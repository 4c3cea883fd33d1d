"""Who is enrolled in what, and on which account: recipients, enrolments, accounts."""

import numpy as np

from experiments.world.calendar import AS_OF_DAY, day
from experiments.world.people import CHILD, CIVIL_SERVANT, YEAR
from experiments.world.rows import DAY, NONE, Bools, Ints, Rows, order_within, stack
from experiments.world.shops import POST_OFFICE, nearest
from experiments.world.world import World

PROGRAMS = ("PKH", "SEMBAKO", "BLT_DD")
PKH, SEMBAKO, BLT_DD = range(3)
SEMBAKO_LIMIT, PKH_LIMIT = 5, 4
REACHED_SEMBAKO, REACHED_PKH = 0.824, 0.62
STRAY = 0.055
VILLAGE_AID = 0.30
COMPONENTS = ("pregnant", "early_childhood", "primary", "junior", "senior", "elderly", "disability")
QUARTER = np.array([750_000, 750_000, 225_000, 375_000, 500_000, 600_000, 600_000])
CAP = 4
CHANNELS = ("portal", "village", "field_officer", "facilitator", "other")
PORTAL, VILLAGE, FIELD_OFFICER, FACILITATOR_CHANNEL, OTHER = range(5)
BANK, WALLET, POST = range(3)
ACCOUNT_KINDS = ("bank", "ewallet", "post")
BANKS = ("002", "008", "009", "451", "POS")
BANK_DIGITS = np.array([15, 13, 10, 10, 11])
BULK_FROM, BULK_EVERY = day(2018, 1, 9), 120
OPENED_ALONE = 0.3


def components(families: Rows, persons: Rows, rng: np.random.Generator) -> Ints:
    """Countable PKH components of each family (families x kinds), at most four members, dearest first."""
    age = (AS_OF_DAY - persons["born"]) / YEAR
    child = persons["relation"] == CHILD
    which = np.select(
        [age < 6, child & (age < 12.6), child & (age < 15.6), child & (age < 18.6), age >= 60.5],
        [1, 2, 3, 4, 5],
        NONE,
    )
    which = np.where((persons["disabled"] == 1) & (rng.random(len(age)) < 0.4), 6, which)
    expecting = (persons["female"] == 1) & (age > 19) & (age < 40) & (rng.random(len(age)) < 0.02)
    which = np.where(expecting & (which < 0), 0, which)
    counts = np.zeros((len(families), len(COMPONENTS)), dtype=np.int64)
    some = which >= 0
    np.add.at(counts, (persons["family"][some], which[some]), 1)
    return capped(counts)


def capped(counts: Ints) -> Ints:
    """The same with at most four members counted, those with the larger benefit first."""
    left = np.full(len(counts), CAP)
    result = np.zeros_like(counts)
    for kind in np.argsort(-QUARTER, kind="stable"):
        result[:, kind] = np.minimum(counts[:, kind], left)
        left -= result[:, kind]
    return result


def enrol(world: World, families: Rows, persons: Rows) -> tuple[Rows, Rows]:
    """Recipients (one per enrolled family) and their enrolments; the registry's error of reach is left in."""
    rng = world.rng("enrolment")
    counts = components(families, persons, rng)
    has_component = counts.sum(axis=1) > 0
    reached = rng.random(len(families))
    decile = families["decile"]
    excluded = excluded_families(world, families, persons)
    sembako = np.where(decile <= SEMBAKO_LIMIT, reached < REACHED_SEMBAKO, reached < STRAY) & ~excluded
    pkh_chance = np.where(decile <= PKH_LIMIT, REACHED_PKH, STRAY / 3)
    pkh = has_component & (rng.random(len(families)) < pkh_chance) & (sembako | (reached > 0.93)) & ~excluded
    village = ~sembako & ~pkh & (decile <= 3) & (rng.random(len(families)) < VILLAGE_AID) & ~excluded
    family = np.flatnonzero(sembako | pkh | village)
    recipients = Rows(len(family), family=family, village=families["village"][family])
    recipients["pkh"], recipients["sembako"] = pkh[family], sembako[family]
    recipients["blt"] = village[family]
    world["components"] = Rows(len(family), **{name: counts[family, number] for number, name in enumerate(COMPONENTS)})
    _payees(recipients, families, persons, rng)
    _registration(world, recipients, families)
    return recipients, _enrolments(recipients, rng)


def excluded_families(world: World, families: Rows, persons: Rows) -> Bools:
    """Families whom the rules exclude whole: serving officials, facilitators, civil servants."""
    excluded = np.zeros(len(families), dtype=bool)
    excluded[world["officials"]["family"]] = True
    excluded[persons["family"][persons["work"] == CIVIL_SERVANT]] = True
    return excluded


def _payees(recipients: Rows, families: Rows, persons: Rows, rng: np.random.Generator) -> None:
    family = recipients["family"]
    wife = families["wife"][family]
    recipients["person"] = np.where((wife >= 0) & (rng.random(len(family)) < 0.93), wife, families["head"][family])
    person = recipients["person"]
    own = persons["phone"][person]
    kin = persons["phone"][families["head"][family]]
    recipients["phone"] = np.where(own >= 0, own, np.where(rng.random(len(family)) < 0.6, kin, NONE))
    for word in ("name1", "name2", "prefix"):
        recipients[word] = persons[word][person]
    recipients["nik"] = persons["nik"][person]


def _registration(world: World, recipients: Rows, families: Rows) -> None:
    rng = world.rng("registration")
    count = len(recipients)
    family = recipients["family"]
    channel = rng.choice(5, size=count, p=[0.1, 0.44, 0.23, 0.21, 0.02])
    recipients["channel"] = channel
    for served in ("facilitator", "village_head"):
        recipients[served] = families[served][family]
    recipients["village_operator"] = families["operator"][family]
    by = np.select(
        [channel == VILLAGE, channel == FIELD_OFFICER, channel == FACILITATOR_CHANNEL],
        [families["operator"][family], families["enumerator"][family], recipients["facilitator"]],
        NONE,
    )
    recipients["registered_by"] = by
    meeting = day(2018, 1, 10) + 45 * rng.integers(0, 50, count)
    registered = meeting + rng.poisson(6, count)
    after_card = families["card_recorded"][family] + rng.integers(90, 500, count)
    young = families["split_from"][family] >= 0
    recipients["registered"] = np.minimum(
        np.where(young, np.maximum(registered, after_card), registered), day(2025, 3, 1)
    )
    recipients["known"] = (recipients["registered"] + rng.integers(10, 40, count)) * DAY + 36_000


def _enrolments(recipients: Rows, rng: np.random.Generator) -> Rows:
    parts = []
    for program, name in ((PKH, "pkh"), (SEMBAKO, "sembako"), (BLT_DD, "blt")):
        who = np.flatnonzero(recipients[name] == 1)
        started = recipients["registered"][who] + rng.integers(20, 150, len(who))
        parts.append(Rows(len(who), recipient=who, program=program, started=started, ended=NONE))
    return stack(parts)


def open_accounts(world: World, recipients: Rows, persons: Rows) -> Rows:
    """One account per recipient of bank or post money, then those of agents and officials."""
    rng = world.rng("accounts")
    paid = np.flatnonzero((recipients["pkh"] == 1) | (recipients["sembako"] == 1))
    district = world["villages"]["district"][recipients["village"][paid]]
    post = rng.random(len(paid)) < 0.045
    bank = np.where(post, 4, np.array([0, 0, 2, 0, 1])[district % 5])
    accounts = Rows(len(paid), recipient=paid, bank=bank, kind=np.where(post, POST, BANK))
    accounts["person"] = recipients["person"][paid]
    accounts["phone"] = recipients["phone"][paid]
    _openings(world, rng, accounts, recipients)
    recipients["account"] = NONE
    recipients["account"][paid] = np.arange(len(paid))
    world["agents"]["account"] = len(paid) + np.arange(len(world["agents"]))
    world["officials"]["account"] = len(paid) + len(world["agents"]) + np.arange(len(world["officials"]))
    return stack([accounts, *_staff_accounts(world, rng, persons)])


def _openings(world: World, rng: np.random.Generator, accounts: Rows, recipients: Rows) -> None:
    """Most accounts are opened in bulk on the village's next day for it; aid starts only after that."""
    village = recipients["village"][accounts["recipient"]]
    registered = recipients["registered"][accounts["recipient"]]
    since = registered + 8 - (BULK_FROM + village * 37 % BULK_EVERY)
    bulk = registered + 8 + (-since) % BULK_EVERY
    alone = rng.random(len(accounts)) < OPENED_ALONE
    accounts["opened"] = np.where(alone, registered + rng.integers(20, 120, len(accounts)), bulk)
    accounts["branch"] = 6000 + world["villages"]["district"][village] * 3 + village % 3
    start_after(world, accounts["recipient"], accounts["opened"] + 5)


def start_after(world: World, recipients: Ints, day_of: Ints) -> None:
    """No enrolment of these recipients starts before their day."""
    earliest = np.zeros(len(world["recipients"]), dtype=np.int64)
    earliest[recipients] = day_of
    enrolments = world["enrolments"]
    enrolments["started"] = np.maximum(enrolments["started"], earliest[enrolments["recipient"]])


def _staff_accounts(world: World, rng: np.random.Generator, persons: Rows) -> list[Rows]:
    parts = []
    for table, person in (("agents", "owner"), ("officials", "person")):
        rows = world[table]
        account = Rows(len(rows), recipient=NONE, bank=rng.integers(0, 3, len(rows)), kind=BANK, person=rows[person])
        account["phone"] = rows["phone"]
        account["opened"] = rng.integers(day(2010, 1, 1), day(2020, 1, 1), len(rows))
        account["branch"] = 6000 + world["villages"]["district"][rows["village"]] * 3
        parts.append(account)
    return parts


def number_accounts(world: World, accounts: Rows) -> None:
    """Account numbers of each bank's length; accounts opened together get neighbouring numbers."""
    rng = world.rng("account numbers")
    order = np.lexsort((rng.random(len(accounts)), accounts["opened"], accounts["branch"]))
    serial = np.empty(len(accounts), dtype=np.int64)
    serial[order] = order_within(accounts["branch"][order]) * 7 + rng.integers(0, 3, len(accounts))
    digits = BANK_DIGITS[accounts["bank"]]
    accounts["number"] = accounts["branch"] % 9_000 * 10 ** (digits - 4) + serial + 10 ** (digits - 1) % 7


def choose_places(world: World, recipients: Rows) -> None:
    """Where each recipient usually takes the money out: a nearby agent, a cash machine, or the post counter."""
    rng = world.rng("habits")
    agents, terminals = world["agents"], world["terminals"]
    shops = np.flatnonzero(agents["kind"] != POST_OFFICE)
    choice = rng.choice(4, size=len(recipients), p=[0.72, 0.18, 0.07, 0.03])
    recipients["agent"] = shops[nearest(world, agents.take(shops), 4)[recipients["village"], choice]]
    posts = np.flatnonzero(agents["kind"] == POST_OFFICE)
    recipients["post"] = posts[nearest(world, agents.take(posts), 1)[recipients["village"], 0]]
    machines = np.flatnonzero(terminals["agent"] < 0)
    recipients["machine"] = machines[nearest(world, terminals.take(machines), 1)[recipients["village"], 0]]
    recipients["by_machine"] = rng.random(len(recipients)) < 0.22
