"""Real shops and beneficiaries, ranked: what comes first, why, whether the source agrees, and what speaks against."""
