"""A run beside the one that it reproduces: in words, as text, Markdown and JSON."""
