"""Is `gilbench advise` right? Functions whose best strategy is found by timing all."""
