"""The gate: what is asked of a model before anybody acts on what it says."""
