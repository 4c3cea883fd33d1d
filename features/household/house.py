"""Who else lives in the house: how many receiving families, since when, behind which meter (T11, T12)."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.engine import Engine, Frame
from features.expressions import at_least, col, join, only, share, sharing, totals, yes
from features.payments.ledger import payment_totals
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables
from features.together_in_time import with_others

HOUSES = {"families": ("address",), "recipients": ("family_id",)}
SPLITS = {"families": ("address", "split_from_family_id"), "recipients": ("family_id",), "payments": ()}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.SHARING, linked=True, unit=Unit.COUNT)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="household_address_families",
        meaning="Other families of recipients at the same house number; empty where the address names no house.",
        needs=HOUSES,
        text_en="{value} other receiving families give the same house as theirs; {usual} is usual here.",
        text_id="{value} keluarga penerima lain beralamat di rumah yang sama; lazimnya {usual}.",
    ),
    fact(
        name="household_address_same_month",
        meaning="Other families of recipients at the same house who were registered within 30 days of this one.",
        needs={**HOUSES, "recipients": ("family_id", "registered_on")},
        text_en="{value} other families of the same house were registered within the same month; {usual} is usual "
        "here.",
        text_id="{value} keluarga lain di rumah yang sama didaftarkan dalam bulan yang sama; lazimnya {usual}.",
    ),
    fact(
        name="household_address_metered_share",
        meaning="Of several receiving families at one house, the share with an electricity meter on record; empty "
        "where the family lives there alone.",
        unit=Unit.SHARE,
        tail=Tail.LOW,
        needs={**HOUSES, "families": ("address", "meter_id")},
        text_en="{value} of the families at this house have an electricity meter on record; {usual} is usual here.",
        text_id="{value} keluarga di rumah ini tercatat memiliki meteran listrik; lazimnya {usual}.",
    ),
    fact(
        name="household_split_house_siblings",
        meaning="Other families of the same split that were credited in the last 12 months and live at the same house, "
        "or behind the same meter where the address names no house; 0 where there is none.",
        basis=basis.ENTITLEMENT,
        needs=SPLITS,
        text_en="{value} other paid card(s) of the same split live under the same roof; {usual} is usual here.",
        text_id="{value} kartu lain hasil pecahan yang sama dan juga dibayar tinggal serumah; lazimnya {usual}.",
    ),
    fact(
        name="household_split_house_days",
        meaning="Of the paid cards of one split under one roof, the fewest days between recording a split card and "
        "registering its recipient; empty where no other paid card of the split lives there.",
        unit=Unit.DAYS,
        tail=Tail.LOW,
        basis=basis.ENTITLEMENT,
        needs={
            **SPLITS,
            "families": ("address", "split_from_family_id", "card_recorded_on"),
            "recipients": ("family_id", "registered_on"),
        },
        text_en="Under this roof a card was split off {value} from its registration; {usual} is usual here.",
        text_id="Di rumah ini sebuah kartu dipecah {value} dari tanggal pendaftarannya; lazimnya {usual}.",
    ),
)


HOUSE_NUMBER = 3
"""Detail of an address that names one house; a hamlet or an RT is where half the village lives."""

MONTH_DAYS = 30
"""Lists are verified monthly (Permensos 3/2021): what comes within a month comes with one list."""


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file."""
    homes = tables.engine.keep(_homes(tables), "kept_homes")
    found = join(
        join(homes, _crowds(tables.engine, homes), "recipient_id"), _roofs(tables.engine, homes), "recipient_id"
    )
    housed, crowd = ~col("house").is_null(), col("families").fill_null(1)
    dated = housed & ~col("registered").is_null()
    return found.select(
        col("recipient_id").alias("subject_id"),
        only(housed, crowd - 1).alias("household_address_families"),
        only(dated, col("same_month").fill_null(0)).alias("household_address_same_month"),
        col("metered_share").alias("household_address_metered_share"),
        only(~col("roof").is_null(), col("siblings").fill_null(0)).alias("household_split_house_siblings"),
        col("shortest").alias("household_split_house_days"),
    )


def houses(tables: Tables) -> Frame:
    """family_id, house (empty where the address names none), meter, root (the origin of its split) and carded."""
    numbered = col("address_detail") == HOUSE_NUMBER
    return rows(tables, "families").select(
        "family_id",
        only(numbered, col("address_key")).alias("house"),
        col("meter_id_key").alias("meter"),
        nw.coalesce(col("split_from_family_id"), col("family_id")).alias("root"),
        only(~col("split_from_family_id").is_null(), tables.days("card_recorded_on")).alias("carded"),
    )


def _homes(tables: Tables) -> Frame:
    people = rows(tables, "recipients").select(
        "recipient_id", "family_id", tables.days("registered_on").alias("registered")
    )
    money = payment_totals(tables).select("recipient_id", "year_amount")
    found = join(join(people, money, "recipient_id"), houses(tables), "family_id")
    return found.with_columns(
        roof=nw.coalesce(col("house"), col("meter")),
        paid=yes(col("year_amount") > 0),
        metered=yes(~col("meter").is_null()),
    )


def _crowds(engine: Engine, homes: Frame) -> Frame:
    """Per recipient of a house with several families: families, same_month, metered_share."""
    several = sharing(homes.filter(~col("house").is_null()), "house", who="family_id", name="families")
    crowd = engine.keep(homes.join(several, on="house", how="inner"), "kept_crowds")
    each = totals(crowd, "house", "family_id", registered=col("registered").min(), metered=col("metered").max())
    meters = totals(each, "house", seen=nw.len(), metered=col("metered").sum())
    meters = meters.select("house", share(col("metered"), col("seen")).alias("metered_share"))
    dated = with_others(each, "house", day="registered", days=MONTH_DAYS)
    month = totals(dated, "family_id", same_month=col("others").max())
    found = join(
        join(crowd.select("recipient_id", "family_id", "house", "families"), meters, "house"), month, "family_id"
    )
    return found.select("recipient_id", "families", "same_month", "metered_share")


def _roofs(engine: Engine, homes: Frame) -> Frame:
    """Per recipient whose paid family shares root and roof with other paid ones: siblings, shortest."""
    split = sharing(homes, "root", who="family_id", name="cards").select("root")
    paid = homes.filter(col("paid") == 1, ~col("roof").is_null()).join(split, on="root", how="semi")
    paid = engine.keep(paid, "kept_split_homes")
    waited = (col("registered") - col("carded")).abs()
    each = totals(paid.with_columns(waited=waited), "root", "roof", "family_id", waited=col("waited").min())
    under = totals(each, "root", "roof", families_=nw.len(), shortest=col("waited").min())
    shared = under.filter(col("families_") > 1).with_columns(siblings=at_least(col("families_") - 1, 0))
    found = paid.join(shared, on=["root", "roof"], how="inner")
    return found.select("recipient_id", "siblings", "shortest")
