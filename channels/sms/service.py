"""What STOP and START do: a number that wants no messages, and one that wants them again."""

from models.opt_outs import is_opted_out, opt_in, opt_out

__all__ = ["is_opted_out", "opt_in", "opt_out"]
