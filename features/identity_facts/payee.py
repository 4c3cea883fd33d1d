"""The payee as the registers see them: number, family, life, age."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.subjects import SubjectKind

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
