"""What may not be repeated in a message: nine digits in a row may be a phone, an account, a NIK or a family card."""

import re

PATTERN = r"(\D|^)\d([ .-]?\d){8}"
LOOKS_PERSONAL = re.compile(PATTERN)
