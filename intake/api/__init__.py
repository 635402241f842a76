"""The JSON API `/v1`, by the NL GOV API Design Rules."""
