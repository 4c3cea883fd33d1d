"""The family against the programme's own conditions: decile, excluded work, declared components, size."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.subjects import SubjectKind

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
        text_en="The registry lists {value} family member(s) in an excluded occupation.",
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
        text_en="{value} declared component(s) match no family member of that age.",
        text_id="{value} komponen yang dilaporkan tidak sesuai dengan usia anggota keluarga.",
    ),
    fact(
        name="household_members_unlisted",
        meaning="Members that the family record counts but that no person record shows; 0 where all are listed.",
        unit=Unit.COUNT,
        basis=basis.SIZE,
        needs={"families": ("members",), "persons": ("family_id",), "recipients": ("family_id",)},
        text_en="{value} family member(s) are counted but not listed; {usual} is usual here.",
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
