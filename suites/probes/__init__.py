"""Facts that are not timings, found by trying: a folder each, run with -m; they print JSON.

What lanes are sent has modules of its own, because lanes import it.
"""
