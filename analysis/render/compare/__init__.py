"""Two runs compared: in words, as text, Markdown, JSON and CSV."""
