"""What a strategy's lanes are and share, in words: from what the probe saw in one run alone."""
