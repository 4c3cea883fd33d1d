"""On what basis facts about officials and facilitators are used, said once for the catalogue."""

from functools import partial

from features.catalogue import Feature
from features.subjects import SubjectKind

official_feature = partial(Feature, kind=SubjectKind.OFFICIAL)

DUTY = "What the official did in office for the programme, supervised as such (UU PDP 27/2022 Art. 20)."
EXCLUDED = "Village officials, facilitators and their households may not receive this aid (programme rules, domain 3)."
KINSHIP = "Kinship between an official and those registered, from the family cards, to see conflicts of interest."
CONTACT = "Contact data that the official and recipients gave for the programme, compared as keyed pseudonyms."
OWN_ACCOUNT = "Accounts of the official and the household; only aid money going into them is looked at."
CUSTOMERS = "What happened to the aid of those registered or guided, as counts (UU PDP 27/2022 Art. 20)."
REPORTED = "Citizens' reports and confirmations about those registered or guided, as counts; a report is not a finding."
SURVEY = "The survey work of an enumerator, checked against other enumerators of the same district."

HANDS: dict[str, tuple[str, ...]] = {"officials": (), "recipients": ()}
