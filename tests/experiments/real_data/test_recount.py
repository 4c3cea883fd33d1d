"""Counting by hand what the reasons say of a shop, on rows whose answer is plain."""

from typing import Any

import pandas as pd

from experiments.real_data.recount import GOODS, checked, recounted

MONTHS = [f"2023-{month:02}" for month in range(1, 13)]


def shop(rice: list[float], **given: Any) -> pd.DataFrame:
    goods = {good: [0.0] * 12 for good in GOODS} | {"riceAfsc": rice}
    usual = {"shopNo": "7", "period": MONTHS, "noOfRcs": 200, "noOfTrans": 210, "totalAmount": 9.5}
    return pd.DataFrame({**usual, **goods, "otherShopTransCnt": 21, **given})


def test_months_that_repeat_the_month_before_are_counted_among_those_that_could() -> None:
    rice = [float(1000 + month) for month in range(12)]
    rice[4] = rice[5] = rice[6] = 1700.0
    assert recounted(shop(rice))["monthly_repeated_share"] == 2 / 11


def test_a_month_without_sales_breaks_the_row_of_equal_months() -> None:
    rice = [500.0, 500.0, 0.0, 500.0, *(float(700 + month) for month in range(8))]
    assert recounted(shop(rice))["monthly_repeated_share"] == 1 / 10


def test_visitors_are_a_share_of_all_transactions() -> None:
    assert recounted(shop([1.0] * 12))["monthly_visitors_share"] == 0.1


def test_a_reason_that_the_rows_do_not_bear_out_is_told() -> None:
    rows = shop([float(1000 + month) for month in range(12)])
    features = pd.DataFrame({name: [0.9] for name in recounted(rows)}, index=["7"])
    assert not checked(features, rows).set_index("reason").loc["monthly_repeated_share", "agree"]
