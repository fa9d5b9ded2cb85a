import pytest

from jiangxin.insight.poster.notes import sign
from jiangxin.insight.poster.printing import Amount, Printed, caption, printed
from jiangxin.insight.poster.sheet import cell_of, title_lines


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Amount(3_500_000, "人", "more", "怎样让350余万名产业工人转变"), ("", "350", "余万名")),
        (Amount(50_100, "套", "exact", "筹集盘活租赁住房5.01万套"), ("", "5.01", "万套")),
        (Amount(100_000, "人次", "about", "走访慰问职工近10万人次"), ("近", "10", "万人次")),
        (Amount(50, "场", "about", "办好50场左右、100场左右"), ("", "50", "场左右")),
        (Amount(50, "%", "at_least", "办好50场左右，推动50%以上建会企业"), ("", "50", "%以上")),
        (Amount(3, "%", "at_least", "成果增长不低于3%"), ("不低于", "3", "%")),
        (Amount(15_000, "人次", "more", "培训职工15000余人次"), ("", "15,000", "余人次")),
        (Amount(300, "人", "exact", "评比表彰300名"), ("", "300", "名")),
        (Amount(19_000_000, "元", "more", "筹集资金1900余万元"), ("", "1,900", "余万元")),
        (Amount(5, "项", "exact", "创建五项机制"), ("", "5", "项")),
        (Amount(50_100, "套", "more"), ("", "5.01", "余万套")),
        (Amount(10_000, "人", "at_least"), ("", "1", "万人以上")),
        (Amount(1_900_000_000, "元", "about"), ("", "19", "亿元左右")),
        (Amount(14_078, "人"), ("", "14,078", "人")),
    ],
)
def test_a_number_is_printed_as_its_sentence_prints_it(amount, expected):
    before, number, after = expected
    assert printed(amount) == Printed(before, number, after, f"{before}{number}{after}")


def test_a_wording_takes_the_number_with_its_bound():
    amount = Amount(100_000, "人次", "about", "走访慰问职工近10万人次", "2023年走访{value}")

    assert printed(amount) == Printed("近", "10", "万人次", "2023年走访近10万人次")


@pytest.mark.parametrize(
    ("title", "wording", "expected"),
    [
        ("港城工匠", "已遴选{value}", "已遴选"),
        ("培养技能人才", "培养技能人才{value}", ""),
        ("企业开展竞赛", "推动{value}的企业开展", "推动50%以上的企业开展"),
        ("产业工人", "{value}产业工人", ""),
        ("共建", "共{value}", ""),
        ("自主开发课程", "自主开发{value}课程", ""),
        ("一人操控", "一人能操控{value}", ""),
    ],
)
def test_a_caption_says_what_title_and_number_do_not(title, wording, expected):
    assert caption(title, wording, wording.replace("{value}", "50%以上")) == expected


@pytest.mark.parametrize(("value", "expected"), [(300, 1), (1500, 10), (3_500_000, 10_000)])
def test_a_dot_stands_for_as_few_as_fit(value, expected):
    assert cell_of(value, 500 if value != 1500 else 150) == expected


def test_a_title_breaks_between_words():
    found = [title_lines(title) for title in ("宁波工会这样做", "打造产业工人共同富裕示范区", "短题", "两\n行")]

    assert found == [["宁波工会", "这样做"], ["打造产业工人", "共同富裕示范区"], ["短题"], ["两", "行"]]


def test_notes_are_signed_beyond_twenty():
    assert [sign(number) for number in (1, 20, 21, 36, 50, 51)] == ["①", "⑳", "㉑", "㊱", "㊿", "(51)"]
