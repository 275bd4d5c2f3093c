"""A report as one HTML page that needs nothing else: no network, no scripts, no files beside it.

One module a section makes typed values of what the report and the run's folder have; one template
a section shows them. Everything shown is escaped by Jinja2, and loses its control characters.
"""

from analysis.page.page import NAME, html, write_page

__all__ = ["NAME", "html", "write_page"]
