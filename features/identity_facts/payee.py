"""The payee as the registers see them: number, family, life, age."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, number
from features.moments import day_of
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.IDENTITY, unit=Unit.YES_NO)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="identity_nik_missing",
        meaning="The recipient has no NIK on record.",
        needs={"recipients": ("nik",)},
        text_en="No identity number is on record: {value}; usual here: {usual}.",
        text_id="Nomor identitas tidak tercatat: {value}; lazimnya: {usual}.",
    ),
    fact(
        name="identity_nik_invalid",
        meaning="The payee's NIK cannot have been issued (form, region, district or sequence); often a typing error.",
        needs={"recipients": ("nik",)},
        relative=False,
        text_en="The payee's identity number cannot have been issued in this form: {value}.",
        text_id="Nomor identitas pengurus tidak mungkin diterbitkan dalam bentuk ini: {value}.",
    ),
    fact(
        name="identity_nik_contradicts",
        meaning="The payee's NIK contradicts the person's own record.",
        needs={"recipients": ("nik",), "persons": ("nik",)},
        relative=False,
        text_en="The payee's identity number contradicts the person's record: {value}.",
        text_id="Nomor identitas pengurus berbeda dengan data orangnya: {value}.",
    ),
    fact(
        name="identity_payee_outside_family",
        meaning="The payee's NIK belongs to nobody of the family on record.",
        needs={"recipients": ("nik", "family_id"), "persons": ("nik", "family_id")},
        text_en="The payee is nobody on the family's card: {value}; usual here: {usual}.",
        text_id="Pengurus tidak tercantum dalam kartu keluarga: {value}; lazimnya: {usual}.",
    ),
    fact(
        name="identity_payee_deceased",
        meaning="The registry itself has the payee as deceased by the day of the run.",
        needs={"recipients": ("nik",), "persons": ("nik", "life_status")},
        relative=False,
        text_en="The registry has the payee as deceased: {value}; an heir may be waiting for the change.",
        text_id="Registri mencatat pengurus telah meninggal: {value}; ahli waris mungkin menunggu perubahan data.",
    ),
    fact(
        name="identity_payee_not_found",
        meaning="The field visit did not find the payee.",
        needs={"recipients": ("nik",), "persons": ("nik", "life_status")},
        text_en="The payee was not found when visited: {value}; usual here: {usual}.",
        text_id="Pengurus tidak ditemukan saat dikunjungi: {value}; lazimnya: {usual}.",
    ),
    fact(
        name="identity_payee_under_17",
        meaning="The payee is too young for an identity card (17).",
        basis=basis.AGE,
        needs={"recipients": ("nik",), "persons": ("nik", "birth_date")},
        relative=False,
        text_en="The payee is younger than the age of an identity card: {value}.",
        text_id="Usia pengurus di bawah usia KTP: {value}.",
    ),
    fact(
        name="identity_payee_over_100",
        meaning="The payee would be over 100: the register may have missed a death, or the date is wrong.",
        basis=basis.AGE,
        needs={"recipients": ("nik",), "persons": ("nik", "birth_date")},
        relative=False,
        text_en="By the record the payee is over 100 years old: {value}.",
        text_id="Menurut data, usia pengurus lebih dari 100 tahun: {value}.",
    ),
)


INVALID = ["malformed", "region_unknown", "sequence_zero", "district_invalid"]
CONTRADICTS = ["birth_differs", "sex_differs"]
CARD_AGE, GREAT_AGE = 17, 100


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file."""
    people = rows(tables, "recipients").select(
        "recipient_id", "nik_key", "nik_finding", "nik_in_family", "payee_person_id", "payee_age_years"
    )
    lives = rows(tables, "persons").select(
        col("person_id").alias("payee_person_id"), "life_status", tables.days("died_on").alias("died_day")
    )
    found = join(people, lives, "payee_person_id")
    return found.select(
        col("recipient_id").alias("subject_id"),
        number(col("nik_key").is_null()).alias("identity_nik_missing"),
        number(col("nik_finding").is_in(INVALID)).alias("identity_nik_invalid"),
        number(col("nik_finding").is_in(CONTRADICTS)).alias("identity_nik_contradicts"),
        number(~col("nik_in_family")).alias("identity_payee_outside_family"),
        _deceased(tables).alias("identity_payee_deceased"),
        number(col("life_status") == "not_found").alias("identity_payee_not_found"),
        number(col("payee_age_years") < CARD_AGE).alias("identity_payee_under_17"),
        number(col("payee_age_years") > GREAT_AGE).alias("identity_payee_over_100"),
    )


def _deceased(tables: Tables) -> nw.Expr:
    """A death dated by as_of, or undated; a later date does not count yet."""
    dated = number(col("died_day") <= day_of(tables.as_of))
    return nw.coalesce(dated, number(col("life_status") == "deceased"))
