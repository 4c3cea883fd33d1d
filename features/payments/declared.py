"""What enrolments declare: PKH components, read once per distinct text."""

import pyarrow as pa

from features.engine import Frame
from features.expressions import col
from features.payments import rules
from features.shapes import rows
from features.tables import Tables

PUPILS = ("primary", "junior", "senior")
SMALL_CHILDREN = ("early_childhood",)


def declared(tables: Tables) -> Frame:
    """recipient_id, program (upper case), elderly, small_children, pupils_declared and yearly, where components are."""
    filed = rows(tables, "enrolments").filter(~col("components").is_null())
    filed = filed.select("recipient_id", "components", col("program").str.to_uppercase().alias("program"))
    found = tables.engine.collect(filed.select("components").unique()).column("components").to_pylist()
    texts = sorted(str(text) for text in found)
    read = [rules.components(text) for text in texts]
    table = pa.table(
        {
            "components": pa.array(texts, pa.string()),
            "elderly": pa.array([counts.get("elderly", 0) for counts in read], pa.int64()),
            "small_children": pa.array([_sum(counts, SMALL_CHILDREN) for counts in read], pa.int64()),
            "pupils_declared": pa.array([_sum(counts, PUPILS) for counts in read], pa.int64()),
            "yearly": pa.array([rules.yearly(counts) for counts in read], pa.int64()),
        }
    )
    return filed.join(tables.engine.load(table, "declared_components"), on="components", how="left").drop("components")


def _sum(counts: dict[str, int], kinds: tuple[str, ...]) -> int:
    return sum(counts.get(kind, 0) for kind in kinds)
