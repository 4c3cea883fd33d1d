from pathlib import Path

import pyarrow.parquet as pq
import pytest

from experiments.world import simulate, write
from experiments.world.assumptions import RATES, read_rates
from features.errors import SaksamaError
from tests.experiments.world.conftest import FAMILIES, SEED

REGIONS = Path(__file__).parents[3].parent / "shared" / "data" / "regions"
SMALL = 600


def _bytes(out: Path) -> dict[str, bytes]:
    folders = (out, out.with_name(f"{out.name}.truth"))
    return {path.name: path.read_bytes() for folder in folders for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes(world: Path, tmp_path: Path) -> None:
    simulate(tmp_path / "drop", families=FAMILIES, seed=SEED)

    assert _bytes(tmp_path / "drop") == _bytes(world)


def test_another_seed_gives_another_world(tmp_path: Path) -> None:
    for seed in (1, 2):
        simulate(tmp_path / str(seed), families=SMALL, seed=seed)

    assert _bytes(tmp_path / "1")["persons.parquet"] != _bytes(tmp_path / "2")["persons.parquet"]


@pytest.mark.parametrize("periods", [1, 6])
def test_a_world_may_have_fewer_or_more_periods(tmp_path: Path, periods: int) -> None:
    simulate(tmp_path / "drop", families=SMALL, seed=3, periods=periods)

    assert (tmp_path / "drop" / "payments.parquet").is_file()


def test_progress_names_each_step(tmp_path: Path) -> None:
    steps: list[str] = []
    simulate(tmp_path / "drop", families=SMALL, seed=1, progress=steps.append)

    assert steps[0] == "families and people"
    assert "writing payments" in steps


def test_official_codes_are_used_where_they_are_given(tmp_path: Path) -> None:
    if not REGIONS.is_dir():
        pytest.skip("the file of official codes lies beside the project only where it is shared")
    simulate(tmp_path / "drop", families=SMALL, seed=1, regions=REGIONS, regencies=("3509",))

    villages = pq.read_table(tmp_path / "drop" / "villages.parquet").to_pandas()
    assert villages["village_code"].str.startswith("3509").all()


def test_a_folder_with_other_things_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("keep", encoding="utf-8")

    with pytest.raises(SaksamaError, match="was not simulated"):
        simulate(tmp_path / "letters", families=SMALL, seed=1)

    assert (tmp_path / "letters" / "dear.txt").read_text(encoding="utf-8") == "keep"


def test_a_drop_that_somebody_else_made_is_never_replaced(tmp_path: Path) -> None:
    simulate(tmp_path / "drop", families=SMALL, seed=1)
    simulate(tmp_path / "drop", families=SMALL, seed=2)
    (tmp_path / "drop.truth").rename(tmp_path / "elsewhere")
    before = (tmp_path / "drop" / "payments.parquet").read_bytes()

    with pytest.raises(SaksamaError, match="was not simulated"):
        simulate(tmp_path / "drop", families=SMALL, seed=1)

    assert (tmp_path / "drop" / "payments.parquet").read_bytes() == before


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(rows: object, path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(write, "_save", full)
    with pytest.raises(SaksamaError, match="No space left"):
        simulate(tmp_path / "drop", families=SMALL, seed=1)

    assert list(tmp_path.iterdir()) == []


def test_unknown_regions_are_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SaksamaError, match="No file of region codes"):
        simulate(tmp_path / "drop", families=SMALL, seed=1, regions=tmp_path / "nowhere")


def test_rates_are_read_as_shares_of_known_typologies() -> None:
    assert read_rates(["t1=0.02"]) == {**RATES, "T1": 0.02}
    for wrong in ("T1", "T1=much", "T1=0.9", "T99=0.01"):
        with pytest.raises(SaksamaError):
            read_rates([wrong])


def test_a_rate_of_nought_leaves_a_typology_out(tmp_path: Path) -> None:
    simulate(tmp_path / "drop", families=SMALL, seed=1, rates={"T9": 0.01})

    facts = pq.read_table(tmp_path / "drop.truth" / "truth.parquet").to_pandas()
    assert set(facts.loc[facts["fraud"], "typology"]) == {"T9"}
