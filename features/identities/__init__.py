"""Identities: normal forms, comparisons and pseudonyms. Raw identifiers never leave this folder and intake."""

from features.identities.content import assert_clean, without_identifiers
from features.identities.knowing import know_people, train_linkage
from features.identities.linkage import LinkageModel, default_model
from features.identities.linkage.one import KnownPeople, Match, PersonRecord, link_one
from features.identities.pseudonym import pseudonym
from features.identities.wall import step_outside

__all__ = [
    "KnownPeople",
    "LinkageModel",
    "Match",
    "PersonRecord",
    "assert_clean",
    "default_model",
    "know_people",
    "link_one",
    "pseudonym",
    "step_outside",
    "train_linkage",
    "without_identifiers",
]
