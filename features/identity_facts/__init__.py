"""What is true of the payee's identity: the result of checks, never the identifiers."""
