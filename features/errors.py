"""The one error tree of the project: SaksamaError, and below it UnreadableDrop for a drop as a whole."""


class SaksamaError(Exception):
    """A mistake in input or use, told in one sentence without any identifier's value."""


class UnreadableDrop(SaksamaError):
    """The drop as a whole cannot be used: a missing folder, an unreadable file, too few tables."""
