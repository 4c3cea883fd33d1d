"""Identities: normal forms, comparisons and pseudonyms. Raw identifiers never leave this folder and intake."""

from features.identities.content import assert_clean
from features.identities.pseudonym import pseudonym
from features.identities.wall import step_outside

__all__ = ["assert_clean", "pseudonym", "step_outside"]
