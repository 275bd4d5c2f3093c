"""Which strategy for the user's own function: from what it is to what is measured of it."""
