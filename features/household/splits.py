"""Family cards split off from others: who else of one split is paid, and who of them still lives together (T11).

A card may be split off and be the one that others left: it belongs to both splits. One roof is one house number or one
electricity meter: an address that somebody spelt otherwise, or that names no house, does not part a family.

Who marries gets a card, and many couples live with their parents at first: one wedding under a roof explains one card.
"""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.expressions import col, join, least_of, most_of, nothing, only, stacked, sum_of, totals, yes
from features.houses import houses
from features.moments import YEAR_DAYS, day_of
from features.payments.ledger import payment_totals
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

NEEDS = {"families": ("split_from_family_id",), "recipients": ("family_id",), "payments": ()}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.ENTITLEMENT, linked=True)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="household_split_siblings_paid",
        meaning="Other families of the same split (the origin and those split from it) that were credited in the last "
        "12 months; 0 where the card was not split.",
        unit=Unit.COUNT,
        needs=NEEDS,
        text_en="{value} other family card[|s] of the same split [is|are] paid too; {usual} is usual here.",
        text_id="{value} kartu keluarga lain hasil pecahan yang sama juga dibayar; lazimnya {usual}.",
    ),
    fact(
        name="household_split_house_siblings",
        meaning="Other families of the same split that were credited in the last 12 months and live at the same house "
        "or behind the same meter; 0 where there is none.",
        unit=Unit.COUNT,
        needs={**NEEDS, "families": ("address", "split_from_family_id")},
        text_en="{value} other paid card[|s] of the same split live[s|] under the same roof; {usual} is usual here.",
        text_id="{value} kartu lain hasil pecahan yang sama dan juga dibayar tinggal serumah; lazimnya {usual}.",
    ),
    fact(
        name="household_split_house_days",
        meaning="Days between recording the split card and registering its recipient, where another paid card of the "
        "split lives under the same roof; for the card that was left, the fewest of those that left it; empty where "
        "nobody else of the split is paid there. One card is left out that a wedding explains: on it are a couple of "
        "at most 30 years when it was recorded and at most children born since, unless another left as soon.",
        unit=Unit.DAYS,
        tail=Tail.LOW,
        needs={
            **NEEDS,
            "families": ("address", "split_from_family_id", "card_recorded_on"),
            "recipients": ("family_id", "registered_on"),
        },
        text_en="Under this roof a card was split off {value} from its registration; {usual} is usual here.",
        text_id="Di rumah ini sebuah kartu dipecah {value} dari tanggal pendaftarannya; lazimnya {usual}.",
    ),
    fact(
        name="household_split_house_soon",
        meaning="Paid cards under this roof that left one card within two months of registering, without one that a "
        "wedding alone explains; 0 where there is none.",
        unit=Unit.COUNT,
        needs={
            **NEEDS,
            "families": ("address", "split_from_family_id", "card_recorded_on"),
            "recipients": ("family_id", "registered_on"),
        },
        text_en="{value} paid card[|s] under this roof [was|were] split off within two months of registering; "
        "{usual} is usual here.",
        text_id="{value} kartu yang dibayar di rumah ini dipecah dalam dua bulan dari pendaftaran; lazimnya {usual}.",
    ),
)


COUPLE, CHILDREN = ["head", "spouse"], ["child"]
SOON_DAYS = 60
NEWLY_WED_AGE = 30
"""Older couples seldom marry for the first time; their new card is no sooner a wedding than a split (own judgement)."""


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file."""
    people = rows(tables, "recipients").select("recipient_id", "family_id")
    members = tables.engine.keep(_members(tables), "kept_splits")
    roofs = join(join(people, houses(tables), "family_id"), _under_one_roof(members), "recipient_id")
    found = join(roofs, _paid_too(members), "recipient_id")
    known, roofed = ~col("family_id").is_null(), ~(col("house").is_null() & col("meter").is_null())
    return found.select(
        col("recipient_id").alias("subject_id"),
        only(known, col("paid_too").fill_null(0)).alias("household_split_siblings_paid"),
        only(roofed, col("siblings").fill_null(0)).alias("household_split_house_siblings"),
        col("days").alias("household_split_house_days"),
        only(roofed, col("soon").fill_null(0)).alias("household_split_house_soon"),
    )


def _members(tables: Tables) -> Frame:
    """Recipients per split (``origin``: the card that was left), those who left it and those on it.

    Whether they are paid, where they live, and for who left the days between card and registration.
    """
    people = rows(tables, "recipients").select("recipient_id", "family_id", tables.days("registered_on").alias("since"))
    cards = rows(tables, "families").select(
        "family_id", col("split_from_family_id").alias("origin"), tables.days("card_recorded_on").alias("carded")
    )
    left = people.join(cards.filter(~col("origin").is_null()), on="family_id", how="inner")
    years = (day_of(tables.as_of) - col("carded")) / YEAR_DAYS
    left = join(left, _households(tables, left.select("family_id").unique()), "family_id").with_columns(
        waited=(col("since") - col("carded")).abs(),
        wed=yes(
            (col("couple") == 1)
            & (col("adult") <= NEWLY_WED_AGE + years)
            & (col("eldest").is_null() | (col("eldest") <= years))
        ),
    )
    left = left.with_columns(stayed=nw.lit(0, dtype=nw.Int64))
    origins = left.select("origin").unique()
    stayed = people.filter(~col("family_id").is_null()).with_columns(origin=col("family_id"))
    stayed = stayed.join(origins, on="origin", how="semi")
    one, none = nw.lit(1, dtype=nw.Int64), nw.lit(0, dtype=nw.Int64)
    stayed = stayed.with_columns(waited=nothing("since", nw.Int64()), wed=none, stayed=one)
    names = ["recipient_id", "family_id", "origin", "waited", "wed", "stayed"]
    both = stacked([left.select(names), stayed.select(names)])
    money = payment_totals(tables).select("recipient_id", "year_amount")
    homes = join(join(both, money, "recipient_id"), houses(tables), "family_id")
    return homes.with_columns(paid=yes(col("year_amount") > 0))


def _households(tables: Tables, families: Frame) -> Frame:
    """Per family of these: whether a couple with children at most (``couple``), its older adult, its eldest child."""
    age, relation = col("age_years"), col("relation")
    theirs = rows(tables, "persons").join(families, on="family_id", how="semi")
    people = theirs.select(
        "family_id",
        head=yes(relation == "head"),
        spouse=yes(relation == "spouse"),
        others=yes(~relation.is_in(COUPLE + CHILDREN) | relation.is_null() | age.is_null()),
        adult=only(relation.is_in(COUPLE), age),
        child=only(relation.is_in(CHILDREN), age),
    )
    found = totals(
        people,
        "family_id",
        heads=sum_of("head"),
        spouses=sum_of("spouse"),
        others=sum_of("others"),
        adult=most_of("adult"),
        eldest=most_of("child"),
    )
    alone = (col("heads") == 1) & (col("spouses") == 1) & (col("others") == 0)
    return found.select("family_id", "adult", "eldest", couple=yes(alone))


def _paid_too(members: Frame) -> Frame:
    """Per recipient of a split the other families of it that are paid."""
    families = totals(members, "origin", "family_id", paid=col("paid").max())
    counted = totals(families, "origin", all_paid=col("paid").sum())
    others = join(families, counted, "origin").with_columns(others=col("all_paid") - col("paid"))
    each = members.select("recipient_id", "origin", "family_id").join(others, on=["origin", "family_id"], how="inner")
    return totals(each, "recipient_id", paid_too=sum_of("others"))


def _under_one_roof(members: Frame) -> Frame:
    """Per paid recipient with other paid families of a split at the same house or meter: siblings, days, soon."""
    names = ["recipient_id", "siblings", "days", "soon"]
    by_roof = stacked([_sharing(members, roof).select(names) for roof in ("house", "meter")])
    return totals(by_roof, "recipient_id", siblings=most_of("siblings"), days=least_of("days"), soon=most_of("soon"))


def _sharing(members: Frame, roof: str) -> Frame:
    """The same under one kind of roof: whoever left answers for the own card, who stayed for those who left."""
    paid = members.filter(col("paid") == 1, ~col(roof).is_null())
    home, card = ["origin", roof], ["origin", roof, "family_id"]
    each = totals(paid, *card, waited=col("waited").min(), wed=col("wed").max())
    each = each.with_columns(split=yes((col("waited") <= SOON_DAYS) & (col("wed") == 0)))
    under = totals(each, *home, together=nw.len(), weddings=col("wed").sum(), splits=col("split").sum())
    shared = each.join(under.filter(col("together") > 1), on=home, how="inner")
    one_wedding = (col("wed") == 1) & (col("weddings") == 1)
    shared = shared.with_columns(
        others=only(~one_wedding, col("waited")), told=only(~(one_wedding & (col("splits") == 0)), col("waited"))
    )
    soon = yes(col("told") <= SOON_DAYS)
    fewest = totals(shared.with_columns(soon=soon), *home, fewest=col("others").min(), soon=col("soon").sum())
    own = shared.select(*card, "together", "told").join(fewest, on=home, how="inner")
    found = paid.select(*card, "recipient_id", "stayed").join(own, on=card, how="inner")
    found = found.with_columns(
        siblings=col("together") - 1,
        days=nw.when(col("stayed") == 1).then(col("fewest")).otherwise(col("told")),
    )
    return totals(found, "recipient_id", siblings=sum_of("siblings"), days=least_of("days"), soon=most_of("soon"))
