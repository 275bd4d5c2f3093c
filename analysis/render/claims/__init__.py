"""The published claims in words, as text, Markdown and JSON."""
