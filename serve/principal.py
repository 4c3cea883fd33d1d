"""Who is asking: a person who signed in or a machine with a key, and how far they may see."""

from dataclasses import dataclass

from serve.permissions import Permission

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Scope:
    """The regions that may be seen: codes of districts or regencies, or ``*`` for the whole country."""

    regions: tuple[str, ...]

    @property
    def everywhere(self) -> bool:
        """Whether nothing is hidden."""
        return EVERYWHERE in self.regions


@dataclass(frozen=True, slots=True)
class Principal:
    """One who asks. ``banks`` bounds a bank's client to reasons about its own customers; empty for an agency."""

    name: str
    display_name: str
    permissions: frozenset[Permission]
    scope: Scope
    roles: tuple[str, ...] = ()
    banks: tuple[str, ...] = ()

    def may(self, permission: Permission) -> bool:
        """Whether this permission is held."""
        return permission in self.permissions


# Whoever sends something without a key. Their routes fix what they may do, and show them nothing of the store.
PUBLIC = Principal("public", "public", frozenset(), Scope((EVERYWHERE,)))
