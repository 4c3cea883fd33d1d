"""Isolation forest (Liu, Ting, Zhou 2008): what a few random cuts set apart is unusual.

Grown by scikit-learn, which looks at narrow (float32) values; walked here over flat arrays, because scikit-learn needs
18 ms for one row and this walk some microseconds. A twin test holds the two together.
"""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import IsolationForest

from features.compiled import compiled
from models.detectors.contract import State
from models.matrix import Floats

TREES = 100
SAMPLE = 256
BLOCK = 128
EULER = 0.5772156649015329


@dataclass(frozen=True)
class Forest:
    """Trees laid end to end: a node's cut, its two children side by side (itself at a leaf), a leaf's path length."""

    roots: NDArray[np.int32]
    column: NDArray[np.int32]
    cut: NDArray[np.float32]
    child: NDArray[np.int32]
    path: Floats
    typical: float
    depth: int

    @classmethod
    def fit(cls, rows: Floats, seed: int) -> "Forest":
        """A forest of ``TREES`` trees, each on ``SAMPLE`` rows."""
        sample = min(SAMPLE, len(rows))
        grown = IsolationForest(n_estimators=TREES, max_samples=sample, random_state=seed).fit(rows)
        parts = [_flat(tree.tree_) for tree in grown.estimators_]
        roots = np.concatenate([[0], np.cumsum([len(part["cut"]) for part in parts])[:-1]]).astype(np.int32)
        for part, root in zip(parts, roots, strict=True):
            part["child"] += root
        arrays = {name: np.concatenate([part[name] for part in parts]) for name in ("column", "cut", "child", "path")}
        typical = float(average_path(np.array([sample], dtype=np.float64))[0])
        depth = max(int(tree.tree_.max_depth) for tree in grown.estimators_)
        return cls(roots=roots, typical=typical, depth=depth, **cast(Any, arrays))

    @classmethod
    def load(cls, state: State) -> "Forest":
        """The forest of a saved state."""
        arrays = {name: state[name] for name in ("roots", "column", "cut", "child", "path")}
        return cls(typical=float(state["typical"].item()), depth=int(state["depth"].item()), **cast(Any, arrays))

    def score(self, rows: Floats) -> Floats:
        """2 to the power of minus the mean path over the typical path, in (0, 1]."""
        return _walk(
            np.ascontiguousarray(rows),
            self.roots,
            self.column,
            self.cut,
            self.child,
            self.path,
            self.typical,
            self.depth,
        )

    def state(self) -> State:
        arrays: dict[str, NDArray[np.generic]] = {
            name: getattr(self, name) for name in ("roots", "column", "cut", "child", "path")
        }
        return {**arrays, "typical": np.array([self.typical]), "depth": np.array([self.depth])}


def average_path(sizes: Floats) -> Floats:
    """Mean path of an unsuccessful search in a binary tree of so many rows (the paper's c(n))."""
    more = np.maximum(sizes, 3.0)
    lengths = 2.0 * (np.log(more - 1.0) + EULER) - 2.0 * (more - 1.0) / more
    return np.where(sizes <= 1, 0.0, np.where(sizes <= 2, 1.0, lengths))  # noqa: PLR2004 - two rows take one cut


def _flat(tree: Any) -> dict[str, NDArray[Any]]:  # Any: scikit-learn's tree has no types
    left, right = tree.children_left, tree.children_right
    own = np.arange(len(left))
    leaf = left < 0
    depth = np.zeros(len(left))
    for node in own[~leaf]:  # a parent always comes before its children
        depth[left[node]] = depth[right[node]] = depth[node] + 1.0
    children = np.column_stack([np.where(leaf, own, left), np.where(leaf, own, right)])
    return {
        "column": np.where(leaf, 0, tree.feature).astype(np.int32),
        "cut": _narrow(np.where(leaf, np.inf, tree.threshold)),
        "child": children.reshape(-1).astype(np.int32),
        "path": np.where(leaf, depth + average_path(tree.n_node_samples.astype(np.float64)), 0.0),
    }


def _narrow(cut: Floats) -> NDArray[np.float32]:
    """The largest narrow number not above each cut: a narrow value beyond one is beyond the other."""
    narrow = cut.astype(np.float32)
    return np.where(narrow > cut, np.nextafter(narrow, np.float32(-np.inf)), narrow)


@compiled
def _walk(  # noqa: PLR0917 - compiled code takes no keywords
    rows: Floats,
    roots: NDArray[np.int32],
    column: NDArray[np.int32],
    cut: NDArray[np.float32],
    child: NDArray[np.int32],
    path: Floats,
    typical: float,
    depth: int,
) -> Floats:
    """A block of rows goes down one tree together, level by level, so that the processor walks several at once.

    All take as many steps as the deepest tree has levels, a leaf leading to itself: no step has to be guessed.
    """
    scores = np.ones(rows.shape[0])
    width = rows.shape[1]
    block = max(1, min(BLOCK, rows.shape[0]))
    values = np.empty(block * width, dtype=np.float32)
    node = np.empty(block, dtype=np.int32)
    total = np.empty(block)
    for start in range(0, rows.shape[0], block):
        size = min(block, rows.shape[0] - start)
        for row in range(size):
            for place in range(width):
                values[row * width + place] = np.float32(rows[start + row, place])
        total[:] = 0.0
        for root in roots:
            node[:] = root
            for _ in range(depth):
                for row in range(size):
                    at = node[row]
                    node[row] = child[2 * at + np.int32(values[np.int32(row * width) + column[at]] > cut[at])]
            for row in range(size):
                total[row] += path[node[row]]
        for row in range(size):
            scores[start + row] = 2.0 ** (-total[row] / len(roots) / typical) if typical > 0.0 else 1.0
    return scores
