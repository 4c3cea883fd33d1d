"""Whether the card was only swiped for a package that several shops hand out (T6)."""

from functools import partial

from features import basis
from features.agents.packages import NEEDS, agent_baskets, handed_out, packages, with_agents
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import roll
from features.expressions import col, count, join, most_of, share, totals
from features.subjects import SubjectKind
from features.tables import Tables

fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.SHARING, linked=True, needs=NEEDS)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="transactions_package_share",
        meaning="Share of the purchases in the last 12 months that were a package: the very same goods (two or more, "
        "or one that fewer than half of the shops sell), quantities, prices and supplier as at least 2 other "
        "recipients had at the same shop.",
        unit=Unit.SHARE,
        text_en="{value} of the purchases were one package that others were handed too; {usual} is usual here.",
        text_id="{value} belanja berupa satu paket yang juga dibagikan kepada penerima lain; lazimnya {usual}.",
    ),
    fact(
        name="transactions_package_agents",
        meaning="Shops at which the very package of this recipient is handed out at the same prices; 0 where there was "
        "no package.",
        unit=Unit.COUNT,
        text_en="The very same package is handed out at {value} shop[|s]; {usual} is usual here.",
        text_id="Paket yang sama persis dibagikan di {value} warung; lazimnya {usual}.",
    ),
    fact(
        name="transactions_package_shop_share",
        meaning="Share of what those who are handed a package buy at the shop of this recipient's package that was "
        "one: where people choose they take something else at times. Empty where there was no package.",
        unit=Unit.SHARE,
        text_en="At that shop {value} of what those who are handed a package buy is one; {usual} is usual here.",
        text_id="Di warung itu {value} belanja para penerima paket berupa paket; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty for recipients whose goods are not on record."""
    baskets = agent_baskets(tables)
    handed = tables.engine.keep(with_agents(packages(baskets)), "kept_packages_with_agents")
    shops = handed_out(baskets, handed).select("agent_id", shop=share(col("times"), col("bought")))
    found = totals(baskets, "list_no", bought=count())
    own = totals(
        join(handed, shops, "agent_id"), "list_no", times=count(), agents=most_of("agents"), shop=most_of("shop")
    )
    found = join(found, own, "list_no")
    found = found.join(roll(tables).select("list_no", "recipient_id"), on="list_no", how="inner")
    return found.select(
        col("recipient_id").alias("subject_id"),
        share(col("times").fill_null(0), col("bought")).alias("transactions_package_share"),
        col("agents").fill_null(0).alias("transactions_package_agents"),
        col("shop").alias("transactions_package_shop_share"),
    )
