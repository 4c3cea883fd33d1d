"""The HTTP interface for machines: OpenAPI 3.1, problem details, keys with scopes."""
