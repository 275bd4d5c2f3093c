"""The formats: each a file with one function of the report."""
