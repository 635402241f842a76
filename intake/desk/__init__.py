"""The desk: where staff see what came in, and decide what a machine could not."""

from intake.desk.blueprint import desk

__all__ = ["desk"]
