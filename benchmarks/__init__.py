"""Measurements of Inloop. Every module here with a function `run` is one; `benchmarks.run` runs them all."""
