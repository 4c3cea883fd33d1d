"""`saksama users`, `saksama keys` and `saksama store`: who may do what, and the store's shape."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from serve import clock
from serve.accounts.clients import make_key, parse_scopes, revoke_key
from serve.accounts.users import User, check_regions, deactivate_user, list_users, parse_roles, save_user
from serve.cli.load import ACTOR
from serve.connect import migrate_store, opened_store
from serve.permissions import ROLES, Role
from serve.principal import EVERYWHERE
from serve.settings import read_settings
from serve.store.schema import clients

users = typer.Typer(no_args_is_help=True, help="People who may sign in.")
keys = typer.Typer(no_args_is_help=True, help="Keys of machines.")
store = typer.Typer(no_args_is_help=True, help="The store's shape.")

Name = Annotated[str, typer.Argument(help="Name to sign in with.")]
Regions = Annotated[list[str], typer.Option("--region", help="District or regency code; * for the whole country.")]


@users.command("add")
def add_user(
    name: Name,
    role: Annotated[list[str], typer.Option(help=f"One of {', '.join(Role)}; may be repeated.")],
    region: Regions,
    display_name: Annotated[str | None, typer.Option(help="Name shown on pages.")] = None,
    password: Annotated[
        str | None, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for if not given.")
    ] = None,
) -> None:
    """Add a person, or change one."""
    user = User(name, display_name or name, parse_roles(role), check_regions(region))
    with opened_store(read_settings()) as opened, opened.own() as connection:
        save_user(connection, user, password, now=clock.now(), by=ACTOR)
    Console().print(f"{name} may sign in.", highlight=False)


@users.command("list")
def show_users() -> None:
    """Everybody, with roles and regions."""
    table = Table("Name", "Shown as", "Roles", "Regions", "Active")
    with opened_store(read_settings()) as opened, opened.own() as connection:
        for user in list_users(connection):
            active = "yes" if user.active else "no"
            table.add_row(user.name, user.display_name, ", ".join(user.roles), ", ".join(user.regions), active)
    Console().print(table)


@users.command("remove")
def remove_user(name: Name) -> None:
    """Shut a person out; what they did stays."""
    with opened_store(read_settings()) as opened, opened.own() as connection:
        deactivate_user(connection, name, by=ACTOR)
    Console().print(f"{name} may no longer sign in.", highlight=False)


@keys.command("add")
def add_key(
    client: Annotated[str, typer.Argument(help="Name of the machine or institution.")],
    role: Annotated[Role, typer.Option(help="Gives the key this role's permissions.")] = Role.PAYMENT_SYSTEM,
    scope: Annotated[list[str] | None, typer.Option(help="Permissions instead of a role's.")] = None,
    region: Annotated[list[str] | None, typer.Option(help="District or regency code; default: everywhere.")] = None,
    bank: Annotated[list[str] | None, typer.Option(help="Bank codes: reasons only about its own customers.")] = None,
) -> None:
    """Make a key, printed once; an older one of the same client ends."""
    scopes = parse_scopes(scope) if scope else tuple(sorted(ROLES[role]))
    row = {
        "scopes": [str(permission) for permission in scopes],
        "territory": list(check_regions(region or [EVERYWHERE])),
        "banks": list(bank or []),
    }
    with opened_store(read_settings()) as opened, opened.own() as connection:
        key = make_key(connection, client, row, now=clock.now(), by=ACTOR)
    Console(soft_wrap=True).print(key, highlight=False, markup=False)


@keys.command("list")
def show_keys() -> None:
    """Every client, without its key."""
    table = Table("Client", "Scopes", "Regions", "Banks", "Active")
    with opened_store(read_settings()) as opened, opened.own() as connection:
        for row in connection.execute(select(clients).order_by(clients.c.client)).mappings():
            lists = (", ".join(row[name]) for name in ("scopes", "territory", "banks"))
            table.add_row(row["client"], *lists, "yes" if row["active"] else "no")
    Console().print(table)


@keys.command("revoke")
def end_key(client: Annotated[str, typer.Argument(help="Name of the machine or institution.")]) -> None:
    """Refuse a client's key from now on."""
    with opened_store(read_settings()) as opened, opened.own() as connection:
        revoke_key(connection, client, by=ACTOR)
    Console().print(f"The key of {client} no longer counts.", highlight=False)


@store.command("migrate")
def migrate() -> None:
    """Bring the store to the newest shape."""
    migrate_store(read_settings())
    Console().print("The store has the newest shape.")
