"""The meeting's door, as far as it needs no storage: the sheet that facilitators fill in, and notes that are split."""
