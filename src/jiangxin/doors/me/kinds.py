"""The fact kinds that the pages show in places of their own."""

from jiangxin.ledger.kinds import uses

HONOUR = uses("honour.awarded")
GRADE = uses("credentials.level-earned")
QUALIFIED = uses("credentials.qualified")
ENTERED = uses("ladder.entered")
EMPLOYED = uses("people.employed")
TRADE = uses("people.trade-spell")
MEMBER = uses("people.union-joined")
MACHINE = uses("pay.machine-licensed")

CERTIFICATES = (HONOUR, GRADE, QUALIFIED)
CAREER = (EMPLOYED, TRADE, MEMBER, MACHINE)
