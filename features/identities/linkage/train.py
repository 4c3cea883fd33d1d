"""Learning a linkage model from records: u by chance pairs, m by expectation maximisation, both in Splink.

Sums of doubles depend on the order of threads, so training runs on one thread and keeps four significant digits.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from features.identities.linkage.model import LinkageModel

_DIGITS = 4
_ROUNDING = 0.01
_PEOPLE_TO_LEARN_FROM = 20_000
_VIEW = "saksama_people_to_learn_from"
_CHANCE_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class Lesson:
    """What to learn from: ``certain`` conditions that hold of one person only, and the share of pairs they find.

    ``blocks`` are conditions within which EM looks for pairs; what a block fixes keeps its given m (``fixed``). Where
    the given or the learned u is below ``least_u`` the given one stays: among a million chance pairs it is seen too
    rarely to be measured, and what is written for pairs of one visit (twins) would turn into evidence for one person.
    """

    certain: Sequence[str]
    recall: float
    blocks: Sequence[str]
    fixed: Sequence[str] = ()
    least_u: float = 0.0


PERSONS = Lesson(
    certain=("l.nik = r.nik and l.name = r.name", "l.name = r.name and l.birth = r.birth and l.mother = r.mother"),
    recall=0.6,
    blocks=("l.by_name_birth = r.by_name_birth",),  # pairs of equal birth date and mother are mostly twins
    fixed=("name", "birth"),
    least_u=1e-3,
)


def learn(
    connection: duckdb.DuckDBPyConnection, records: Sequence[str], model: LinkageModel, lesson: Lesson, *, seed: int
) -> LinkageModel:
    """The model with prior, m and u learned from the records (tables of the connection by plain name).

    Where a block holds too few pairs to learn from, the given m stays.
    """
    from splink import DuckDBAPI, Linker  # noqa: PLC0415 - half a second to import, and only linking needs it

    logging.getLogger("splink").setLevel(logging.ERROR)  # what was not seen keeps its given parameter: no news
    threads = connection.execute("select current_setting('threads')").fetchall()[0][0]
    connection.execute("set threads = 1")
    try:
        api = DuckDBAPI(connection)
        tables = [api.register(name) for name in records]
        linker = Linker(tables if len(tables) > 1 else tables[0], dict(model.settings), log_level=None)
        _teach(linker, lesson, seed)
        settings = linker.misc.save_model_to_json()
        api.delete_tables_created_by_splink_from_db()
    finally:
        connection.execute(f"set threads = {int(threads)}")
    return LinkageModel(_settled(settings, model.settings, lesson), model.threshold, ("prior", "m", "u"))


def _teach(linker: Any, lesson: Lesson, seed: int) -> None:
    linker.training.estimate_probability_two_random_records_match(list(lesson.certain), recall=lesson.recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=_CHANCE_PAIRS, seed=seed)
    for block in lesson.blocks:
        linker.training.estimate_parameters_using_expectation_maximisation(block, record_sample_proportion=1.0)


def _settled(learned: Mapping[str, Any], given: Mapping[str, Any], lesson: Lesson) -> dict[str, Any]:
    """The learned settings with parameters to four significant digits; the given ones where nothing was learned."""
    settings: dict[str, Any] = json.loads(json.dumps(learned))
    for comparison, before in zip(settings["comparisons"], given["comparisons"], strict=True):
        fixed = comparison["output_column_name"] in lesson.fixed or not _whole(comparison["comparison_levels"])
        for level, old in zip(comparison["comparison_levels"], before["comparison_levels"], strict=True):
            rare = min(old.get("u_probability", 1.0), level.get("u_probability", 1.0)) < lesson.least_u
            _settle(level, "m_probability", old if fixed else {})
            _settle(level, "u_probability", old if rare else {})
    prior = settings["probability_two_random_records_match"]
    settings["probability_two_random_records_match"] = float(f"{prior:.{_DIGITS}g}")
    settings.pop("linker_uid", None)
    return settings


def _whole(levels: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every level was learned: a level that no pair showed keeps its old m, and the sum is then not one."""
    seen = sum(float(level["m_probability"]) for level in levels if "m_probability" in level)
    return abs(seen - 1) <= _ROUNDING


def _settle(level: dict[str, Any], name: str, kept: Mapping[str, Any]) -> None:
    value = kept.get(name, level.get(name))
    if value is not None:
        level[name] = float(f"{value:.{_DIGITS}g}")


def learn_people(connection: duckdb.DuckDBPyConnection, model: LinkageModel, *, seed: int) -> LinkageModel:
    """The person model learned from ``wall.people``; the given model where fewer than 20,000 people are there.

    Below that the prior rests on a handful of doubles, and the frozen parameters are the better guess. Levels that
    keep who must not merge apart (heaped dates, common names, twins) keep their frozen order of weight.
    """
    people = int(connection.execute("select count(*) from wall.people").fetchall()[0][0])
    if people < _PEOPLE_TO_LEARN_FROM:
        return model
    connection.execute(f"create or replace temp view {_VIEW} as select * from wall.people")
    try:
        return learn(connection, [_VIEW], model, PERSONS, seed=seed)
    finally:
        connection.execute(f"drop view if exists {_VIEW}")
