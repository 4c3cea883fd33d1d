"""On what basis a fact may be used about a person: said once, named by every feature."""

ENTITLEMENT = (
    "Entitlement rules of the programme (PKH, Sembako; Inpres 4/2025 on DTSEN): the registry records the fact in "
    "order to decide who is entitled."
)
EXCLUSION = (
    "Lawful exclusions of the whole family card (serving or retired civil service, army, police; wage above the "
    "minimum; company officers): matched by the responsible institution, to be checked on the ground."
)
IDENTITY = (
    "Duty to pay the person who is entitled: identity is verified against the population register; only the result "
    "of the comparison is used, never the number or the name."
)
PAYMENT = "Control of public money: what the programme paid, against its own published amounts and calendar."
ACCOUNT = "Control of public money: aid is paid to the recipient's own account (Perpres 63/2017 on non-cash aid)."
CONDUCT = (
    "Control of public money after the credit: use of the aid card is recorded by the paying bank under its agreement "
    "with the programme; patterns are used, never single purchases."
)
SHARING = (
    "Control of public money: the same thing used by several recipients is compared with what is usual in the "
    "district; it never counts alone."
)
VOICE = "What the family itself confirms or reports; it protects the reporter and is first read as harm to the family."
AGE = (
    "Age enters only as the programme's own condition (elderly from 60, children, school age, adult payee with an "
    "identity card from 17)."
)
SIZE = "Household size enters only because the programme pays and limits aid per family member."
