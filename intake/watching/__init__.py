"""Files that come in by themselves: from a folder that a scanner writes to, or a mailbox that a copier mails to."""
