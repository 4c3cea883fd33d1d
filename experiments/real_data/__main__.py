"""``python -m experiments.real_data ../shared/data --out REPORT``: the report on both real data sets, with plots.

Takes about three minutes on two cores. Prints its figures as JSON; exits 1 where a reason does not agree with the
source rows.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from experiments.asked import ended
from experiments.real_data.mexico import mexico
from experiments.real_data.page import write
from experiments.real_data.telangana import telangana
from features.errors import SaksamaError

HEAD = """# Two real data sets, ranked

Made by `python -m experiments.real_data ../shared/data --out docs/reports/real-data --seed 2`. Nobody labelled these \
data, so this page proves no fraud. It shows what the product puts first, whether the source rows say what the reasons \
say, and what speaks against."""


def main() -> int:
    """Write the report and print its figures."""
    parser = argparse.ArgumentParser(prog="python -m experiments.real_data", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds telangana/ and mexico/")
    parser.add_argument("--out", type=Path, required=True, help="folder for report.md and its pictures")
    parser.add_argument("--seed", type=int, default=1, help="draws the shops in which anomalies are planted")
    options = parser.parse_args()
    for name in ("telangana", "mexico"):
        if not (options.data / name).is_dir():
            raise SaksamaError(f"There is no folder {options.data / name}: name the folder that holds both data sets.")
    with tempfile.TemporaryDirectory(prefix="saksama-report-") as work:
        sections = [
            telangana(options.data / "telangana", Path(work) / "telangana", seed=options.seed),
            mexico(options.data / "mexico", Path(work) / "mexico"),
        ]
    page = write(sections, HEAD, options.out)
    figures = {section.title: section.figures for section in sections}
    print(json.dumps(figures, indent=2))
    print(f"The report is in {page}.")
    shops = figures["Fair-price shops of Telangana"]
    return 0 if shops["reasons counted again"] == shops["reasons that agree"] else 1


if __name__ == "__main__":
    sys.exit(ended(main))
