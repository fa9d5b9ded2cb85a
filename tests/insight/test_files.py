import io
import re
import struct

import pypdf
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.insight import errors, fonts, ownfile, queries
from jiangxin.insight.poster import files
from jiangxin.insight.queries import EditionAsked
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotFound
from jiangxin.ledger import queries as ledger
from jiangxin.ledger import services as ledger_services
from jiangxin.people import queries as people_queries
from jiangxin.people import services as people
from tests.books.builders import TODAY
from tests.insight.builders import city, date, fact, finished, person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def held():
    """Fonts as files are set in; made once for all data folders of this machine."""
    return fonts.ready(settings.DATA)


@pytest.fixture
def view(held):
    city()
    return queries.shown(EditionAsked(year=2024), TODAY).view


def test_the_same_view_gives_the_same_bytes(view, held):
    first = files.draw(view, held, ["svg", "pdf", "png"])

    assert files.draw(view, held, ["svg", "pdf", "png"]) == first


def test_a_pdf_is_tagged_with_its_fonts_inside_and_its_text_to_take(view, held):
    page = files.draw(view, held, ["pdf"])["pdf"][0]

    read = pypdf.PdfReader(io.BytesIO(page))
    text = "".join(read.pages[0].extract_text().split())
    faces = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts_of(read).values()]
    inside = [{"/FontFile2", "/FontFile3"} & set(face["/FontDescriptor"].get_object()) for face in faces]
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert all(part in text for part in ("工会这样做", "1.2", "万余人", "2023年", "单位是人", "一篇报道", "一件事"))
    assert len(inside) >= 2
    assert all(inside)


def fonts_of(read):
    return read.pages[0]["/Resources"]["/Font"]


def test_an_svg_says_its_title_and_what_its_drawings_show(view, held):
    page = files.draw(view, held, ["svg"])["svg"][0].decode()

    assert re.search(r"<title[^>]*>([^<]*)</title>", page)[1] == "一句导语 工会这样做"
    assert re.search(r"<desc[^>]*>([^<]*)</desc>", page)[1] == "几个数：培训职工1.2万余人，全年培训2万人以上，四技。"


def test_a_long_sheet_is_1080_wide(view, held):
    pages = files.draw(view, held, ["png", "svg"])

    assert struct.unpack(">I", pages["png"][0][16:20])[0] == 1080
    assert ' width="1080"' in pages["svg"][0].decode().partition(">")[0]


def test_a3_boards_are_a3(view, held):
    page = files.draw(view, held, ["pdf"], "a3")["pdf"][0]

    boxes = {tuple(round(float(one)) for one in board.mediabox) for board in pypdf.PdfReader(io.BytesIO(page)).pages}
    assert boxes == {(0, 0, 842, 1191)}


def test_boards_as_pictures_are_numbered_files(view, held, tmp_path):
    paths = files.write(view, held, tmp_path / "p.png", "a3")

    assert [path.name for path in paths] == [f"p-{k}.png" for k in range(1, len(paths) + 1)]
    assert len(paths) > 1


@pytest.mark.parametrize(
    ("name", "refusal"), [("p.gif", errors.WrongEnding), ("none/p.pdf", errors.CannotWrite)], ids=["ending", "folder"]
)
def test_a_file_that_cannot_be_written_leaves_nothing(view, held, tmp_path, name, refusal):
    with pytest.raises(refusal):
        files.write(view, held, tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_without_a_song_face_all_is_set_in_sans(view, held):
    page = files.draw(view, fonts.FontSet(held.folder, held.hash, serif=False), ["pdf"])["pdf"][0]

    read = pypdf.PdfReader(io.BytesIO(page))
    assert all("NotoSans" in font["/BaseFont"] for font in fonts_of(read).values())


def test_fonts_are_made_once_and_named_by_their_hash(held, tmp_path):
    again = fonts.ready(tmp_path)

    assert (again.hash, again.serif) == (held.hash, held.serif)
    assert fonts.present(tmp_path) == again
    assert fonts.present(tmp_path / "elsewhere") is None


def test_an_own_file_holds_everything_for_the_person_alone(held):
    place = city()
    one = person(unit=place.mill)
    kept = finished(one, date(2024, 1, 1), place.mill)
    title = fact(one, "honour.awarded", date(2020, 5, 1), place.mill, level="city", code="national-model-worker")
    reader = Actor.machine("cli:somebody")
    people.log_read(actor=reader, person_id=one, what="portrait", purpose="核对")
    myself = Actor(key="user:1", person_id=one)

    own = ownfile.own_file(myself, one, TODAY)
    page = ownfile.pdf(own, held)

    found = own.as_json()
    everything = {row.id for row in ledger.facts_of(people_queries.linked_ids(one))}
    assert {row["id"] for row in found["facts"]} == everything >= {kept.pk, title.pk}
    assert [(read["purpose"], read["what"]) for read in found["reads"]] == [("核对", "portrait")]
    assert [spell["unit"] for spell in found["spells"]] == ["纺织厂"]
    text = "".join("".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page)).pages).split())
    assert all(part in text for part in ("沈知墨", "称号与证书", "谁看过我的档案", "核对", str(title.pk)))


def test_an_own_file_tells_apart_what_was_corrected_or_withdrawn_and_why(held):
    place, clerk = city(), Actor.machine("clerk")
    one = person(unit=place.mill)
    wrong = fact(one, "honour.awarded", date(2020, 5, 1), place.mill, level="city", code="national-model-worker")
    asked_for = ledger_services.Proposal(action="withdraw", fact_id=wrong.pk)
    draft = ledger_services.propose(actor=clerk, proposal=asked_for, reason="同名的另一人")
    draft = ledger_services.settle(actor=Actor.machine("checker"), draft_id=draft.pk, accept=True)

    own = ownfile.own_file(Actor("user:1", None, one), one, TODAY)
    page = ownfile.pdf(own, held)

    found = own.as_json()
    assert wrong.pk not in {row["id"] for row in found["facts"]}
    later = [row["became"] for row in found["past"]]
    assert [(row["id"], row["entry"], row["why"]) for row in found["past"]] == [
        (wrong.pk, "original", ""),
        (draft.fact_id, "withdrawn", "同名的另一人"),
    ]
    assert [one and (one["id"], one["entry"], one["why"]) for one in later] == [
        (draft.fact_id, "withdrawn", "同名的另一人"),
        None,
    ]
    text = "".join("".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page)).pages).split())
    assert all(part in text for part in ("更正和撤销过的", "同名的另一人"))


def test_an_own_file_asks_the_same_for_one_row_and_for_three():
    place = city()
    one = person(unit=place.mill)
    myself = Actor("user:1", None, one)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            ownfile.own_file(myself, one, TODAY)
        return len(queries)

    finished(one, date(2024, 1, 1), place.mill)
    ownfile.own_file(myself, one, TODAY)
    few = asked()
    for year in (2021, 2022):
        kept = finished(one, date(year, 1, 1), place.mill)
        ledger_services.withdraw(actor=Actor.machine("clerk"), fact_id=kept.pk)
        finished(one, date(year, 2, 1), place.north)

    assert asked() == few


def test_an_own_file_of_somebody_else_is_not_there():
    place = city()
    one, two = person("一", place.mill), person("二", place.mill)

    with pytest.raises(NotFound):
        ownfile.own_file(Actor(key="user:2", person_id=two), one)


def test_numbers_are_masked_for_whoever_is_not_the_person(held):
    place = city()
    one = people.register_person(
        actor=Actor.machine("clerk"), new=people.NewPerson(name="沈知墨", phone="13900001234")
    ).pk
    people.start_spell(actor=Actor.machine("clerk"), new=people.NewSpell(one, place.mill, date(2020, 1, 1), main=True))

    found = [
        ownfile.own_file(actor, one).content["phone"] for actor in (Actor.machine("x"), Actor("user:1", None, one))
    ]

    assert found == ["139****1234", "13900001234"]
