"""Every fixed total, exactly, whatever the seed."""

import pytest

NAMED = ["zhejiang-craftsman-union", "zhejiang-craftsman"]
PROVINCIAL = [*NAMED, "zhejiang-outstanding-craftsman", "zhejiang-grand-craftsman", "ministry-craftsman"]
MONTH_ENDS = ["01-31", "02-29", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-12"]


def course(count, since="2024-01-01"):
    return [count(since=since, until=f"2024-{end}") for end in MONTH_ENDS]


def test_titles_of_the_city_are_those_published(town):
    awarded = "honour.awarded"

    found = {
        "harbour": town.people(awarded, "harbour-craftsman"),
        "harbour by June": town.people(awarded, "harbour-craftsman", until="2024-06-30"),
        "city": town.people(awarded, "ningbo-craftsman"),
        "province": town.people(awarded, *NAMED),
        "model workers 2024": town.people(awarded, "ningbo-model-worker", since="2024-01-01", until="2024-06-30"),
        "collectives 2024": town.units(awarded, "ningbo-model-collective", since="2024-01-01", until="2024-06-30"),
    }

    assert found == {
        "harbour": 228,
        "harbour by June": 228,
        "city": 200,
        "province": 180,
        "model workers 2024": 300,
        "collectives 2024": 100,
    }


def test_titles_of_the_district_by_2020_are_those_published(town):
    asked = {"since": "2016-01-01", "until": "2020-12-31", "unit": "jiangbei"}

    found = [
        town.people("honour.awarded", *codes, **asked)
        for codes in (["harbour-craftsman"], NAMED, ["jiangbei-craftsman"])
    ]

    assert found == [17, 7, 50]


def test_titles_of_the_port_are_those_published(town):
    asked = {"until": "2024-06-30", "unit": "ningbo-port"}

    found = [
        town.people("honour.awarded", "national-model-worker", **asked),
        town.people("honour.awarded", "zhejiang-model-worker", "ministry-model-worker", **asked),
        town.people("honour.awarded", *PROVINCIAL, **asked),
    ]

    assert found == [10, 27, 64]


def test_studio_of_the_port_raised_taught_and_finished_as_published(town):
    asked = {"until": "2024-06-30", "unit": "ningbo-port"}

    found = [
        town.count("mentoring.apprentice-raised", **asked),
        town.sum("mentoring.trained", **asked),
        town.sum("mentoring.studio-project", **asked),
    ]

    assert found == [17, 1536, 33]


def test_district_counts_up_to_the_autumn_of_2022_are_those_published(town):
    asked = {"until": "2022-09-30", "unit": "jiangbei"}
    awarded = "honour.awarded"

    found = {
        "party": town.people("people.party-joined", **asked),
        "party today": town.people("people.party-joined", unit="jiangbei"),
        "chief": town.people(
            awarded, "ningbo-chief-worker", "district-chief-worker", "enterprise-chief-worker", **asked
        ),
        "experts": town.people(
            awarded,
            "national-technical-expert",
            "zhejiang-technical-expert",
            "ningbo-technical-expert",
            "district-technical-expert",
            **asked,
        ),
        "vocational": town.people("credentials.qualified", "vocational-qualification", **asked),
        "pairs": town.count("mentoring.paired", since="2016-01-01", until="2020-12-31", unit="jiangbei"),
        "bases": town.units("people.designated", "reform-base", until="2019-11-30", unit="jiangbei"),
        "demo streets": town.units("people.designated", "demo-street", **asked),
        "demo firms": town.units("people.designated", "demo-firm", **asked),
        "caring": town.units("welfare.station-opened", "caring", until="2021-10-21", unit="jiangbei"),
        "patents": town.count(
            "innovation.patent-granted",
            "invention-patent",
            "utility-model",
            "design-patent",
            **(asked | {"unit": "xinsheng"}),
        ),
        "software": town.count("innovation.patent-granted", "software-copyright", **(asked | {"unit": "xinsheng"})),
    }

    assert found == {
        "party": 389,
        "party today": 389,
        "chief": 45,
        "experts": 135,
        "vocational": 518,
        "pairs": 206,
        "bases": 2,
        "demo streets": 2,
        "demo firms": 2,
        "caring": 100,
        "patents": 24,
        "software": 7,
    }


def test_contests_of_the_district_in_two_years_are_those_published(town):
    asked = {"since": "2020-10-01", "until": "2022-09-30", "unit": "jiangbei"}

    found = [
        town.sum("contests.held", **asked),
        town.units("contests.firm-took-part", **asked),
        town.sum("contests.turnout", **asked),
    ]

    assert found == [114, 386, 25386]


def test_bases_trained_as_many_as_published(town):
    window = {"since": "2020-10-01", "until": "2022-09-30"}
    firm = {"since": "2018-01-01", "until": "2022-09-30", "unit": "aikedi"}

    found = {
        "sessions": town.sum("learning.class-held", unit="zhigong-home", **window),
        "times": town.count("learning.class-finished", unit="zhigong-home", **window),
        "firm classes": town.sum("learning.class-held", **firm),
        "firm times": town.count("learning.class-finished", **firm),
        "courses": town.sum("learning.course-opened", unit="dongding", until="2024-06-30"),
        "learners": town.people("learning.registered", unit="dongding", until="2024-06-30"),
    }

    assert found == {
        "sessions": 412,
        "times": 15126,
        "firm classes": 218,
        "firm times": 2036,
        "courses": 1800,
        "learners": 6186,
    }


@pytest.mark.parametrize(
    ("course_code", "certificate", "trained", "certified"),
    [
        ("construction-special", "construction-special", 1840, 1564),
        ("site-work", "site-work", 3298, 2729),
        ("prefab-components", "prefab-worker", 110, 110),
    ],
)
def test_construction_training_is_as_published(town, course_code, certificate, trained, certified):
    asked = {"until": "2022-09-30", "unit": "jiancai-home"}

    found = [
        town.people("learning.class-finished", course_code, **asked),
        town.people("credentials.qualified", certificate, **asked),
    ]

    assert found == [trained, certified]


def test_the_year_keeps_its_course(town):
    found = {
        "people": course(lambda **days: town.people("learning.class-finished", **days)),
        "times": course(lambda **days: town.count("learning.class-finished", **days)),
        "schools": course(lambda **days: town.units("learning.academy-opened", "firm", **days)),
        "county": course(lambda **days: town.units("learning.academy-opened", "county", **days)),
        "special": course(lambda **days: town.units("learning.academy-opened", "city-special", **days)),
        "city": course(lambda **days: town.units("learning.academy-opened", "city", **days)),
        "demo": course(lambda **days: town.units("learning.academy-opened", "provincial-demo", **days)),
        "major": course(lambda **days: town.sum("contests.held", level=4, **days)),
        "elite": course(lambda **days: town.sum("contests.held", "elite-city", **days)),
        "covered": course(lambda **days: town.units("contests.firm-covered", **days)),
        "city studios": course(lambda **days: town.units("mentoring.studio-named", "studio-city", **days)),
        "provincial studios": course(lambda **days: town.units("mentoring.studio-named", "studio-province", **days)),
        "publicised": course(lambda **days: town.count("innovation.publicised", **days)),
        "reached": course(lambda **days: town.sum("innovation.publicised", **days)),
        "training bases": course(
            lambda **days: town.units("people.designated", "contest-training-base", level=4, **days)
        ),
        "reform": course(lambda since, until: town.units("reform.joined", until=until)),
    }

    assert found == {
        "people": [489, 858, 1716, 2821, 4047, 5147, 6132, 7232, 7846],
        "times": [1737, 2889, 5796, 9267, 13311, 16785, 19674, 22578, 24310],
        "schools": [8, 16, 33, 57, 89, 130, 154, 179, 187],
        "county": [0, 0, 1, 2, 4, 5, 6, 7, 8],
        "special": [0, 0, 0, 1, 1, 2, 2, 3, 3],
        "city": [0, 0, 1, 1, 1, 1, 1, 1, 1],
        "demo": [0, 0, 0, 0, 0, 0, 1, 1, 1],
        "major": [0, 0, 1, 1, 2, 3, 4, 5, 5],
        "elite": [0, 1, 4, 9, 16, 24, 29, 35, 38],
        "covered": [140, 280, 560, 910, 1260, 1610, 1890, 2170, 2338],
        "city studios": [0, 0, 2, 5, 9, 13, 15, 18, 19],
        "provincial studios": [0, 0, 0, 1, 1, 2, 2, 3, 3],
        "publicised": [20, 38, 78, 140, 210, 276, 334, 398, 431],
        "reached": [2000, 4000, 9000, 17000, 26000, 36000, 45000, 54000, 58000],
        "training bases": [0, 0, 0, 0, 0, 1, 1, 1, 1],
        "reform": [5980, 6015, 6090, 6160, 6235, 6300, 6300, 6300, 6300],
    }


def test_unionised_firms_at_the_start_of_the_year_make_the_coverage_a_third(town):
    covered = town.units("contests.firm-covered", since="2024-01-01")
    unionised = town.units("people.unionised", until="2024-01-01")

    assert (covered, unionised, round(1000 * covered / unionised)) == (2338, 7000, 334)


def test_published_figures_of_2023_and_of_the_quarter_stand(town):
    year = {"since": "2023-01-01", "until": "2023-12-31"}

    found = {
        "quarter": town.people("credentials.level-earned", since="2024-01-01", until="2024-03-31"),
        "check-ups": town.count("welfare.checked-up", **year),
        "new forms": town.people("welfare.helped", "new-employment", **year),
        "stations": town.units("welfare.station-opened", "outdoor-workers", until="2024-06-30"),
        "stations today": town.units("welfare.station-opened", "outdoor-workers"),
    }

    assert found == {
        "quarter": 14078,
        "check-ups": 17000,
        "new forms": 2036,
        "stations": 750,
        "stations today": 750,
    }
