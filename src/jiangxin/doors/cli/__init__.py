"""Commands: one file each in ``commands``, named like the command."""
