"""The one error tree of the project.

    SaksamaError            something a user can mend; its text is one sentence: what, where, what to do
    └── UnreadableDrop      a drop from which no run can start
"""


class SaksamaError(Exception):
    """A mistake in input or use, told in one sentence without any identifier's value."""


class UnreadableDrop(SaksamaError):
    """The drop as a whole cannot be used: a missing folder, an unreadable file, too few tables."""
