"""Board figures counted ahead: filled from the lake, topped up by what the ledger has since, held against it at night.

``reading`` answers a board; ``refresh`` counts anew; ``recount`` proves it. The meaning of each number is that of
``insight.indicators``.
"""
