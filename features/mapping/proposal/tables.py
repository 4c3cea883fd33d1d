"""The tables that a file may hold, each with the columns that were recognised."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from features.contract import DROP
from features.mapping.model import Expression, Part
from features.mapping.proposal import values
from features.mapping.proposal.look import Look
from features.mapping.proposal.names import plain

RECIPIENT = ("recipient", "nik", "family_card")
AREA = ("village", "village_name")


def parts_of(look: Look, *, minor_units: int) -> Iterator[tuple[str, Part]]:
    """Each table that the file may hold, with its part of a mapping."""
    exact = [table for table in DROP.values() if set(table.required) <= set(look.columns)]
    named = [table for table in exact if table.name in plain(look.file).replace(" ", "_")]
    if named:
        columns: dict[str, Expression] = {column: column for column in named[0].names if column in look.columns}
        yield named[0].name, Part((look.file,), columns)
        return
    for table, made in _recognised(look, 10**minor_units):
        given = {column: expression for column, expression in made.items() if expression is not None}
        yield table, Part((look.file,), given, where=_where(table, given))
    yield from _attributes(look)


def _recognised(look: Look, times: int) -> Iterator[tuple[str, dict[str, Expression | None]]]:
    who, area = look.first(*RECIPIENT), look.first(*AREA)
    when = values.period(look.found, look.content)
    if look.has("agent") and who is None:
        yield "agents", _agent(look, area)
        if when is not None:
            yield "agent_months", _agent_month(look, when, times)
    elif who is not None and look.has("amount"):
        yield "recipients", _recipient(look, who, area)
        yield "payments", _payment(look, who, when, times)
        if look.has("account_number"):
            yield "accounts", _account(look, who)
    elif look.first("nik", "person") is not None:
        yield "persons", _person(look)
    if look.has("family_card"):
        yield "families", _family(look, area)
    if area is not None and look.first("district", "regency") is not None:
        yield "villages", _village(look, area)


def _recipient(look: Look, who: str, area: str | None) -> dict[str, Expression | None]:
    found = look.found
    return {
        "recipient_id": who,
        "family_id": found.get("family_card"),
        "nik": found.get("nik"),
        "name": found.get("person_name"),
        "phone": found.get("phone"),
        "village_code": area,
        "registered_on": _date(look, "registered_on"),
    }


def _payment(look: Look, who: str, when: Expression | None, times: int) -> dict[str, Expression | None]:
    stem = PurePosixPath(look.file).stem
    return {
        "payment_id": look.found.get("payment") or {"row": f"{stem}-"},
        "recipient_id": who,
        "program": look.found.get("program") or {"constant": stem},
        "period": when,
        "amount": _amount(look, times),
        "account_id": look.found.get("account_number"),
        "agent_id": look.found.get("agent"),
        "credited_at": _date(look, "paid_on", word="time"),
    }


def _account(look: Look, who: str) -> dict[str, Expression | None]:
    number = look.found["account_number"]
    return {
        "account_id": number,
        "recipient_id": who,
        "bank_code": look.found.get("bank"),
        "account_number": number,
        "holder_name": look.found.get("holder_name"),
    }


def _person(look: Look) -> dict[str, Expression | None]:
    found = look.found
    return {
        "person_id": look.first("person", "nik"),
        "nik": found.get("nik"),
        "family_id": found.get("family_card"),
        "name": found.get("person_name"),
        "mother_name": found.get("mother_name"),
        "birth_date": _date(look, "birth_date"),
        "sex": values.sex(found["sex"], look.content[found["sex"]]) if "sex" in found else None,
        "phone": found.get("phone"),
    }


def _family(look: Look, area: str | None) -> dict[str, Expression | None]:
    plainly = ("address", "latitude", "longitude", "decile", "members")
    return {
        "family_id": look.found["family_card"],
        "village_code": area,
        **{key: look.found.get(key) for key in plainly},
    }


def _agent(look: Look, area: str | None) -> dict[str, Expression | None]:
    return {
        "agent_id": look.found["agent"],
        "name": look.found.get("agent_name"),
        "kind": {"constant": "shop" if "shop" in plain(look.found["agent"]) else "other"},
        "village_code": area,
        **{key: look.found.get(key) for key in ("address", "latitude", "longitude")},
    }


def _agent_month(look: Look, when: Expression, times: int) -> dict[str, Expression | None]:
    return {
        "agent_id": look.found["agent"],
        "period": when,
        "commodity": {"constant": "all"},
        "amount": _amount(look, times),
        **{key: look.found.get(key) for key in ("cards", "transactions", "visitors")},
    }


def _village(look: Look, area: str) -> dict[str, Expression | None]:
    return {
        "village_code": area,
        "name": look.found.get("village_name"),
        "district_code": look.first("district", "regency"),
        "regency_code": look.first("regency", "district"),
    }


def _amount(look: Look, times: int) -> Expression | None:
    column = look.found.get("amount")
    return values.number(column, look.content[column], times=times) if column else None


def _date(look: Look, concept: str, *, word: str = "date") -> Expression | None:
    column = look.found.get(concept)
    return values.dated(column, look.content[column], word=word) if column else None


def _where(table: str, given: dict[str, Expression]) -> tuple[dict[str, object], ...]:
    """Rows about nobody are left out by a filter that a person can see and take away."""
    first = DROP[table].key[0]
    return ({"column": given[first], "not_empty": True},) if isinstance(given.get(first), str) else ()


def _attributes(look: Look) -> Iterator[tuple[str, Part]]:
    """What was not recognised, looks like an id and may be shared by those who are paid."""
    who = look.first(*RECIPIENT) if look.has("amount") else None
    taken = set(look.found.values())
    for column in look.columns if who else ():
        if column not in taken and look.content[column].is_id and len(set(look.content[column].cells)) > 1:
            columns: dict[str, Expression] = {
                "subject_kind": {"constant": "recipient"},
                "subject_id": who or "",
                "kind": {"constant": plain(column).replace(" ", "_")},
                "value": column,
            }
            filled = tuple({"column": each, "not_empty": True} for each in (who, column))
            yield "attributes", Part((look.file,), columns, where=filled)
