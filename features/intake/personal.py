"""What may not be repeated in a message: nine digits may be a phone, account, NIK or card, an @ a mail address."""

import re

PATTERN = r"(\D|^)\d([ .-]?\d){8}|@"
LOOKS_PERSONAL = re.compile(PATTERN)
