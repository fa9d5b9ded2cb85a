"""From a policy book to expressions over the lake: the second of the two evaluators, for everybody at once.

``compile_book(asked, tables)`` gives one row a subject. Columns: ``id``; ``m.<measure>`` (levels as ranks);
``s.<score>`` and ``s.<score>.<axis>`` in hundredths; ``e.<scheme>`` and ``e.<scheme>.<requirement>``;
``p.<amount>`` and ``p.<amount>.<line>`` in fen; ``l.<ladder>`` the stage held; ``d.<ladder>.<stage>.enter`` and
``.leave``; ``a.<attribute>`` of those asked for. The meaning of every corner is that of
``jiangxin.policy``; the parity tests hold them together.
"""

from jiangxin.insight.compile.book import compile_book
from jiangxin.insight.compile.inputs import Asked, Tables

__all__ = ["Asked", "Tables", "compile_book"]
