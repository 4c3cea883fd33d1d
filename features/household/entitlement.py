"""The family against the programme's own conditions: decile, excluded work, declared components, size."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import at_least, col, join, least_of, number, only, sum_of, totals, yes
from features.moments import day_of
from features.payments import rules
from features.payments.declared import declared
from features.payments.ledger import payment_totals
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.ENTITLEMENT)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="household_decile_above_limit",
        meaning="Deciles above the limit of the strictest programme that the recipient is in (PKH 1-4, Sembako 1-5); "
        "0 within the limit.",
        unit=Unit.COUNT,
        needs={"families": ("decile",), "recipients": ("family_id",)},
        relative=False,
        text_en="The family's welfare decile is {value} above the programme's limit.",
        text_id="Desil kesejahteraan keluarga {value} di atas batas program.",
    ),
    fact(
        name="household_excluded_occupation",
        meaning="Members of the family whom the registry itself lists as civil service, army, police or state firm.",
        unit=Unit.COUNT,
        basis=basis.EXCLUSION,
        needs={"persons": ("family_id", "work_status"), "recipients": ("family_id",)},
        relative=False,
        text_en="The registry lists {value} family member[|s] in an excluded occupation.",
        text_id="Data registri mencatat {value} anggota keluarga dengan pekerjaan yang dikecualikan.",
    ),
    fact(
        name="household_components_unsupported",
        meaning="PKH components declared (elderly, child under 7, pupils) beyond the family members of that age.",
        unit=Unit.COUNT,
        basis=basis.AGE,
        needs={"enrolments": ("components",), "persons": ("family_id", "birth_date"), "recipients": ("family_id",)},
        relative=False,
        backtest=False,
        text_en="{value} declared component[|s] match[es|] no family member of that age.",
        text_id="{value} komponen yang dilaporkan tidak sesuai dengan usia anggota keluarga.",
    ),
    fact(
        name="household_members_unlisted",
        meaning="Members that the family record counts but that no person record shows; 0 where all are listed.",
        unit=Unit.COUNT,
        basis=basis.SIZE,
        needs={"families": ("members",), "persons": ("family_id",), "recipients": ("family_id",)},
        text_en="{value} family member[|s] [is|are] counted but not listed; {usual} is usual here.",
        text_id="{value} anggota keluarga dihitung tetapi tidak terdaftar; lazimnya {usual}.",
    ),
    fact(
        name="household_aid_per_member",
        meaning="Money credited to the recipient in the last 12 months per family member.",
        unit=Unit.RUPIAH,
        basis=basis.SIZE,
        needs={"families": ("members",), "recipients": ("family_id",), "payments": ()},
        text_en="Aid per family member in 12 months is {value}; {usual} is usual here.",
        text_id="Bantuan per anggota keluarga dalam 12 bulan sebesar {value}; lazimnya {usual}.",
    ),
)


EXCLUDED_WORK = "civil_servant"


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file."""
    people = rows(tables, "recipients").select(col("recipient_id").alias("subject_id"), "family_id")
    families = rows(tables, "families").select("family_id", "decile", "members")
    money = payment_totals(tables).select(col("recipient_id").alias("subject_id"), "year_amount", "year_limit")
    found = join(join(people, families, "family_id"), _members(tables), "family_id")
    for part in (_limits(tables), money, _components(tables)):
        found = join(found, part, "subject_id")
    return found.select(
        "subject_id",
        at_least(col("decile") - nw.min_horizontal("limit", "year_limit"), 0).alias("household_decile_above_limit"),
        only(col("work_known") > 0, col("excluded")).alias("household_excluded_occupation"),
        _unsupported().alias("household_components_unsupported"),
        at_least(col("members") - col("listed"), 0).alias("household_members_unlisted"),
        only(col("members") > 0, col("year_amount").fill_null(0) / col("members")).alias("household_aid_per_member"),
    )


def _members(tables: Tables) -> Frame:
    """Per family: who is listed, by the ages that components ask for."""
    age = col("age_years")
    people = rows(tables, "persons").with_columns(
        one=nw.lit(1),
        aged=number(~age.is_null()),
        old=yes(age >= rules.ELDERLY_AGE),
        small=yes(age <= rules.SMALL_CHILD_AGE),
        pupil=yes((age >= rules.PUPIL_AGES[0]) & (age <= rules.PUPIL_AGES[1])),
        civil=yes(col("work_status") == EXCLUDED_WORK),
        known=number(~col("work_status").is_null()),
    )
    return totals(
        people,
        "family_id",
        listed=sum_of("one"),
        aged=sum_of("aged"),
        old=sum_of("old"),
        small=sum_of("small"),
        pupils=sum_of("pupil"),
        excluded=sum_of("civil"),
        work_known=sum_of("known"),
    )


def _limits(tables: Tables) -> Frame:
    """The strictest decile limit among the programmes that the recipient is enrolled in."""
    as_of = day_of(tables.as_of)
    ended = tables.days("ended_on")
    enrolled = rows(tables, "enrolments").filter(ended.is_null() | (ended > as_of))
    program = col("program").str.to_uppercase()
    limits = [
        only(program == alias, nw.lit(rules.DECILE_LIMIT[rule]))
        for alias, rule in rules.ALIASES.items()
        if rule in rules.DECILE_LIMIT
    ]
    named = enrolled.select("recipient_id", nw.coalesce(*limits).cast(nw.Int64).alias("limit"))
    return totals(named, "recipient_id", limit=least_of("limit")).rename({"recipient_id": "subject_id"})


def _components(tables: Tables) -> Frame:
    """Declared components by the age that each asks for."""
    found = declared(tables)
    return totals(
        found,
        "recipient_id",
        want_old=sum_of("elderly"),
        want_small=sum_of("small_children"),
        want_pupils=sum_of("pupils_declared"),
    ).rename({"recipient_id": "subject_id"})


def _unsupported() -> nw.Expr:
    """Components beyond the members of that age; empty where nothing is declared or an age is missing."""
    beyond = (
        at_least(col("want_old") - col("old"), 0)
        + at_least(col("want_small") - col("small"), 0)
        + at_least(col("want_pupils") - col("pupils"), 0)
    )
    return only(col("aged") == col("listed"), beyond)
