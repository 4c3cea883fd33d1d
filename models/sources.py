"""Which features rest on one source: a column of the drop that both are made from.

What two columns of different books say is two facts, however closely they go together: it is agreement. What is made
from one column and goes together may be one fact told twice. Ids by which rows are found, the NIK of a register too,
are no source. A table that is needed as a whole counts as its key.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from features.catalogue import Feature
from features.contract import DROP
from features.subjects import SubjectKind

IDS = frozenset({*(kind.id_column for kind in SubjectKind), "family_id", "nik", "subject_kind", "subject_id"})


def one_source(features: Sequence[Feature]) -> NDArray[np.bool_]:
    """For every two features whether they share a source; one that names none may share any."""
    sources = [_sources(feature) for feature in features]
    return np.array(
        [[not one or not other or bool(one & other) for other in sources] for one in sources], dtype=np.bool_
    )


def _sources(feature: Feature) -> frozenset[str]:
    return frozenset(column for table, columns in feature.needs.items() for column in columns or _key(table)) - IDS


def _key(table: str) -> tuple[str, ...]:
    return DROP[table].key[:1] if table in DROP else (table,)
