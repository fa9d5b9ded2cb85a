"""Made-up values for the page that shows every element; wording here is neutral on purpose."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator

from jiangxin.ui.charts.bars import Piece
from jiangxin.ui.charts.lifeline import Lane, Mark, Span
from jiangxin.ui.charts.marks import Column
from jiangxin.ui.charts.radar import Axis
from jiangxin.ui.charts.ruler import Stage
from jiangxin.ui.charts.story import Bar, Figure, Reach, Tier
from jiangxin.ui.templatetags.ui import Fig

SIGNS = "德技学赛创传"


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="姓名", initial="沈知墨")
    number = forms.CharField(label="证号", help_text="按证件上的写。")
    trade = forms.ChoiceField(label="工种", choices=[("1", "甲工种"), ("2", "乙工种")], required=False)
    reason = forms.CharField(label="写明理由", widget=forms.Textarea(attrs={"rows": 3}))
    outcome = forms.ChoiceField(label="结论", choices=[("a", "往下走"), ("b", "退回补")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="告诉本人", required=False)


def samples() -> dict[str, Any]:
    """Return the context of the style guide."""
    sheets = [("phone", "手机"), ("poster", "一图读懂"), ("door", "登录")]
    return {"sheets": sheets, **_elements(), **_person(), **_poster()}


def _elements() -> dict[str, Any]:
    form = SampleForm({"name": "沈知墨", "number": "", "reason": "看过。", "outcome": "a", "told": "on"})
    form.is_valid()
    figures = [
        Fig("评审分", "85.33", beside="入围线80.00"),
        Fig("名次", "9", "/64"),
        Fig("已用", "6", "天", "今天到期"),
    ]
    page = Paginator(range(1, 87), 14).page(3)
    rows = [("甲等", 4937, 26548), ("乙等", 1116, 19180), ("丙等", 307, 9070)]
    return {"form": form, "figures": figures, "page": page, "rows": rows, "total": sum(row[1] for row in rows)}


def _person() -> dict[str, Any]:
    values, medians = (78, 92, 61, 84, 73, 88), (70, 74, 58, 40, 38, 46)
    lanes = [
        Lane("德", [Mark(date(2016, 7, 1), "标兵"), Mark(date(2020, 4, 1), "首席", "key"), Mark(date(2022, 3, 9))]),
        Lane(
            "技",
            [
                Mark(date(2011, 10, 1), "四级"),
                Mark(date(2014, 8, 1), "三级", "key"),
                Mark(date(2024, 5, 18), "一级", "key"),
            ],
        ),
        Lane("学", [Mark(date(2010, 7, 1), "入职"), Mark(date(2012, 7, 1), "大专", "key"), Mark(date(2019, 3, 1))]),
        Lane(
            "赛",
            [
                Mark(date(2013, 9, 1), "初赛"),
                Mark(date(2019, 9, 1), "更正中", "wait"),
                Mark(date(2023, 10, 28), "第二", "key"),
            ],
        ),
        Lane(
            "创",
            [
                Mark(date(2019, 8, 1), "首件"),
                Mark(date(2022, 11, 9), "二等", "key"),
                Mark(date(2024, 8, 20), "受理", "wait"),
            ],
        ),
        Lane(
            "传",
            [Mark(date(2021, 3, 1), "首批", "key"), Mark(date(2022, 6, 1)), Mark(date(2024, 3, 2), "第五人", "key")],
        ),
    ]
    return {
        "axes": [Axis(sign, value, median) for sign, value, median in zip(SIGNS, values, medians, strict=True)],
        "axes_plain": [Axis(sign, value) for sign, value in zip(SIGNS, values, strict=True)],
        "pieces": [Piece(30), Piece(20), Piece(15), Piece(8, waiting=True)],
        "stages": [Stage("第一站", 0), Stage("第二站", 320), Stage("第三站", 480)],
        "lanes": lanes,
        "spans": [Span("第一站", date(2010, 7, 1)), Span("第二站", date(2021, 3, 1))],
        "today": date(2024, 9, 12),
        "months": [2, 5, 11, 19, 29, 38, 46, 55, 60],
    }


def _poster() -> dict[str, Any]:
    tiers = [
        Tier(Figure("1", "所", "第一级"), 1),
        Tier(Figure("4", "所"), 4, names=("建", "数字", "新材料", "纺")),
        Tier(Figure("1", "所", "示范"), 1, "brass"),
        Tier(Figure("10", "所", "第二级"), 10, "brass"),
        Tier(Figure("300", "个", "第三级"), 300, "jade"),
    ]
    return {
        "columns": [Column(228), Column(200), Column(180), Column(300, "brass"), Column(100, "brass", square=True)],
        "column_words": [
            ("228", "甲", ""),
            ("200", "乙", ""),
            ("180", "丙", ""),
            ("300", "丁", "is-b"),
            ("100", "戊", "is-b"),
        ],
        "reach": Reach("甲", 17, 1500),
        "reach_figures": [
            Figure("17", "名", "先带"),
            Figure("1,500", "余人次", "后带，一点10人次"),
            Figure("30", "多个", "一起做"),
        ],
        "tiers": tiers,
        "stores": [("第一库", "人才库"), ("第二库", "专家库"), ("第三库", "名师库")],
        "cells": [("铝", "Al"), ("钛", "Ti"), ("铜", "Cu"), ("钼", "Mo"), ("钨", "W"), ("LCD", "")],
        "low": Bar(500, Figure("500", "元", "这台，每月多")),
        "high": Bar(1600, Figure("1,600", "元", "上限")),
        "groups": [(5, "ink", 24.0), (25, "brass", 15.0)],
        "station_titles": ["第一站", "第二站", "第三站"],
    }
