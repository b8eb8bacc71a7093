import tomllib
from datetime import date

from iro_pipeline.indicators.catalogue import INDICATORS
from iro_pipeline.packs.chosen import chosen
from iro_pipeline.places import REFERENCE
from tests.packs.drawn import tables

ROWS = tomllib.loads((REFERENCE / "packs.toml").read_text(encoding="utf-8"))["measures"]


def test_every_measure_of_a_pack_is_told_of_authorities_with_a_day_and_a_reason():
    finest = {each.name: each.finest for each in INDICATORS}
    for row in ROWS:
        assert finest[row["indicator"]] == "authority"
        assert isinstance(row["since"], date)
        assert row["reason"].endswith(".")


def test_headings_are_unlike_each_other():
    headings = [row["heading"] for row in ROWS if row["shown"]]
    assert len(headings) == len(set(headings))


def test_a_measure_that_the_release_lacks_is_left_out():
    about = {
        "title": "Reviews held on time",
        "counts": "reviews",
        "out_of": "reviews due",
        "unit": "percent",
        "better": "higher",
        "speaker": "records",
        "chance": "proportion",
        "caveat": "",
    }
    there = tables(
        indicators=[{"indicator": "reviews_on_time", **about}],
        figures=[
            {"indicator": "reviews_on_time", "period": 2023, "level": "england", "area": "E9"},
            {"indicator": "reviews_on_time", "period": 2024, "level": "england", "area": "E9"},
        ],
    )
    (measure,) = chosen(there, "summary")
    assert (measure.heading, measure.period) == ("Reviews on time", 2024)
