"""Figures at the desk: results, what came in lately, and what was said in open texts."""
