"""Running a plan: one fresh process a cell, block by block, on disk at once."""
