"""Who agreed to be contacted is told to their network, and to those whose neighbours they are."""

from dataclasses import replace

import polars as pl

from iro_pipeline.disclosure import PUBLIC, Audience, Tables, overlapping, protect
from iro_pipeline.peers import peers
from tests.disclosure.drawn import ALONE, BOLTON, BURY, GATESHEAD, SUNDERLAND, drawn, in_2024

AGREED = "agreed_to_contact"
ROW = "| reviews_on_time | {} | 90 | 100 | 100 |"
HEAD = "| indicator | authority | numerator | denominator | n |\n|-|\n"


def tables() -> Tables:
    """Bury and Sunderland agreed; Bolton's neighbour is Sunderland (394)."""
    of_all = drawn(HEAD + "\n".join(ROW.format(code) for code in (BOLTON, BURY, GATESHEAD)))
    model = pl.LazyFrame([{"model": 2021, "la_code": "350", "neighbour_la_code": "394"}])
    agreed = pl.DataFrame(
        [(BURY, "Bury", "North West", 2024), (SUNDERLAND, "Sunderland", "North East", 2024)],
        schema=["authority", "authority_name", "region", "wave"],
        orient="row",
    )
    groups = overlapping.groups(peers(in_2024(), model, ALONE)).collect()
    return replace(of_all, agreed_to_contact=agreed, groups=groups)


def named(audience: Audience) -> list[str]:
    return protect(tables(), audience).tables[AGREED]["authority_name"].to_pylist()


def test_the_public_is_told_of_nobody():
    assert AGREED not in protect(tables(), PUBLIC).tables


def test_a_network_is_told_of_its_members():
    assert named(Audience("network", "North West")) == ["Bury"]
    assert named(Audience("network", "London")) == []


def test_an_authority_is_told_of_its_region_and_of_its_neighbours():
    assert named(Audience("authority", BOLTON)) == ["Bury", "Sunderland"]
    assert named(Audience("authority", BURY)) == ["Bury"]
    assert named(Audience("authority", GATESHEAD)) == ["Sunderland"]
