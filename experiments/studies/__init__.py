"""Questions answered by a command: each prints a table and JSON, draws plots and states its bars."""
