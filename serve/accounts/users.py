"""People who may sign in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from features.errors import SaksamaError
from serve.accounts.passwords import hash_password
from serve.audit import Action, Detail, record
from serve.permissions import Role, permissions_of, require_blindness
from serve.principal import Principal, Scope
from serve.store.schema import users


@dataclass(frozen=True, slots=True)
class User:
    """One person: what they are here for and which regions are theirs."""

    name: str
    display_name: str
    roles: tuple[Role, ...]
    regions: tuple[str, ...]
    active: bool = True

    @property
    def principal(self) -> Principal:
        """This person as one who asks."""
        return Principal(
            name=self.name,
            display_name=self.display_name,
            permissions=permissions_of(self.roles),
            scope=Scope(self.regions),
            roles=tuple(self.roles),
        )


def parse_roles(names: Iterable[str]) -> tuple[Role, ...]:
    """Roles by name; SaksamaError for an unknown one or for a pair that would unblind the control sample."""
    try:
        roles = tuple(Role(name) for name in names)
    except ValueError as error:
        raise SaksamaError(f"{error}: choose among {', '.join(Role)}") from error
    require_blindness(permissions_of(roles))
    return roles


def check_regions(regions: Iterable[str]) -> tuple[str, ...]:
    """Region codes without blanks; SaksamaError where one is empty or holds a comma."""
    codes = tuple(code.strip() for code in regions)
    if not codes or any(not code or "," in code for code in codes):
        raise SaksamaError("a region is missing: name codes of districts or regencies, or * for the whole country")
    return codes


def save_user(connection: Connection, user: User, password: str | None, *, now: datetime, by: str) -> None:
    """Add this person or change them; a password of None keeps the one there is."""
    row = {
        "name": user.name,
        "display_name": user.display_name,
        "roles": list(user.roles),
        "territory": list(user.regions),
        "active": user.active,
    }
    if password is not None:
        row["password_hash"] = hash_password(password)
    statement = insert(users).values(**row, created_at=now)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=row))
    detail: Detail = {"roles": ",".join(user.roles), "regions": ",".join(user.regions), "active": user.active}
    record(connection, actor=by, action=Action.USER_CHANGE, about=f"user {user.name}", detail=detail)


def find_user(connection: Connection, name: str) -> tuple[User, str | None] | None:
    """A person who may sign in, with the hash of their password; None where there is nobody active of that name."""
    row = connection.execute(select(users).where(users.c.name == name, users.c.active)).mappings().first()
    return (_user(dict(row)), row["password_hash"]) if row else None


def list_users(connection: Connection) -> tuple[User, ...]:
    """Everybody, by name."""
    rows = connection.execute(select(users).order_by(users.c.name)).mappings()
    return tuple(_user(dict(row)) for row in rows)


def deactivate_user(connection: Connection, name: str, *, by: str) -> None:
    """Shut this person out from the next request on; SaksamaError where there is nobody of that name."""
    changed = connection.execute(update(users).where(users.c.name == name).values(active=False))
    if not changed.rowcount:
        raise SaksamaError(f"there is no user {name}: see 'saksama users list'")
    record(connection, actor=by, action=Action.USER_CHANGE, about=f"user {name}", detail={"active": False})


def _user(row: dict[str, object]) -> User:
    roles, regions = row["roles"], row["territory"]
    assert isinstance(roles, list) and isinstance(regions, list)  # noqa: S101, PT018  # the columns are arrays
    return User(
        name=str(row["name"]),
        display_name=str(row["display_name"]),
        roles=tuple(Role(role) for role in roles),
        regions=tuple(regions),
        active=bool(row["active"]),
    )
