"""Typology rules as data: read, checked, compiled."""

from models.rules.book import Innocence, Role, Rule, RuleBook, load_rules, read_rules, shipped_rules
from models.rules.program import Program, nats_of

__all__ = ["Innocence", "Program", "Role", "Rule", "RuleBook", "load_rules", "nats_of", "read_rules", "shipped_rules"]
