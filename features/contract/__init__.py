"""The data contract as code: the one source of tables, columns, types, keys and allowed values."""

from features.contract.drop import DROP
from features.contract.run import RUN
from features.contract.schema import Column, Table, Type, Wall

__all__ = ["DROP", "RUN", "Column", "Table", "Type", "Wall"]
