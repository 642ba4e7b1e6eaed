"""Who and what the names in reports stand for: reference data, and the resolver that uses it."""
