"""Identities: sealed at rest, masked on every page, revealed for a purpose and for a while."""
