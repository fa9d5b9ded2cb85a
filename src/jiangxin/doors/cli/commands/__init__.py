"""One module a command: NAME, HELP, ``add(parser)`` and ``run(args) -> int``.

The file is named like the command (``-`` becomes ``_``). Django is set up before
the module is imported, so rooms are imported at the top as everywhere else;
modules named in ``main.PLAIN`` are imported without Django.
"""
