"""The answer for one function as text, Markdown and JSON; its page has the same words."""
