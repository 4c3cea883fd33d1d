"""Casting: who takes part in a scheme or looks like one, found by what they have in common."""

import numpy as np

from experiments.world.aid import start_after
from experiments.world.calendar import period_starts
from experiments.world.rows import DAY, NONE, Bools, Ints, Rows
from experiments.world.schemes.plan import Plot
from experiments.world.shops import POST_OFFICE
from experiments.world.trade import CUSTOMERS_PER_AGENT
from experiments.world.world import World

TRIES, FEWEST, GROUP = 60, 2, 6
CROWDED, MOST_CROWDED = 400, 4
"""Recipients per village from which on groups grow, and how far."""


class NobodyLeft(Exception):
    """Everyone who could take part already does: a small or thinly staffed world holds no more of this kind."""


class Cast:
    """Casting for one scheme kind: free subjects, groups of them, sizes, and the plan to write into."""

    def __init__(self, world: World, plan: Plot, name: str) -> None:
        self.world, self.plan, self.name = world, plan, name
        self.rng = world.rng(f"cast {name}")
        self.recipients, self.families, self.persons = world["recipients"], world["families"], world["persons"]
        self.first_day = int(period_starts(world.periods)[0])
        self.straw_men = CUSTOMERS_PER_AGENT * len(world["agents"])
        density = len(self.recipients) // len(world["villages"])
        self.crowding = max(1, min(density // CROWDED, MOST_CROWDED))
        self._banked: Bools | None = None
        self._groups: dict[str, tuple[Ints, Ints]] = {}
        self._number = 0

    def sizes(self, share: float, least: int, most: int) -> list[int]:
        """Sizes of groups that together touch this share of recipients; at least one where it is above nought.

        Larger villages have larger groups, else a dense world would have more schemes than people to run them.
        """
        left = round(share * len(self.recipients))
        if share > 0:
            left = max(left, least)
        if least >= GROUP:
            least, most = least * self.crowding, most * self.crowding
        sizes = []
        while left > 0:
            size = min(int(self.rng.integers(least, most + 1)), max(left, least))
            sizes.append(size)
            left -= size
        return sizes

    def ring(self) -> str:
        """A new ring id, which means something only beside the truth."""
        self._number += 1
        return f"{self.name}-{self._number:03d}"

    def hidden(self) -> bool:
        """Whether the next scheme is run so as not to be seen: its share of them, evenly spread."""
        share = self.world.evasive
        return int(self._number * share + 0.5) != int((self._number - 1) * share + 0.5)

    def free(self, suits: Bools | None = None) -> Ints:
        """Recipients who play no part yet and suit."""
        everyone = np.arange(len(self.recipients)) if suits is None else np.flatnonzero(suits)
        return self.world.truth.free("recipient", everyone)

    def some(self, suits: Bools | None, count: int) -> Ints:
        """So many free recipients anywhere."""
        candidates = self.free(suits)
        return np.sort(self.rng.choice(candidates, size=min(count, len(candidates)), replace=False))

    def group(self, column: str, size: int, suits: Bools, of: Bools | None = None) -> tuple[int, Ints]:
        """A value of the column (a facilitator, an agent, a village) and ``size`` free recipients who share it.

        ``of`` limits the values. Where no value has enough, the one with most of those tried is taken; NobodyLeft
        where none has two.
        """
        _, starts = self._index(column)
        values = np.flatnonzero(np.diff(starts) > 0)
        values = values if of is None else values[of[values]]
        best, found = NONE, np.zeros(0, dtype=np.int64)
        for value in self.rng.choice(values, size=min(TRIES, len(values)), replace=False):
            members = self.members(column, int(value))
            members = self.world.truth.free("recipient", members[suits[members]])
            if len(members) > len(found):
                best, found = int(value), members
            if len(found) >= size:
                break
        if len(found) < FEWEST:
            raise NobodyLeft
        return best, np.sort(self.rng.choice(found, size=min(size, len(found)), replace=False))

    def _index(self, column: str) -> tuple[Ints, Ints]:
        if column not in self._groups:
            values = self.recipients[column]
            known = np.flatnonzero(values >= 0)
            order = known[np.argsort(values[known], kind="stable")]
            starts = np.searchsorted(values[order], np.arange(int(values.max()) + 2))
            self._groups[column] = order, starts
        return self._groups[column]

    def officials(self, role: int) -> Bools:
        """Officials of this role who play no part yet."""
        return np.asarray((self.world["officials"]["role"] == role) & ~self.world.truth.taken["official"])

    def agents(self) -> Bools:
        """Agents other than post counters who play no part yet."""
        return np.asarray((self.world["agents"]["kind"] != POST_OFFICE) & ~self.world.truth.taken["agent"])

    def members(self, column: str, value: int) -> Ints:
        """Recipients who share this value of the column."""
        order, starts = self._index(column)
        return order[starts[value] : starts[value + 1]] if value + 1 < len(starts) else order[:0]

    def banked(self) -> Bools:
        """Recipients paid into a bank account."""
        if self._banked is None:
            account = self.recipients["account"]
            kind = self.world["accounts"]["kind"][np.maximum(account, 0)]
            self._banked = np.asarray((account >= 0) & (kind == 0))
        return self._banked

    def session(self, members: Ints, terminals: list[int], **plan: int) -> None:
        """These members' cards are used one after the other, in the order of their registration."""
        defaults = {"delay": 1, "wanders": 0, "days": 1, "start": 600, "gap": 90, "shuffled": 0}
        places = {f"terminal{number + 1}": terminals[number % len(terminals)] for number in range(3)}
        self.plan.sessions.append({**defaults, **plan, **places, "places": len(terminals), "size": len(members)})
        self.recipients["session"][members] = len(self.plan.sessions) - 1
        self.recipients["turn"][members[np.argsort(self.recipients["registered"][members], kind="stable")]] = np.arange(
            len(members)
        )

    def register(self, members: Ints, days: Ints) -> None:
        """They were registered on these days; accounts and aid followed."""
        self.recipients["registered"][members] = days
        self.recipients["known"][members] = (days + 14) * DAY + 36_000
        account = self.recipients["account"][members]
        has = np.flatnonzero(account >= 0)
        self.world["accounts"]["opened"][account[has]] = days[has] + 12
        start_after(self.world, members, days + 20)

    def account_phone(self, members: Ints, phone: int, share: float) -> None:
        """Some of the members' accounts carry this phone."""
        chosen = members[self.rng.random(len(members)) < share]
        self.world["accounts"]["phone"][self.recipients["account"][chosen]] = phone

    def complain(
        self, members: Ints, share: float, categories: list[int], about: tuple[int, int] | None = None
    ) -> None:
        """Some of the members report it; ``about`` is the subject's kind and position, else themselves."""
        who = members[self.rng.random(len(members)) < share]
        rows = Rows(len(who), category=self.rng.choice(categories, size=len(who)))
        rows["village"] = self.recipients["village"][who]
        named = self.rng.random(len(who)) < (0.6 if about else 0.0)
        kind, subject = about or (0, 0)
        rows["kind"], rows["subject"] = np.where(named, kind, 0), np.where(named, subject, who)
        self.plan.complaints.append(rows)

    def kin_of(self, members: Ints, person: int) -> None:
        """The payees become children of the same mother as this person; nobody's, where there is no such person."""
        if person < 0:
            return
        payees = self.recipients["person"][members]
        for word in ("mother1", "mother2"):
            self.persons[word][payees] = self.persons[word][person]

    def move_in(self, members: Ints, family: int) -> None:
        """Their families live under the roof of this family: same address, place and meter."""
        theirs = self.recipients["family"][members]
        for column in ("house", "street", "number", "rt", "rw", "hamlet", "meter", "latitude", "longitude", "style"):
            if column in self.families:
                self.families[column][theirs] = self.families[column][family]
        self.families["style"][theirs] = self.rng.integers(0, 3, len(theirs))
