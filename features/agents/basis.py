"""On what basis facts about a paying agent are used, said once for the catalogue."""

from functools import partial

from features.catalogue import Feature
from features.subjects import SubjectKind

agent_feature = partial(Feature, kind=SubjectKind.AGENT)

SERVICE = "The agent handles public money: its own service records, used to supervise it (UU PDP 27/2022 Art. 20)."
CUSTOMERS = "What happened to aid at this agent; recipients appear as a count only (UU PDP 27/2022 Art. 20)."
REPORTED = "Citizens' reports and confirmations about this agent's service, as counts; a report is not a finding."
OWNERSHIP = "The agent's business accounts are named to the programme, so that money into them can be seen."
TRADE = "Purchases paid with aid money: the programme fixes what is sold and how (T5, T6 in public cases)."
SUPPLY = "The shop's monthly supply returns, which the supplier of subsidised food already keeps for control."

MOVES: dict[str, tuple[str, ...]] = {"transactions": ("agent_id",), "accounts": ("recipient_id",)}
