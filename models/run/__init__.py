"""A run: the whole way from a drop to a run folder, recorded so that it can be replayed."""
