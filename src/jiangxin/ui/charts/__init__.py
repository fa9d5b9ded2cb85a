"""Charts as SVG text: pure functions, no wording of their own, no inline style.

Every function takes ``finding``, the sentence a screen reader says, and ``paint``:
``class`` names CSS classes, so the page's theme colours the figure; ``fixed`` and
``fixed-ink`` write literal colours for files, on light paper or on an ink ground.
"""
