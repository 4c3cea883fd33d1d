"""The page of every feature, written from the catalogues: `python -m models.catalogue_page > docs/features.md`."""

import sys
from collections.abc import Iterable, Mapping

from features.build import CATALOGUE
from features.catalogue import Feature, Tail
from features.subjects import SubjectKind
from graph import FEATURES as GRAPH_FEATURES
from models.rules import shipped_rules
from models.rules.expression import features_of

OPENING = """# Features

Made from the catalogues by `python -m models.catalogue_page`; a test fails when this page is older than the code.

A feature is one number about one subject, empty where it is not known. It is off where the drop lacks what it needs;
`signals.parquet` of a run says so for each. Unusual is what lies far from peers (same district and channel), on the
side named here; *by itself* means that peers do not matter. *Linked* features rest on other subjects: alone they never
lift anybody above review. *No* under backtest: the table keeps no history, so an earlier day sees today's value. Rules
are the typologies of `models/rules/typologies.toml` whose conditions read the feature; the detectors read all of them.
"""
HEAD = ("name", "what it says", "unit", "unusual", "needs", "rules", "backtest")
SIDES: Mapping[Tail, str] = {Tail.HIGH: "above", Tail.LOW: "below", Tail.BOTH: "above or below"}
KINDS: Mapping[SubjectKind, str] = {
    SubjectKind.RECIPIENT: "Recipients",
    SubjectKind.AGENT: "Agents",
    SubjectKind.OFFICIAL: "Officials",
    SubjectKind.RING: "Rings",
}


def catalogue_page() -> str:
    """The whole page as Markdown."""
    features = (*CATALOGUE.values(), *GRAPH_FEATURES)
    read_by = _read_by()
    parts = [_kind(kind, [one for one in features if one.kind == kind], read_by) for kind in KINDS]
    return "\n".join([OPENING, *parts])


def _kind(kind: SubjectKind, features: list[Feature], read_by: Mapping[str, str]) -> str:
    """A kind's features, those of one basis together, in the order of the catalogue."""
    bases = dict.fromkeys(feature.basis for feature in features)
    parts = [f"## {KINDS[kind]}", f"{len(features)} features."]
    for basis in bases:
        rows = [_row(feature, read_by) for feature in features if feature.basis == basis]
        parts.append(f"**Basis.** {basis}\n\n{_line(HEAD)}\n{_line('---' for _ in HEAD)}\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _row(feature: Feature, read_by: Mapping[str, str]) -> str:
    side = SIDES[feature.tail] + ("" if feature.relative else ", by itself") + (", linked" if feature.linked else "")
    needs = "; ".join(
        f"{table} ({', '.join(columns)})" if columns else table for table, columns in sorted(feature.needs.items())
    )
    backtest = "yes" if feature.backtest else "no"
    rules = read_by.get(feature.name, "")
    return _line((f"`{feature.name}`", feature.meaning, feature.unit.value, side, needs, rules, backtest))


def _read_by() -> dict[str, str]:
    """Per feature the typologies whose rules read it."""
    found: dict[str, set[str]] = {}
    for rule in shipped_rules().rules:
        for name in features_of(rule.steps):
            found.setdefault(name, set()).add(rule.typology)
    return {name: ", ".join(sorted(typologies, key=_number)) for name, typologies in found.items()}


def _number(typology: str) -> tuple[int, str]:
    digits = typology.removeprefix("T")
    return (int(digits) if digits.isdecimal() else 0, typology)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(catalogue_page())
