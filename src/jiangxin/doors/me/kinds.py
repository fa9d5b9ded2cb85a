"""The fact kinds that the pages show in places of their own."""

from jiangxin.ledger.kinds import uses

HONOUR = uses("honour.awarded")
GRADE = uses("credentials.level-earned")
QUALIFIED = uses("credentials.qualified")
ENTERED = uses("ladder.entered")

CERTIFICATES = (HONOUR, GRADE, QUALIFIED)
