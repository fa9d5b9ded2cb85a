"""Records that links join to one person: everything of theirs stands under their leader, the least of the ids."""

from jiangxin.insight.compile.inputs import Expr


def keyed(rows: Expr, column: str, links: Expr | None) -> Expr:
    """Return rows with ``key``: the id in a column, or whom it is linked to."""
    if links is None:
        return rows.mutate(key=rows[column])
    named = links.select(linked=links.id, leader=links.leader_id)
    joined = rows.left_join(named, [(column, "linked")])
    return joined.mutate(key=joined.leader.coalesce(joined[column])).drop("linked", "leader")


def moved(facts: Expr, links: Expr) -> Expr:
    """Return the facts of linked records, under their leaders."""
    away = links.filter(links.id != links.leader_id)
    joined = facts.inner_join(away.select(linked=away.id, leader=away.leader_id), [("subject_id", "linked")])
    return joined.mutate(subject_id=joined.leader).select(facts.columns)


def unmoved(facts: Expr, links: Expr) -> Expr:
    """Return the facts of everybody else."""
    away = links.filter(links.id != links.leader_id)
    return facts.anti_join(away.select(linked=away.id), [("subject_id", "linked")])
