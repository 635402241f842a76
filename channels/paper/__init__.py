"""The paper door: forms that are printed, filled in by hand and scanned, and letters."""
