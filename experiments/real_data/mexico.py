"""Fishery subsidies of Mexico, 2008 to 2015: 22,024 real beneficiaries, unlabelled and dirty."""

from pathlib import Path

import duckdb
import pandas as pd

from experiments.real_data.page import ALARM, OURS, Picture, Section, per_cent, sheet, table
from experiments.real_data.ranked import Ranked, rank

SHOWN = 8
READ = {
    "motores": ("Ano", "Beneficiario", "Monto"),
    "electricos": ("ano", "beneficiario", "monto"),
    "infraestructura": ("ano", "beneficiario", "monto"),
    "componentes": ("ano", "beneficiario", "monto"),
    "pesca": ("Ano", "Beneficiario", '"Monto federal"'),
    "integral": ("ano", "beneficiario", "monto"),
}


def mexico(source: Path, work: Path) -> Section:
    """The beneficiaries' part of the report; the drop and the run are made in ``work``."""
    ranked = rank("mexico", source, work)
    naive, ours = _naive_doubles(source), _our_doubles(ranked)
    people = ranked.scores[ranked.scores["subject_kind"] == "recipient"].sort_values("rank").head(SHOWN)
    rings = ranked.scores[ranked.scores["subject_kind"] == "ring"].sort_values("rank").head(3)
    text = "\n\n".join(
        [
            _what(ranked),
            "### Which beneficiaries are the most unusual, and why\n\n" + table(_first(people)),
            "### Which groups rank first\n\n" + table(_first(rings)),
            "### What a sceptic would say\n\n" + _sceptic(ranked, naive, ours),
        ]
    )
    figures = {
        "beneficiaries": int((ranked.scores["subject_kind"] == "recipient").sum()),
        "with evidence": len(ranked.evident),
        "double payments read naively": naive,
        "double payments after the mapping": ours,
        "signals on": int(ranked.table("signals")["on"].sum()),
    }
    return Section("Fishery subsidies of Mexico", text, [_trap(naive, ours), _rings(ranked)], figures)


def _what(ranked: Ranked) -> str:
    signals = ranked.table("signals")
    evident = ranked.evident["subject_kind"].value_counts()
    said = ", ".join(f"{count} {kind}" for kind, count in evident.items()) or "nobody"
    return (
        f"{len(ranked.scores):,} beneficiaries and groups; payments by year, no dates, no accounts and no "
        "transactions: "
        f"{int(signals['on'].sum())} of {len(signals)} signals are on. Above band none: {said}. With so little to go "
        "by, saying little is right: the list below is of what is unusual, not of what is wrong."
    )


def _first(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "subject": rows["subject_id"].str[:10],
            "score": rows["score"].map("{:.4f}".format),
            "band": rows["band"],
            "why": [" ".join(one["text_en"] for one in reasons[:2]) or "(nothing)" for reasons in rows["reasons"]],
        }
    )


def _naive_doubles(source: Path) -> int:
    """Rows that repeat year, beneficiary and amount when every file is read as a list of payments."""
    parts = [
        f"select {year}::varchar as year, {who}::varchar as who, {amount}::varchar as amount "
        f"from read_csv('{source}/beneficiarios_{name}.csv', all_varchar = true, ignore_errors = true)"
        for name, (year, who, amount) in READ.items()
    ]
    query = (
        "select coalesce(sum(n - 1), 0) from (select count(*) as n from "
        f"({' union all '.join(parts)}) where who is not null group by year, who, amount)"
    )
    return int(duckdb.sql(query).fetchall()[0][0])


def _our_doubles(ranked: Ranked) -> int:
    flow = ranked.table("fund_flow")
    return int((flow["finding"] == "paid_twice").sum())


def _sceptic(ranked: Ranked, naive: int, ours: int) -> str:
    links = ranked.table("links")
    shared = links[links["kind"] == "attribute"]
    return "\n".join(
        [
            (
                f"- *You found double payments because the files repeat each other.* Read naively, {naive:,} "
                "rows repeat an "
                "earlier one: pesca lies in componentes, integral in infraestructura, and motores splits each "
                "support into "
                f"a federal and a state row. After the mapping {ours:,} remain on the fund-flow list, since a "
                "bare year is "
                "no period in which a programme owes once."
            ),
            (
                f"- *Everybody shares a unit number.* {shared['node_id'].nunique():,} numbers are shared by "
                f"{shared['subject_id'].nunique():,} beneficiaries, most of them members of one cooperative. "
                f"{per_cent(float(shared['benign'].mean()))} of these links are held to be innocent; the rest "
                "weigh by how "
                "rare such sharing is, and alone they lift nobody above review."
            ),
            (
                "- *A name may be two people.* Names are hashed; 46 hashes are paid in more than one state. "
                "Whoever looks at "
                "a case has to ask for the tax id first."
            ),
            (
                "- *Large is not wrong.* Cooperatives are paid for their members. The number of members is not "
                "in the data."
            ),
        ]
    )


def _trap(naive: int, ours: int) -> Picture:
    figure, axes = sheet("Rows that look like a second payment")
    bars = axes.bar(
        ["every file read\nas payments", "after the mapping"], [naive, ours], color=[ALARM, OURS], width=0.45
    )
    axes.bar_label(bars, [f"{naive:,}", f"{ours:,}"], padding=3)
    axes.margins(y=0.12)
    return Picture("mexico-trap", figure, "What a mapping is for: the same files, read naively and read with care.")


def _rings(ranked: Ranked) -> Picture:
    rings = ranked.table("rings")
    figure, axes = sheet("Groups that share a unit, a tax id or a vessel")
    for benign, colour, label in ((True, OURS, "held to be innocent"), (False, ALARM, "not explained")):
        some = rings[rings["benign"] == benign]
        axes.scatter(some["size"], some["score"], s=18, alpha=0.7, color=colour, label=f"{label} ({len(some)})")
    axes.set(xlabel="members", ylabel="score", xscale="log")
    axes.legend(frameon=False)
    return Picture("mexico-rings", figure, "Every group of the run by size and score.")
