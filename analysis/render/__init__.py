"""The formats: a report's here, each a file with one function; what else is shown has a folder."""
