"""What other institutions' registers say of the family: evidence with a confidence and two dates."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.subjects import SubjectKind

NEEDS = {"registry_matches": (), "recipients": ("nik",)}
fact = partial(
    Feature, kind=SubjectKind.RECIPIENT, basis=basis.EXCLUSION, needs=NEEDS, unit=Unit.CONFIDENCE, relative=False
)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="match_excluded_work",
        meaning="Highest confidence that a family member is in the civil service, army, police or drawing their "
        "pension.",
        text_en="Another register lists a family member in excluded work, with confidence {value}; to be checked.",
        text_id="Register lain mencatat anggota keluarga dengan pekerjaan yang dikecualikan, keyakinan {value}; perlu "
        "diperiksa.",
    ),
    fact(
        name="match_wage",
        meaning="Highest confidence that a family member earns a wage above the minimum.",
        text_en="Another register lists a wage above the minimum in the family, with confidence {value}; to be checked.",
        text_id="Register lain mencatat upah di atas minimum dalam keluarga, keyakinan {value}; perlu diperiksa.",
    ),
    fact(
        name="match_company",
        meaning="Highest confidence that a family member is a company's owner or officer.",
        text_en="Another register names a family member as a company officer, with confidence {value}; nominees occur.",
        text_id="Register lain mencatat anggota keluarga sebagai pengurus perusahaan, keyakinan {value}; mungkin "
        "pinjam nama.",
    ),
    fact(
        name="match_assets",
        meaning="Highest confidence that a family member owns a vehicle or land above the norm.",
        basis=basis.ENTITLEMENT,
        text_en="Another register names a family member as owner of a vehicle or land, with confidence {value}; titles "
        "may be out of date.",
        text_id="Register lain mencatat anggota keluarga memiliki kendaraan atau tanah, keyakinan {value}; balik nama "
        "mungkin belum dilakukan.",
    ),
    fact(
        name="match_gambling",
        meaning="Highest confidence that a family member's NIK appears in online gambling; identities are borrowed.",
        basis=basis.CONDUCT,
        text_en="A family member's identity appears in online gambling data, with confidence {value}; it may have been "
        "borrowed.",
        text_id="Identitas anggota keluarga muncul dalam data judi daring, keyakinan {value}; mungkin dipakai orang "
        "lain.",
    ),
    fact(
        name="match_identity",
        meaning="Highest confidence that the payee's own NIK is a duplicate or invalid.",
        basis=basis.IDENTITY,
        text_en="The population register questions the payee's number, with confidence {value}.",
        text_id="Register kependudukan meragukan nomor identitas pengurus, keyakinan {value}.",
    ),
    fact(
        name="match_deceased",
        meaning="Highest confidence that the payee has died.",
        basis=basis.IDENTITY,
        text_en="A register reports the payee as deceased, with confidence {value}; registers lag and err.",
        text_id="Register melaporkan pengurus telah meninggal, keyakinan {value}; register dapat terlambat atau keliru.",
    ),
    fact(
        name="match_moved",
        meaning="Highest confidence that the payee has moved away.",
        basis=basis.IDENTITY,
        text_en="A register reports that the payee has moved, with confidence {value}.",
        text_id="Register melaporkan pengurus telah pindah, keyakinan {value}.",
    ),
    fact(
        name="match_unstated",
        meaning="Matches of the family for which the other register states no confidence; they enter nothing else.",
        unit=Unit.COUNT,
        text_en="{value} match(es) in other registers come without a stated confidence.",
        text_id="{value} kecocokan di register lain tanpa tingkat keyakinan.",
    ),
    fact(
        name="match_days_paid_since_true",
        meaning="Days from the day an excluding match (work, wage, company) became true to the last credit after it; "
        "0 where no credit followed.",
        unit=Unit.DAYS,
        needs={**NEEDS, "registry_matches": ("since",), "payments": ("credited_at",)},
        text_en="Aid went on for {value} after the date that the other register gives.",
        text_id="Bantuan berlanjut {value} setelah tanggal menurut register lain.",
    ),
    fact(
        name="match_days_paid_since_known",
        meaning="Days from the day an excluding match was known here to the last credit after it; 0 where none "
        "followed.",
        unit=Unit.DAYS,
        needs={**NEEDS, "registry_matches": ("known_at",), "payments": ("credited_at",)},
        text_en="Aid went on for {value} after the match was reported.",
        text_id="Bantuan berlanjut {value} setelah kecocokan dilaporkan.",
    ),
)
