"""What somebody at the desk cannot do, as a text that pages say in both languages."""

from typing import Never

from features.errors import SaksamaError


class Refusal(SaksamaError):
    """Refused; ``key`` names a text of the section ``refused``, ``places`` fill it."""

    def __init__(self, key: str, message: str, **places: int) -> None:
        super().__init__(message.format(**places))
        self.key = key
        self.places = places


def refuse(key: str, message: str, **places: int) -> Never:
    """Refuse; ``message`` says it in English to machines and at the command line."""
    raise Refusal(key, message, **places)
