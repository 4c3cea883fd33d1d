from pathlib import Path

from features.contract.page import contract_page

PAGE = Path(__file__).parents[2] / "docs" / "contract.md"


def test_the_contract_page_is_as_new_as_the_contract() -> None:
    assert PAGE.read_text(encoding="utf-8") == contract_page(), (
        "run: python -m features.contract.page > docs/contract.md"
    )
