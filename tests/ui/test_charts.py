"""Every chart: well-formed, spoken, escaped, without inline style, and the same picture in literals for files."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from jiangxin.ui.charts import bars, lifeline, marks, palette, radar, ruler, seal, story, tiers
from jiangxin.ui.charts.bars import Piece
from jiangxin.ui.charts.lifeline import Lane, Mark, Span
from jiangxin.ui.charts.marks import Column
from jiangxin.ui.charts.radar import Axis
from jiangxin.ui.charts.ruler import Stage
from jiangxin.ui.charts.story import Bar, Figure, Reach, Tier

NASTY = "A<b>&\"'C"
AXES = [Axis(sign, value, 50) for sign, value in zip("德技学赛创传", (78, 92, 61, 84, 73, 88), strict=True)]
LANES = [
    Lane(NASTY, [Mark(date(2020, 2, 29), NASTY, "key"), Mark(date(2021, 1, 1)), Mark(date(2022, 1, 1), "", "wait")])
]
FIGURES = [Figure(NASTY, NASTY, NASTY), Figure("1,500")]
BARS = Bar(500, Figure("500", "元", NASTY)), Bar(1600, Figure("1,600", "元"))

CHARTS = {
    "seal": lambda **more: seal.seal("一图读懂", **more),
    "seal in outline": lambda **more: seal.seal("存", line=True, **more),
    "radar": lambda **more: radar.radar(AXES, **more),
    "gauge": lambda **more: bars.gauge(56, now=70, aim=90, **more),
    "gauge reached": lambda **more: bars.gauge(120, **more),
    "notch": lambda **more: bars.notch(4, 6, **more),
    "score bar": lambda **more: bars.score_bar([Piece(30), Piece(8, waiting=True), Piece(0)], median=20, **more),
    "spark": lambda **more: bars.spark([1, 3, 2], aim=9, **more),
    "stage ruler": lambda **more: ruler.stage_ruler([Stage(NASTY, 0), Stage("二", 320)], 476.5, reading=NASTY, **more),
    "stations": lambda **more: ruler.stations([NASTY, "二"], **more),
    "tally ruler": lambda **more: ruler.tally_ruler(6, 50, 100, **more),
    "share ruler": lambda **more: ruler.share_ruler(50, **more),
    "lifeline": lambda **more: lifeline.lifeline(
        LANES, today=date(2024, 9, 12), now_word=NASTY, stages=[Span(NASTY, date(2020, 1, 1))], **more
    ),
    "dot columns": lambda **more: marks.dot_columns([Column(228), Column(100, "brass", square=True)], **more),
    "dot field": lambda **more: marks.dot_field(350, part=300, **more),
    "matrix": lambda **more: marks.matrix(72, **more),
    "dot groups": lambda **more: marks.dot_groups([(5, "ink", 24), (25, "brass", 15)], **more),
    "fan": lambda **more: story.fan(Reach("甲", 17, 1500), FIGURES, **more),
    "fan alone": lambda **more: story.fan(Reach("甲", 1, 3), **more),
    "tiers": lambda **more: tiers.tiers(
        [Tier(FIGURES[0], 1), Tier(FIGURES[0], 300), Tier(FIGURES[0], 2, "ink", "甲乙")], **more
    ),
    "tier marks": lambda **more: tiers.tier_marks(300, **more),
    "cranes": lambda **more: story.cranes(3, NASTY, **more),
    "stores": lambda **more: story.stores([(NASTY, "甲库"), ("乙", "乙库")], NASTY, **more),
    "cells": lambda **more: story.cells([("铝", "Al"), (NASTY, "")], ticks=20, **more),
    "two bars": lambda **more: story.two_bars(*BARS, step=100, **more),
}
NARROW = {
    "stations", "fan", "fan alone", "tiers", "tier marks", "cranes", "stores", "cells", "two bars",
}  # fmt: skip
PAINTS = ["class", "fixed", "fixed-ink"]


def every_cut():
    for name in CHARTS:
        for paint in PAINTS:
            yield pytest.param(name, {"paint": paint}, id=f"{name}, {paint}")
            if name in NARROW:
                yield pytest.param(name, {"paint": paint, "narrow": True}, id=f"{name}, {paint}, narrow")


@pytest.mark.parametrize(("name", "options"), list(every_cut()))
def test_chart_is_well_formed_spoken_and_without_inline_style(name, options):
    svg = CHARTS[name](finding=NASTY, **options)

    root = ElementTree.fromstring(svg)
    assert (root.tag.rpartition("}")[2], root.get("role"), root.get("aria-label")) == ("svg", "img", NASTY)
    assert [element.tag for element in root.iter() if "style" in element.attrib] == []


@pytest.mark.parametrize("name", CHARTS)
def test_chart_for_a_file_carries_its_colours_and_no_class(name):
    root = ElementTree.fromstring(CHARTS[name](finding="甲", paint="fixed"))

    assert [element.tag for element in root.iter() if "class" in element.attrib] == []
    painted = [element for element in root.iter() if element.get("fill") or element.get("stroke")]
    assert len(painted) > 0
    colours = {value for element in root.iter() for key, value in element.attrib.items() if key in {"fill", "stroke"}}
    assert colours - {"none"} <= set(palette.LIGHT.values())


@pytest.mark.parametrize("name", CHARTS)
def test_chart_on_a_page_names_only_classes_of_the_palette(name):
    svg = CHARTS[name](finding="甲", paint="class")

    named = {cls for value in re.findall(r' class="([^"]+)"', svg) for cls in value.split()}
    frames = {
        "chart",
        "seal",
        "seal--line",
        "gauge",
        "notch",
        "scorebar",
        "spark",
        "stage",
        "lanes",
        "key",
        "serif",
        "sans",
    }
    assert named - frames <= set(palette.CLASSES)


def test_chart_without_a_finding_is_decoration():
    root = ElementTree.fromstring(story.chapter_head("件事", "甲"))

    assert (root.get("role"), root.get("aria-hidden")) == (None, "true")


def test_radar_puts_full_marks_on_the_outer_ring():
    svg = radar.radar([Axis("甲", 100), Axis("乙", 0), Axis("丙", 250)], finding="甲", size=300)

    dots = [(c.get("cx"), c.get("cy")) for c in ElementTree.fromstring(svg).iter() if c.tag == "circle"]
    assert dots == [("150", "48"), ("150", "150"), ("61.67", "201")]


def test_radar_draws_the_median_only_when_every_axis_has_one():
    axes = [Axis("甲", 50, 40), Axis("乙", 50, 40), Axis("丙", 50)]

    assert 'class="l-dash"' not in radar.radar(axes, finding="甲")


def test_gauge_hatches_what_is_missing_by_today():
    root = ElementTree.fromstring(bars.gauge(56, now=70, finding="慢51天"))

    gaps = [(r.get("x"), r.get("width")) for r in root.iter("rect") if r.get("fill") == "url(#hatch)"]
    assert gaps == [("56%", "14%")]


@pytest.mark.parametrize(("done", "met", "cls"), [(99, False, "f-brass"), (100, False, "f-jade"), (80, True, "f-jade")])
def test_gauge_turns_jade_when_reached(done, met, cls):
    root = ElementTree.fromstring(bars.gauge(done, met=met, finding="甲"))

    assert [rect.get("class") for rect in root.iter("rect")] == [cls]


def test_notch_fills_as_many_as_are_met():
    root = ElementTree.fromstring(bars.notch(2, 3, finding="甲"))

    assert [rect.get("class") for rect in root.iter("rect")] == ["f-brass", "f-brass", "l-off"]


def test_score_bar_stacks_pieces_in_order_and_stops_at_the_full_mark():
    pieces = [Piece(60), Piece(30, waiting=True), Piece(40)]
    root = ElementTree.fromstring(bars.score_bar(pieces, finding="甲"))

    drawn = [(rect.get("class"), rect.get("x"), rect.get("width")) for rect in root.iter("rect")]
    assert drawn == [("f-brass", "0%", "60%"), ("l-wait-bar", "60%", "30%"), ("f-brass", "90%", "10%")]


def test_lifeline_leaves_out_labels_that_would_touch():
    crowd = [Mark(date(2024, 1, day), f"第{day}件很长的事", "key") for day in (1, 2, 3, 4)]
    svg = lifeline.lifeline([Lane("甲", [Mark(date(2010, 1, 1)), *crowd])], today=date(2024, 9, 12), finding="甲")

    assert re.findall("第.件", svg) == ["第1件"]


@pytest.mark.parametrize(
    ("count", "cell", "marks_drawn"), [(0, 1, 0), (228, 1, 228), (1, 10, 1), (1500, 10, 150), (1505, 10, 151)]
)
def test_marks_for_rounds_half_up_and_shows_at_least_one(count, cell, marks_drawn):
    assert marks.marks_for(count, cell) == marks_drawn


@pytest.mark.parametrize(("count", "cell"), [(300, 1), (1840, 2), (3298, 5), (14_078, 20), (3_500_000, 5000)])
def test_cell_for_is_a_round_number(count, cell):
    assert marks.cell_for(count) == cell


def test_dot_columns_draw_one_mark_a_person():
    svg = marks.dot_columns([Column(228), Column(180)], finding="甲")

    assert [path.count("M") for path in re.findall(r' d="([^"]+)"', svg)] == [228, 180]


def test_matrix_mutes_what_is_not_counted():
    svg = marks.matrix(72, finding="甲")

    drawn = {cls: d.count("M") for cls, d in re.findall(r'<path class="([^"]+)" d="([^"]+)"', svg)}
    assert drawn == {"f-ink": 72, "f-mute": 28}


def test_tally_ruler_draws_every_tick_once():
    svg = ruler.tally_ruler(6, 50, 100, finding="甲")

    drawn = {cls: d.count("M") for cls, d in re.findall(r'<path class="(c-[sml])" d="([^"]+)"', svg)}
    assert drawn == {"c-s": 100, "c-m": 50, "c-l": 6}


@pytest.mark.parametrize(
    ("draw", "complaint"),
    [
        (lambda: seal.seal("三个字"), "a seal holds 1, 2 or 4 signs, not 3"),
        (lambda: radar.radar(AXES[:2], finding="甲"), "a radar needs three axes"),
        (lambda: bars.notch(5, 4, finding="甲"), "notches show 0 to 10 conditions, not 5 of 4"),
        (lambda: bars.spark([], finding="甲"), "a spark needs one value"),
        (lambda: marks.matrix(101, finding="甲"), "101 of 100 is no share"),
        (
            lambda: marks.dot_field(0, finding="甲"),
            "a figure holds 1 to 4000 marks, not 0; let one mark stand for more",
        ),
        (lambda: marks.marks_for(3, 0), "a mark stands for one or more of what is counted"),
        (lambda: ruler.tally_ruler(1, 0, 0, finding="甲"), "a tally ruler shows 2 to 400 ticks, not 1"),
        (lambda: story.cranes(7, "甲", finding="甲"), "a row holds 1 to 6 cranes, not 7"),
        (lambda: story.two_bars(BARS[1], BARS[0], finding="甲", step=100), "the lower amount comes first"),
    ],
)
def test_chart_refuses_what_it_cannot_draw(draw, complaint):
    with pytest.raises(ValueError, match=f"^{complaint}$"):
        draw()
