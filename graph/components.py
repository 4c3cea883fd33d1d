"""Connected components of a bipartite graph of subjects and things, on compact ids."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.arrays import UNKNOWN, Ints


def components(subject: Ints, node: Ints, subjects: int, nodes: int) -> tuple[Ints, Ints]:
    """The component of every subject and of every node, given the edges between them.

    Components are numbered in the order of their smallest subject; a subject or node without edges is ``UNKNOWN``.
    """
    edges = (np.ones(len(subject), dtype=np.int8), (subject, node + subjects))
    graph = coo_array(edges, shape=(subjects + nodes, subjects + nodes))
    found = connected_components(graph, directed=False)[1].astype(np.int64)
    touched = np.zeros(subjects + nodes, dtype=np.bool_)
    touched[subject] = touched[node + subjects] = True
    found[~touched] = UNKNOWN
    found = _renumber(found)
    return found[:subjects], found[subjects:]


def _renumber(found: Ints) -> Ints:
    names, first = np.unique(found, return_index=True)
    order = np.argsort(first[names != UNKNOWN], kind="stable")
    known = names[names != UNKNOWN]
    number = np.full(int(known.max(initial=-1)) + 2, UNKNOWN, dtype=np.int64)
    number[known[order]] = np.arange(len(known))
    return number[found]
