"""Plays one day's post, calls, texts and meetings through the real doors."""
