"""Paper as it comes back: filled in by many hands, copied, faxed, scanned, stained, photographed.

Made apart from `tests/paper_kit.py`, by another model of each device, so that a reader that was fitted to one set of
damages is measured on the other. Everything is drawn from a seed.
"""
