"""OpenStad: the one place that knows its API. Out by `target.py`, in by `pulling.py`, set up with `check.py`."""
