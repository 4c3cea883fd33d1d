"""Fund flow: what does not reconcile between budget, order, credit, hand and confirmation."""

from features.fund_flow.flow import MAKERS, find_fund_flow

__all__ = ["MAKERS", "find_fund_flow"]
