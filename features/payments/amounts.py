"""How much was paid, against the programme's published amounts."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.subjects import SubjectKind

fact = partial(
    Feature, kind=SubjectKind.RECIPIENT, basis=basis.PAYMENT, unit=Unit.RUPIAH, needs={"payments": ()}, relative=False
)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="payments_total_12m",
        meaning="Money credited in the last 12 months.",
        relative=True,
        text_en="{value} was credited in 12 months; {usual} is usual here.",
        text_id="{value} dikreditkan dalam 12 bulan; lazimnya {usual}.",
    ),
    fact(
        name="payments_programs",
        meaning="Programmes that credited the recipient in the last 12 months.",
        unit=Unit.COUNT,
        relative=True,
        text_en="{value} programme(s) paid the recipient in 12 months; {usual} is usual here.",
        text_id="{value} program membayar penerima dalam 12 bulan; lazimnya {usual}.",
    ),
    fact(
        name="payments_above_rule",
        meaning="Largest amount by which a payment of the last 12 months exceeds the most that its programme pays "
        "for its period; empty where the programme has no rule here.",
        text_en="One payment is {value} above the most that the programme pays.",
        text_id="Satu pembayaran {value} di atas nilai tertinggi program.",
    ),
    fact(
        name="payments_above_components",
        meaning="Largest amount by which a PKH payment of the last 12 months exceeds the declared components (four at "
        "most), quarterly or two-monthly.",
        needs={"payments": (), "enrolments": ("components",)},
        backtest=False,
        text_en="One PKH payment is {value} above the declared components.",
        text_id="Satu pembayaran PKH {value} di atas komponen yang dilaporkan.",
    ),
    fact(
        name="payments_off_rule_share",
        meaning="Share of the payments of the last 12 months whose amount is none that the programme pays.",
        unit=Unit.SHARE,
        relative=True,
        text_en="{value} of the payments have an amount that the programme does not pay; {usual} is usual here.",
        text_id="{value} pembayaran bernilai di luar ketentuan program; lazimnya {usual}.",
    ),
)
