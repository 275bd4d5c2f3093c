"""The plan: which cells, in which order. Pure functions of the options, the catalog and a seed."""
