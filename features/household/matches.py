"""What other institutions' registers say of the family: evidence with a confidence and two dates."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Unit
from features.confidence import confidence
from features.engine import Frame
from features.expressions import at_least, col, join, only, stacked, totals, yes
from features.moments import day_of
from features.payments.ledger import payment_totals
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

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
        text_en="Another register lists a wage above the minimum, with confidence {value}; to be checked.",
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
        text_id="Register melaporkan pengurus telah meninggal, keyakinan {value}; register dapat keliru.",
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
        meaning="Matches of the family for which the other register states no confidence; they count as 80 %, since "
        "an equal number is all they rest on.",
        unit=Unit.COUNT,
        text_en="{value} match[|es] in other registers come[s|] without a stated confidence.",
        text_id="{value} kecocokan di register lain tanpa tingkat keyakinan.",
    ),
    fact(
        name="match_excluded_at_registration",
        meaning="Highest confidence of a match with excluded work or a wage above the minimum that was true already "
        "on the day of registration; who took up such work later was let in rightly.",
        needs={**NEEDS, "recipients": ("nik", "registered_on"), "registry_matches": ("since",)},
        text_en="Another register had a family member in excluded work or wage when the recipient was registered, with "
        "confidence {value}; to be checked.",
        text_id="Register lain sudah mencatat pekerjaan atau upah yang dikecualikan dalam keluarga pada hari "
        "pendaftaran, keyakinan {value}; perlu diperiksa.",
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


GROUPS = {
    "match_excluded_work": ["civil_servant", "military_police", "pensioner"],
    "match_wage": ["wage_above_minimum"],
    "match_company": ["company_officer"],
    "match_assets": ["vehicle_owner", "land_owner"],
    "match_gambling": ["online_gambling"],
}
PAYEE_GROUPS = {
    "match_identity": ["duplicate_nik", "invalid_nik"],
    "match_deceased": ["deceased"],
    "match_moved": ["moved"],
}
WORK = [*GROUPS["match_excluded_work"], *GROUPS["match_wage"]]
EXCLUDING = [*WORK, *GROUPS["match_company"]]


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; 0 where a recipient with a number has no match."""
    people = rows(tables, "recipients").select("recipient_id", "family_id", "nik_key")
    last = payment_totals(tables).select("recipient_id", "last_day")
    found = join(join(people, _per_recipient(tables), "recipient_id"), last, "recipient_id")
    known = ~col("nik_key").is_null() | ~col("match_unstated").is_null()
    names = [*GROUPS, *PAYEE_GROUPS, "match_excluded_at_registration", "match_unstated"]
    return found.select(
        col("recipient_id").alias("subject_id"),
        *(only(known, col(name).fill_null(0)).alias(name) for name in names),
        at_least(col("last_day") - col("true_since"), 0).alias("match_days_paid_since_true"),
        at_least(col("last_day") - col("known_since"), 0).alias("match_days_paid_since_known"),
    )


def _per_recipient(tables: Tables) -> Frame:
    """Per recipient with any match in the family: highest confidence per group, and the excluding dates."""
    matches = _concerned(tables)
    excluding = col("status").is_in(EXCLUDING)
    sure = {
        **{name: only(col("status").is_in(codes), col("taken")) for name, codes in GROUPS.items()},
        **{
            name: only(col("status").is_in(codes) & (col("is_payee") == 1), col("taken"))
            for name, codes in PAYEE_GROUPS.items()
        },
        "match_excluded_at_registration": only(
            col("status").is_in(WORK) & (col("since_day") <= col("registered_day")), col("taken")
        ),
    }
    matches = matches.with_columns(
        **sure,
        unstated=yes(col("confidence").is_null()),
        true_since=only(excluding, col("since_day")),
        known_since=only(excluding, col("known_day")),
    )
    return totals(
        matches,
        "recipient_id",
        **{name: col(name).max() for name in sure},
        match_unstated=col("unstated").sum(),
        true_since=col("true_since").min(),
        known_since=col("known_since").min(),
    )


def _concerned(tables: Tables) -> Frame:
    """Matches that were true by as_of, with the recipients they concern: the payee's own and the family's."""
    since = tables.days("since")
    matches = rows(tables, "registry_matches").filter(since.is_null() | (since <= day_of(tables.as_of)))
    matches = matches.select(
        "match_id",
        "nik_key",
        "status",
        "confidence",
        confidence().alias("taken"),
        since.alias("since_day"),
        tables.days("known_at").alias("known_day"),
    )
    registered = tables.days("registered_on").alias("registered_day")
    payees = rows(tables, "recipients").select("recipient_id", "family_id", "nik_key", registered)
    own = matches.join(payees, on="nik_key", how="inner").with_columns(is_payee=nw.lit(1, dtype=nw.Int64))
    people = rows(tables, "persons").filter(~col("family_id").is_null()).select("nik_key", "family_id")
    members = matches.join(people.unique(), on="nik_key", how="inner")
    paid = payees.select("recipient_id", "family_id", "registered_day", col("nik_key").alias("payee_key"))
    family = members.join(paid, on="family_id", how="inner")
    family = family.filter(col("payee_key").is_null() | (col("payee_key") != col("nik_key")))
    family = family.with_columns(is_payee=nw.lit(0, dtype=nw.Int64))
    names = ["recipient_id", "registered_day", "status", "confidence", "taken", "since_day", "known_day", "is_payee"]
    return stacked([own.select(names), family.select(names)])
