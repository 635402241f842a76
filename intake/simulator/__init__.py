"""The simulator: a telephone company in miniature, with a telephone in the browser."""
