import pytest

from jiangxin.people.queries.pinyin import Reading, person_reading, typed, unit_reading


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("沈知墨", Reading("shenzhimo", "szm")),
        ("单雄", Reading("shanxiong", "sx", "danxiong", "dx")),
        ("曾国", Reading("zengguo", "zg", "cengguo", "cg")),
        ("仇英", Reading("qiuying", "qy", "chouying", "cy")),
        ("解放", Reading("xiefang", "xf", "jiefang", "jf")),
        ("区大年", Reading("oudanian", "odn", "qudanian", "qdn")),
        ("朴树", Reading("piaoshu", "ps", "pushu", "ps")),
        ("万俟卨", Reading("moqixie", "mqx", "wanqixie", "wqx")),
        ("尉迟恭", Reading("yuchigong", "ycg", "weichigong", "wcg")),
        ("吕一", Reading("lvyi", "ly")),
    ],
)
def test_person_reading_reads_surnames_as_surnames_and_keeps_the_everyday_reading(name, reading):
    assert person_reading(name) == reading


def test_unit_reading_reads_words_as_words_and_spells_letters():
    assert unit_reading("重庆路A1厂") == Reading("chongqingluа1chang".replace("а", "a"), "cqla1c")


def test_typed_takes_pinyin_only():
    assert [typed("Shen Zhimo"), typed("lü"), typed("沈zm"), typed("0574")] == ["shenzhimo", "lv", "", ""]
