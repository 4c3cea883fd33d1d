"""The people of each family: ages that fit, names that repeat, mothers that tie kin families together."""

import numpy as np

from experiments.world.calendar import AS_OF_DAY
from experiments.world.names import given_names
from experiments.world.rows import NONE, Bools, Ints, Rows, counted, stack
from experiments.world.world import World

RELATIONS = ("head", "spouse", "child", "child_in_law", "grandchild", "parent", "other_kin", "not_kin")
HEAD, SPOUSE, CHILD, GRANDCHILD, PARENT = 0, 1, 2, 4, 5
WORK = ("own_account", "employer", "employee", "civil_servant", "casual", "unpaid_family", "not_working")
OWN_ACCOUNT, EMPLOYER, EMPLOYEE, CIVIL_SERVANT, CASUAL, UNPAID, NOT_WORKING = range(7)
EDUCATION = ("none", "primary", "junior", "senior", "higher")
YEAR = 365.25


def people(world: World, families: Rows) -> Rows:
    """All persons, ordered by family; ``families`` gains the positions of its head, spouse and mother."""
    rng = world.rng("people")
    heads, spouses = _couples(rng, families)
    children = _children(rng, families, heads, spouses)
    elders = _elders(rng, families, heads)
    persons = stack([heads, spouses, children, elders])
    persons = persons.take(np.lexsort((persons["relation"], persons["family"])))
    families["members"] = np.bincount(persons["family"], minlength=len(families))
    _place(families, persons, "head", HEAD)
    _place(families, persons, "spouse", SPOUSE)
    families["wife"] = np.where(
        families["spouse"] >= 0,
        families["spouse"],
        np.where(persons["female"][families["head"]] == 1, families["head"], NONE),
    )
    _name(world, families, persons)
    _live(world, families, persons)
    return persons


def _born(age: np.ndarray) -> Ints:
    return np.asarray(AS_OF_DAY - np.round(age * YEAR), dtype=np.int64)


def _couples(rng: np.random.Generator, families: Rows) -> tuple[Rows, Rows]:
    count = len(families)
    young = families["split_from"] >= 0
    has_split = np.zeros(count, dtype=bool)
    has_split[families["split_from"][young]] = True
    age = np.clip(rng.normal(46, 13, count), 22, 88)
    age = np.where(young, rng.uniform(21, 36, count), age)
    age = np.where(has_split, rng.uniform(47, 72, count), age)
    single = ~young & (rng.random(count) < np.clip((age - 40) / 90, 0.03, 0.5))
    female = single & (rng.random(count) < 0.78)
    index = np.arange(count)
    heads = Rows(count, family=index, relation=HEAD, female=female, born=_born(age))
    paired = index[~single]
    wife_age = np.clip(age[paired] - rng.normal(3.5, 3, len(paired)), 19, 85)
    spouses = Rows(len(paired), family=paired, relation=SPOUSE, female=1, born=_born(wife_age))
    return heads, spouses


def _mother_age(families: Rows, heads: Rows, spouses: Rows) -> np.ndarray:
    born = heads["born"].copy()
    born[spouses["family"]] = spouses["born"]
    return np.asarray((AS_OF_DAY - born) / YEAR)


def _children(rng: np.random.Generator, families: Rows, heads: Rows, spouses: Rows) -> Rows:
    mother = _mother_age(families, heads, spouses)
    wanted = rng.poisson(np.where(mother < 30, 1.3, 2.1))
    family, _ = counted(wanted)
    age = mother[family] - rng.triangular(18, 24, 40, len(family))
    at_home = (age > 0) & (rng.random(len(family)) < np.where(age > 22, 0.18, 1.0))
    family, age = family[at_home], age[at_home]
    female = rng.random(len(family)) < 0.488
    return Rows(len(family), family=family, relation=CHILD, female=female, born=_born(age))


def _elders(rng: np.random.Generator, families: Rows, heads: Rows) -> Rows:
    age = (AS_OF_DAY - heads["born"]) / YEAR
    has = (rng.random(len(families)) < 0.13) & (age > 30) & (age < 62) & (families["split_from"] < 0)
    family = np.flatnonzero(has)
    elder = np.clip(age[family] + rng.uniform(19, 32, len(family)), 55, 97)
    female = rng.random(len(family)) < 0.68
    return Rows(len(family), family=family, relation=PARENT, female=female, born=_born(elder))


def _place(families: Rows, persons: Rows, name: str, relation: int) -> None:
    where = np.flatnonzero(persons["relation"] == relation)
    column = np.full(len(families), NONE, dtype=np.int64)
    column[persons["family"][where]] = where
    families[name] = column


def _name(world: World, families: Rows, persons: Rows) -> None:
    rng = world.rng("names")
    persons["name1"], persons["name2"], persons["prefix"] = given_names(rng, persons["female"])
    count = len(persons)
    mother1, mother2, _ = given_names(rng, np.ones(count, dtype=np.int64))
    of_family = families["wife"][persons["family"]]
    child = (persons["relation"] == CHILD) & (of_family >= 0)
    _take_mother(persons, mother1, mother2, child, of_family)
    split = families["split_from"][persons["family"]]
    grandmother = np.where(split >= 0, families["wife"][np.maximum(split, 0)], NONE)
    wife_is_child = world.rng("kin side").random(len(families)) < 0.5
    side = np.where(wife_is_child[persons["family"]], SPOUSE, HEAD)
    kin = (persons["relation"] == side) & (grandmother >= 0)
    _take_mother(persons, mother1, mother2, kin, grandmother)
    persons["mother1"], persons["mother2"] = mother1, mother2


def _take_mother(persons: Rows, mother1: Ints, mother2: Ints, rows: Bools, mother: Ints) -> None:
    mother1[rows] = persons["name1"][mother[rows]]
    mother2[rows] = persons["name2"][mother[rows]]


def _live(world: World, families: Rows, persons: Rows) -> None:
    """Work, school, disability and phone."""
    rng = world.rng("lives")
    count = len(persons)
    age = (AS_OF_DAY - persons["born"]) / YEAR
    decile = families["decile"][persons["family"]]
    adult = age >= 18
    poor_work = rng.choice([OWN_ACCOUNT, CASUAL, EMPLOYEE, UNPAID], size=count, p=[0.36, 0.34, 0.17, 0.13])
    work = np.where(adult & (age < 68) & (rng.random(count) < 0.68), poor_work, NOT_WORKING)
    official = adult & (age < 58) & (rng.random(count) < np.clip((decile - 5) * 0.012, 0, 0.06))
    persons["work"] = np.where(official, CIVIL_SERVANT, work)
    persons["education"] = np.clip(
        np.select([age < 7, age < 13, age < 16], [0, 1, 2], rng.integers(0, 4, count) + (decile > 7)), 0, 4
    )
    persons["disabled"] = rng.random(count) < np.where(age > 65, 0.07, 0.013)
    has_phone = rng.random(count) < np.select([age < 14, age < 60, age < 70], [0.0, 0.66, 0.34], 0.12)
    persons["phone"] = np.where(has_phone, 81_200_000_000 + np.arange(count) * 37 % 799_999_999 + 10_000_000, NONE)
    persons["life"], persons["died"] = 0, NONE
