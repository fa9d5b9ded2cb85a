"""Charts as tags. Poster figures come in two cuts, wide and narrow; the page shows the one that fits."""

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from jiangxin.ui.charts import bars, lifeline, marks, radar, ruler, story, tiers

register = template.Library()

Draw = Callable[..., str]


def one(draw: Draw) -> Callable[..., SafeString]:
    """Return a tag that draws one cut."""

    def tag(*args: Any, **kwargs: Any) -> SafeString:
        return mark_safe(draw(*args, **kwargs))  # noqa: S308 -- the pen escapes every word

    return tag


def both(draw: Draw) -> Callable[..., SafeString]:
    """Return a tag that draws the wide and the narrow cut."""

    def tag(*args: Any, **kwargs: Any) -> SafeString:
        wide, narrow = draw(*args, **kwargs), draw(*args, narrow=True, **kwargs)
        cuts = f'<div class="only-wide">{wide}</div><div class="only-narrow">{narrow}</div>'
        return mark_safe(cuts)  # noqa: S308 -- the pen escapes every word

    return tag


ONE_CUT: dict[str, Draw] = {
    "radar": radar.radar,
    "gauge": bars.gauge,
    "notch": bars.notch,
    "score_bar": bars.score_bar,
    "spark": bars.spark,
    "stage_ruler": ruler.stage_ruler,
    "tally_ruler": ruler.tally_ruler,
    "tally_key": ruler.tally_key,
    "share_ruler": ruler.share_ruler,
    "lifeline": lifeline.lifeline,
    "dot_columns": marks.dot_columns,
    "dot_field": marks.dot_field,
    "dot_groups": marks.dot_groups,
    "matrix": marks.matrix,
}
TWO_CUTS: dict[str, Draw] = {
    "stations": ruler.stations,
    "chapter_head": story.chapter_head,
    "fan": story.fan,
    "tiers": tiers.tiers,
    "tier_marks": tiers.tier_marks,
    "cranes": story.cranes,
    "stores": story.stores,
    "cells": story.cells,
    "two_bars": story.two_bars,
}

for _name, _draw in ONE_CUT.items():
    register.simple_tag(one(_draw), name=_name)
for _name, _draw in TWO_CUTS.items():
    register.simple_tag(both(_draw), name=_name)
