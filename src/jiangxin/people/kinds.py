"""The fact kinds this room records."""

from jiangxin.ledger.kinds import uses

EMPLOYED = uses("people.employed")
TRADE_SPELL = uses("people.trade-spell")
UNION_JOINED = uses("people.union-joined")
ASSOCIATION_JOINED = uses("people.association-joined")
UNIONISED = uses("people.unionised")
DESIGNATED = uses("people.designated")
PARTY_JOINED = uses("people.party-joined")
LEVEL_EARNED = uses("credentials.level-earned")
