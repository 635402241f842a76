"""Consultations in the browser: built, previewed, opened and closed, with the numbers that serve them."""
