"""Who people and machines are: local accounts, sessions, API keys, tokens."""
