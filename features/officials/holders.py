"""Aid accounts that are held in an official's own name, and aid that is paid into an official's account."""

import narwhals as nw

from features.agents.shape import as_features, joined
from features.answering.hands import outside_household
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, totals
from features.intermediaries import accounts_of_officials, paid_into
from features.officials.basis import OWN_ACCOUNT, official_feature
from features.shapes import rows
from features.tables import Tables

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_held_accounts",
        meaning="Recipients outside the official's household whose account is held under the official's NIK.",
        unit=Unit.COUNT,
        basis=OWN_ACCOUNT,
        needs={"officials": ("nik",), "accounts": ("recipient_id", "holder_nik"), "recipients": ()},
        linked=True,
        backtest=False,
        text_en="The accounts of {value} recipient[|s] are held in the official's name; usual is {usual}.",
        text_id="Rekening {value} penerima tercatat atas nama petugas; lazimnya {usual}.",
    ),
    official_feature(
        name="official_paid_into_recipients",
        meaning="Recipients outside the official's household who were credited on an account that the official or the "
        "household holds.",
        unit=Unit.COUNT,
        basis=OWN_ACCOUNT,
        needs={"officials": (), "payments": ("account_id",), "accounts": (), "recipients": ()},
        linked=True,
        backtest=False,
        text_en="The aid of {value} recipient[|s] was paid into an account of the official's household; "
        "usual is {usual}.",
        text_id="Bantuan {value} penerima masuk ke rekening rumah tangga petugas; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official whose NIK or account is known."""
    everybody = rows(tables, "officials").select("official_id")
    return as_features(joined(everybody, _held(tables), _paid_into(tables), on="official_id"), "official_id", FEATURES)


def _held(tables: Tables) -> Frame:
    """Per official whose NIK is known; no account of others held in it is 0."""
    officials = rows(tables, "officials").filter(~col("nik_key").is_null())
    owners = officials.select(
        "official_id", col("nik_key").alias("holder_nik_key"), col("family_id").alias("own_family")
    )
    accounts = rows(tables, "accounts").select("holder_nik_key", "recipient_id")
    people = rows(tables, "recipients").select("recipient_id", "family_id", "nik_key")
    held = join(owners.join(accounts, on="holder_nik_key", how="inner"), people, "recipient_id")
    strangers = held.filter((col("nik_key") != col("holder_nik_key")).fill_null(value=True))
    others = outside_household(strangers.filter(~col("recipient_id").is_null()))
    counted = totals(others.select("official_id", "recipient_id").unique(), "official_id", held=nw.len())
    return joined(owners, counted, on="official_id").select(
        "official_id", col("held").fill_null(0).alias("official_held_accounts")
    )


def _paid_into(tables: Tables) -> Frame:
    """Per official with a known account; nobody else paid into it is 0."""
    own = accounts_of_officials(tables)
    homes = rows(tables, "officials").select("official_id", col("family_id").alias("own_family"))
    families = rows(tables, "recipients").select("recipient_id", "family_id")
    paid = join(join(paid_into(tables, own, "official_id"), homes, "official_id"), families, "recipient_id")
    counted = totals(outside_household(paid), "official_id", paid=nw.len())
    return joined(own.select("official_id").unique(), counted, on="official_id").select(
        "official_id", col("paid").fill_null(0).alias("official_paid_into_recipients")
    )
