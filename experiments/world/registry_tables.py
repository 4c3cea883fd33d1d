"""The registry as contract tables: villages, families, persons, officials, assignments."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from experiments.world.addresses import addresses
from experiments.world.households import FLOOR, ROOF, WALL
from experiments.world.labels import Labels
from experiments.world.people import EDUCATION, RELATIONS, WORK
from experiments.world.rows import NONE, Ints
from experiments.world.staff import ROLES
from experiments.world.text import Arrow, by_style, codes, dates, digits, flag, measure, names, pick, times, whole
from experiments.world.world import World

LIFE = ("alive", "deceased", "moved", "not_found", "unknown")


def villages(world: World, labels: Labels) -> dict[str, Arrow]:
    """Villages with their areas."""
    rows = world["villages"]
    return {
        "village_code": labels.ids["villages"],
        "name": pa.array([village.name for village in world.villages_known]),
        "district_code": digits(rows["code"] // 10_000),
        "regency_code": digits(rows["code"] // 1_000_000),
        "latitude": measure(rows["latitude"]),
        "longitude": measure(rows["longitude"]),
        "population": whole(rows["population"]),
        "poverty_rate": measure(rows["poverty"]),
        "remote": flag(rows["remote"]),
    }


def families(world: World, labels: Labels) -> dict[str, Arrow]:
    """Households with house, assets, card and survey."""
    rows = world["families"]
    assets = {
        name: flag(rows[name])
        for name in (
            "has_motorcycle",
            "has_car",
            "has_refrigerator",
            "has_air_conditioner",
            "has_gold",
            "has_smartphone",
            "has_second_house",
        )
    }
    return {
        "family_id": labels.ids["families"],
        "village_code": pick(labels.ids["villages"], rows["village"]),
        "address": addresses(world, rows),
        "latitude": measure(rows["latitude"]),
        "longitude": measure(rows["longitude"]),
        "decile": whole(rows["decile"]),
        "members": whole(rows["members"]),
        "floor": codes(rows["floor"], FLOOR),
        "wall": codes(rows["wall"], WALL),
        "roof": codes(rows["roof"], ROOF),
        "floor_area_m2": measure(rows["floor_area"]),
        "electricity_va": whole(rows["power"]),
        "meter_id": digits(np.where(rows["meter"] >= 0, 514_000_000_000 + rows["meter"] * 37, NONE)),
        **assets,
        "land_m2": measure(rows["land"]),
        "card_recorded_on": dates(rows["card_recorded"]),
        "split_from_family_id": pick(labels.ids["families"], rows["split_from"]),
        "surveyed_on": dates(rows["surveyed"]),
        "enumerator_id": pick(labels.ids["officials"], rows["enumerator"]),
        "known_at": times(rows["known"]),
    }


def persons(world: World, labels: Labels) -> dict[str, Arrow]:
    """People as the registry has them, its errors included."""
    rows = world["persons"]
    no_mother = (world.rng("unknown mothers").random(len(rows)) < 0.04) & (rows["twin"] == 0)
    return {
        "person_id": labels.ids["persons"],
        "nik": digits(rows["nik"]),
        "family_id": pick(labels.ids["families"], rows["family"]),
        "name": names(rows["name1"], rows["name2"], rows["prefix"]),
        "mother_name": names(rows["mother1"], rows["mother2"], empty=no_mother),
        "birth_date": dates(rows["born_written"]),
        "sex": codes(1 - rows["female_written"], ("F", "M")),
        "relation": codes(rows["relation"], RELATIONS),
        "life_status": codes(rows["life"], LIFE),
        "died_on": dates(rows["died"]),
        "work_status": codes(rows["work"], WORK),
        "education": codes(rows["education"], EDUCATION),
        "disabled": flag(rows["disabled"]),
        "phone": phones(world, rows["phone"], "person phones"),
        "known_at": times(world["families"]["known"][rows["family"]]),
    }


def officials(world: World, labels: Labels) -> dict[str, Arrow]:
    """Those who serve, each with a household and an account."""
    rows = world["officials"]
    person = world["persons"].take(rows["person"])
    return {
        "official_id": labels.ids["officials"],
        "role": codes(rows["role"], ROLES),
        "nik": digits(person["nik"]),
        "family_id": pick(labels.ids["families"], rows["family"]),
        "name": names(person["name1"], person["name2"], person["prefix"]),
        "phone": phones(world, rows["phone"], "official phones"),
        "account_id": pick(labels.ids["accounts"], rows["account"]),
        "village_code": pick(labels.ids["villages"], rows["village"]),
    }


def assignments(world: World, labels: Labels) -> dict[str, Arrow]:
    """Where officials serve."""
    rows = world["assignments"]
    return {
        "official_id": pick(labels.ids["officials"], rows["official"]),
        "village_code": pick(labels.ids["villages"], rows["village"]),
        "started_on": dates(rows["started"]),
        "ended_on": dates(rows["ended"]),
    }


def phones(world: World, numbers: Ints, purpose: str) -> Arrow:
    """Numbers (held as 8xx...) as people write them: 08xx, +628xx, 628xx."""
    style = world.rng(purpose).choice(3, size=len(numbers), p=[0.75, 0.15, 0.1])
    text = digits(numbers)
    return by_style(style, [pc.binary_join_element_wise(start, text, "") for start in ("0", "+62", "62")])
