"""A package that prints when it is imported."""

print("a package may print")  # which is no answer
