"""What the family confirms: whether, how much, and with a proof of its own."""

from functools import partial

from features import basis
from features.answering.shortfall import more_than_a_fee
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.expressions import col, count, join, share, sharing, sum_of, totals, yes
from features.payments.ledger import ledger
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

NEEDS = {"receipts": (), "payments": ()}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.VOICE, unit=Unit.SHARE, needs=NEEDS)
alike = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.SHARING, unit=Unit.COUNT, linked=True)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="receipts_confirmed_share",
        meaning="Share of the credited payments of programmes that collect receipts which the family confirmed.",
        tail=Tail.LOW,
        text_en="{value} of the credits were confirmed by the family; {usual} is usual here.",
        text_id="{value} pencairan dikonfirmasi keluarga; lazimnya {usual}.",
    ),
    fact(
        name="receipts_short_share",
        meaning="Share of the receipts that state less than was paid, by more than a fee (3 %).",
        needs={"receipts": ("amount_received",), "payments": ()},
        text_en="{value} of the receipts state less than was paid; {usual} is usual here.",
        text_id="{value} tanda terima menyebut kurang dari yang dibayarkan; lazimnya {usual}.",
    ),
    fact(
        name="receipts_short_amount",
        meaning="Money paid less money received, over the receipts that state less by more than a fee.",
        unit=Unit.RUPIAH,
        needs={"receipts": ("amount_received",), "payments": ()},
        relative=False,
        text_en="By its receipts the family got {value} less than was paid.",
        text_id="Menurut tanda terima, keluarga menerima {value} kurang dari yang dibayarkan.",
    ),
    fact(
        name="receipts_before_credit_share",
        meaning="Share of the receipts that are dated before the credit.",
        needs={"receipts": ("received_at",), "payments": ("credited_at",)},
        text_en="{value} of the receipts are dated before the credit; {usual} is usual here.",
        text_id="{value} tanda terima bertanggal sebelum pencairan; lazimnya {usual}.",
    ),
    alike(
        name="receipts_same_evidence",
        meaning="Other recipients whose receipt carries the very same photo or fingerprint (by its hash).",
        needs={"receipts": ("evidence_hash",), "payments": ()},
        relative=False,
        text_en="{value} other recipient[|s] [has|have] the very same proof of receipt.",
        text_id="{value} penerima lain memakai bukti terima yang sama persis.",
    ),
    alike(
        name="receipts_same_place",
        meaning="Other recipients whose receipt was made at exactly the same coordinates.",
        needs={"receipts": ("latitude", "longitude"), "payments": ()},
        text_en="{value} other recipient[|s] confirmed at exactly the same place; {usual} is usual here.",
        text_id="{value} penerima lain mengonfirmasi di titik yang sama persis; lazimnya {usual}.",
    ),
    alike(
        name="receipts_same_minute",
        meaning="Other recipients of the village whose receipt was made within the same minute (batch uploads occur).",
        needs={"receipts": ("received_at",), "payments": (), "recipients": ("village_code",)},
        text_en="{value} other recipient[|s] confirmed within the same minute; {usual} is usual here.",
        text_id="{value} penerima lain mengonfirmasi pada menit yang sama; lazimnya {usual}.",
    ),
)


MINUTE = 60


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty where no receipts are collected."""
    given = tables.engine.keep(_given(tables), "kept_receipts")
    found = join(_confirmed(tables, given), _stated(given), "recipient_id")
    found = join(found, _alike(given, "evidence_hash", as_="same_evidence"), "recipient_id")
    found = join(found, _alike(given, "place_key", as_="same_place"), "recipient_id")
    found = join(found, _alike(given, "village_code", "minute", as_="same_minute"), "recipient_id")
    return found.select(
        col("recipient_id").alias("subject_id"),
        share(col("confirmed"), col("asked")).alias("receipts_confirmed_share"),
        share(col("short"), col("stated")).alias("receipts_short_share"),
        col("short_amount").alias("receipts_short_amount"),
        share(col("early"), col("timed")).alias("receipts_before_credit_share"),
        col("same_evidence").alias("receipts_same_evidence"),
        col("same_place").alias("receipts_same_place"),
        col("same_minute").alias("receipts_same_minute"),
    )


def _given(tables: Tables) -> Frame:
    """Receipts with their payment and recipient."""
    paid = ledger(tables).select("payment_id", "recipient_id", "program", "amount", "credited", "credited_seconds")
    homes = rows(tables, "recipients").select("recipient_id", "village_code")
    given = rows(tables, "receipts").select(
        "payment_id",
        "amount_received",
        "evidence_hash",
        "place_key",
        tables.seconds("received_at").alias("received"),
    )
    given = join(given.join(paid, on="payment_id", how="inner"), homes, "recipient_id")
    missing = more_than_a_fee(col("amount") - col("amount_received"), col("amount"))
    return given.with_columns(
        minute=col("received") // MINUTE,
        stated=yes(~col("amount_received").is_null()),
        short=yes(missing > 0),
        missing=missing,
        timed=yes(~col("received").is_null() & ~col("credited_seconds").is_null()),
        early=yes(col("received") < col("credited_seconds")),
    )


def _confirmed(tables: Tables, given: Frame) -> Frame:
    """Per recipient: credits of programmes that collect receipts, and those that have one."""
    collecting = given.select("program").unique()
    paid = ledger(tables).filter(col("credited") == 1).select("recipient_id", "program")
    asked = totals(paid.join(collecting, on="program", how="semi"), "recipient_id", asked=count())
    proofs = given.filter(col("credited") == 1).select("recipient_id", "payment_id").unique()
    return join(asked, totals(proofs, "recipient_id", proofs=count()), "recipient_id").with_columns(
        confirmed=col("proofs").fill_null(0)
    )


def _stated(given: Frame) -> Frame:
    """Per recipient with a receipt: what the receipts state."""
    return totals(
        given,
        "recipient_id",
        stated=sum_of("stated"),
        short=sum_of("short"),
        short_amount=sum_of("missing"),
        timed=sum_of("timed"),
        early=sum_of("early"),
    )


def _alike(given: Frame, *keys: str, as_: str) -> Frame:
    """Per recipient with a receipt that has these keys: other recipients who share them; the highest."""
    known = given.select("recipient_id", *keys).filter(*(~col(key).is_null() for key in keys))
    shared = sharing(known, *keys, who="recipient_id", name="sharing")
    found = known.join(shared, on=list(keys), how="left").with_columns(others=col("sharing").fill_null(1) - 1)
    return totals(found, "recipient_id", **{as_: col("others").max()})
