"""A whole payment list at once: CSV, NDJSON or Parquet in, scored rows out in the same format, chunk by chunk."""
