"""The decision framework in words, as text and Markdown; the page has the same words."""
