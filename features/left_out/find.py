"""Families who seem entitled and get nothing, or whose money does not reach them."""

from collections.abc import Callable, Mapping

import narwhals as nw
import pyarrow as pa

from features.engine import Frame
from features.expressions import col, stacked
from features.fund_flow.wording import Words, worded
from features.kept import settled
from features.left_out.entitled import eligible_not_enrolled
from features.left_out.failed import credit_failed, identity_mismatch
from features.left_out.rows import COLUMNS
from features.left_out.stopped import stopped_by_match
from features.left_out.withheld import never_withdrawn, withheld_by_other
from features.tables import Tables

Needs = Mapping[str, tuple[str, ...]]
PAID: Needs = {"payments": (), "recipients": ("family_id",)}
REASONS: tuple[tuple[Needs, Callable[[Tables], Frame]], ...] = (
    (
        {"families": ("decile",), "enrolments": (), "recipients": ("family_id",)},
        eligible_not_enrolled,
    ),
    ({**PAID, "payments": ("status",)}, credit_failed),
    ({**PAID, "recipients": ("family_id", "nik")}, identity_mismatch),
    ({**PAID, "payments": ("account_id", "credited_at"), "transactions": (), "accounts": ()}, never_withdrawn),
    (PAID, withheld_by_other),
    ({**PAID, "enrolments": ("ended_on",), "registry_matches": ()}, stopped_by_match),
)
NO_SUM = "_no_sum"
WORDS: Words = {
    "eligible_not_enrolled": (
        (
            "The family stands among the poorest and is enrolled in nothing, while most families like it are; they "
            "were paid {amount} in twelve months."
        ),
        (
            "Keluarga termasuk desil terbawah dan tidak terdaftar di program apa pun, padahal sebagian besar keluarga "
            "serupa terdaftar; mereka menerima {amount} dalam dua belas bulan."
        ),
    ),
    "credit_failed": (
        "{amount} was sent to the family, came back and was not sent again.",
        "{amount} dikirim kepada keluarga, kembali, dan belum dikirim ulang.",
    ),
    "identity_mismatch": (
        "{amount} did not reach the family; its papers differ from each other and need to be put right.",
        "{amount} tidak sampai kepada keluarga; data identitasnya tidak sama dan perlu diperbaiki.",
    ),
    "never_withdrawn": (
        "{amount} lies untouched on the family's account; it may not know, or cannot reach it.",
        "{amount} belum disentuh di rekening keluarga; mungkin keluarga tidak tahu atau tidak dapat menjangkaunya.",
    ),
    "withheld_by_other": (
        "There are indications that {amount} did not reach the family's own hands.",
        "Ada indikasi bahwa {amount} tidak sampai ke tangan keluarga sendiri.",
    ),
    "stopped_by_match": (
        "The aid ended, and a match in another register that is not sure may be why; {amount} has been missed since.",
        "Bantuan berakhir, mungkin karena padanan data yang belum pasti; {amount} tidak diterima sejak itu.",
    ),
}
WITHOUT_SUM: Words = {
    "eligible_not_enrolled": (
        "The family stands among the poorest and is enrolled in nothing, while most families like it are.",
        (
            "Keluarga termasuk desil terbawah dan tidak terdaftar di program apa pun, padahal sebagian besar keluarga "
            "serupa terdaftar."
        ),
    ),
    "withheld_by_other": (
        "There are indications that part of the money did not reach the family's own hands.",
        "Ada indikasi bahwa sebagian dana tidak sampai ke tangan keluarga sendiri.",
    ),
    "stopped_by_match": (
        "The aid ended, and a match in another register that is not sure may be why.",
        "Bantuan berakhir, mungkin karena padanan data yang belum pasti.",
    ),
}


def find_left_out(tables: Tables) -> Frame:
    """Rows in the form of ``out.left_out``; a reason whose tables or columns are absent finds nobody.

    ``score`` in [0, 1] says how sure the tables are that money due to the family has not reached it; each reason states
    how it is got. ``amount_owed`` is whole minor units, empty where the tables do not tell.
    """
    found = [find(tables) for needs, find in REASONS if tables.has(needs)]
    if not found:
        return _nobody(tables)
    listed = _told_once(settled(tables.engine, stacked(found), "left_out_found"))
    plain = col("amount_owed").is_null() & col("why").is_in(list(WITHOUT_SUM))
    wording = nw.when(plain).then(nw.concat_str(col("why"), nw.lit(NO_SUM))).otherwise(col("why"))
    words = {**WORDS, **{f"{why}{NO_SUM}": text for why, text in WITHOUT_SUM.items()}}
    named = listed.with_columns(wording=wording)
    said = worded(tables, named, code="wording", amount="amount_owed", words=words, name="left_out")
    return said.select(*COLUMNS, "text_en", "text_id")


def _told_once(listed: Frame) -> Frame:
    """Without "enrolled in nothing" where the aid of that programme was stopped: it is one loss, and has a cause."""
    enrolled_in_nothing = col("why") == "eligible_not_enrolled"
    stopped = listed.filter(col("why") == "stopped_by_match").select("family_id", "program").unique()
    others = listed.filter(enrolled_in_nothing).join(stopped, on=["family_id", "program"], how="anti")
    return stacked([listed.filter(~enrolled_in_nothing), others])


def _nobody(tables: Tables) -> Frame:
    types = {"amount_owed": pa.int64(), "score": pa.float64()}
    fields = {name: types.get(name, pa.string()) for name in (*COLUMNS, "text_en", "text_id")}
    return tables.engine.load(pa.schema(fields).empty_table(), "no_left_out")
