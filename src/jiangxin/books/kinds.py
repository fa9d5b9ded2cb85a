from jiangxin.ledger.kinds import uses

FIGURE_REPORTED = uses("books.figure-reported")
