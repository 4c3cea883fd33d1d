"""Typology rules as data: read, checked, compiled."""

from models.rules.book import Innocence, Role, Rule, RuleBook
from models.rules.files import load_rules
from models.rules.program import Program, nats_of
from models.rules.read import read_rules, shipped_rules

__all__ = ["Innocence", "Program", "Role", "Rule", "RuleBook", "load_rules", "nats_of", "read_rules", "shipped_rules"]
