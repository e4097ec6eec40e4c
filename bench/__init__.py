"""Benchmarks: figures with the command that made them, as ratios within one run."""
