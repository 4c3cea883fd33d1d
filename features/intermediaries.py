"""Accounts of those who stand between the aid and the family: agents, officials, and the officials' households."""

from features.engine import Frame
from features.expressions import col, stacked
from features.kept import Maker, kept
from features.payments.ledger import ledger
from features.shapes import rows
from features.tables import Tables

OF_AGENTS, OF_OFFICIALS = "kept_accounts_of_agents", "kept_accounts_of_officials"


def own_accounts(tables: Tables, owners: Frame, owner: str, nik: str) -> Frame:
    """Accounts that an owner named, and those held under the owner's NIK: owner, account_id, one row each."""
    named = owners.select(owner, "account_id")
    held = owners.filter(~col(nik).is_null()).select(owner, nik)
    accounts = rows(tables, "accounts").select("account_id", col("holder_nik_key").alias(nik))
    by_nik = accounts.join(held, on=nik, how="inner").select(owner, "account_id")
    return stacked([named, by_nik]).filter(~col("account_id").is_null()).unique()


def accounts_of_agents(tables: Tables) -> Frame:
    """agent_id and account_id of what each agent or its owner holds."""
    return kept(tables, OF_AGENTS, _of_agents)


def accounts_of_officials(tables: Tables) -> Frame:
    """official_id and account_id of what each official holds, and what others of the household hold.

    Of the household only accounts on which nobody is paid: a poor cousin's own aid is no detour.
    """
    return kept(tables, OF_OFFICIALS, _of_officials)


def every_account(tables: Tables) -> Frame:
    """account_id of everything that agents, officials and officials' households hold."""
    both = (accounts_of_agents(tables), accounts_of_officials(tables))
    return stacked([held.select("account_id") for held in both]).unique()


def _of_agents(tables: Tables) -> Frame:
    return own_accounts(tables, rows(tables, "agents"), "agent_id", "owner_nik_key")


def _of_officials(tables: Tables) -> Frame:
    own = own_accounts(tables, rows(tables, "officials"), "official_id", "nik_key")
    return stacked([own, _of_households(tables)]).unique()


def paid_into(tables: Tables, own: Frame, owner: str) -> Frame:
    """Pairs of owner and recipient_id: credited on the owner's account, which is not held in the recipient's name."""
    paid = ledger(tables).filter(col("credited") == 1).select("recipient_id", "account_id")
    into = paid.join(own, on="account_id", how="inner").unique()
    return not_their_own(tables, into).select(owner, "recipient_id").unique()


def not_their_own(tables: Tables, into: Frame) -> Frame:
    """Rows of recipient_id and account_id without those of an account that is held in the recipient's name."""
    mine = rows(tables, "accounts").filter(col("holder_match") == "recipient").select("recipient_id", "account_id")
    return into.join(mine, on=["recipient_id", "account_id"], how="anti")


def _of_households(tables: Tables) -> Frame:
    homes = rows(tables, "officials").filter(~col("family_id").is_null()).select("official_id", "family_id")
    people = rows(tables, "persons").filter(~col("nik_key").is_null()).select("nik_key", "family_id")
    members = people.join(homes, on="family_id", how="inner").select("official_id", "nik_key").unique()
    held = rows(tables, "accounts").filter(col("recipient_id").is_null())
    held = held.select("account_id", col("holder_nik_key").alias("nik_key"))
    return held.join(members, on="nik_key", how="inner").select("official_id", "account_id")


MAKERS: dict[str, Maker] = {OF_AGENTS: _of_agents, OF_OFFICIALS: _of_officials}
