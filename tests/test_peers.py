import polars as pl

from iro_pipeline.authorities import codes_for, in_period
from iro_pipeline.contracts import Contract
from iro_pipeline.peers import peers
from iro_pipeline.validation import at_rest
from tests.tables import table

NEIGHBOURS = table("""
    | model | la_code | rank | neighbour_la_code | closeness  |
    |-------|---------|------|-------------------|------------|
    | 2021  | 341     | 1    | 352               | very_close |
    | 2021  | 341     | 2    | 909               | close      |
    | 2021  | 341     | 3    | 370               | close      |
    | 2025  | 341     | 1    | 370               | close      |
    | 2025  | 341     | 2    | 942               | close      |
    """, model=pl.Int64, rank=pl.Int64)  # fmt: skip
NO_NEIGHBOURS = NEIGHBOURS.filter(model=0)
PARTNERSHIPS = table("""
    | list | partnership | la_code |
    |------|-------------|---------|
    | 2020 | Estuary     | 341     |
    | 2020 | Estuary     | 909     |
    | 2020 | Ports       | 341     |
    | 2020 | Ports       | 352     |
    | 2024 | Estuary     | 341     |
    | 2024 | Estuary     | 352     |
    | 2024 | Estuary     | 909     |
    """, list=pl.Int64)  # fmt: skip
NO_PARTNERSHIPS = PARTNERSHIPS.filter(list=0)


def asked(*rows: tuple[str, int]) -> pl.LazyFrame:
    return pl.LazyFrame(rows, schema={"authority": pl.String, "period": pl.Int64}, orient="row")


def group(
    name: str,
    authority: str,
    period: int,
    neighbours=NO_NEIGHBOURS,
    partnerships=NO_PARTNERSHIPS,
) -> pl.DataFrame:
    return (
        peers(asked((authority, period)), neighbours, partnerships)
        .filter(peer_group=name)
        .collect()
    )


def neighbours_of_liverpool(period: int) -> list[str]:
    found = group("statistical_neighbours", "E08000012", period, NEIGHBOURS)
    return found.join(codes_for(period), left_on="peer", right_on="authority")["la_code"].to_list()


def test_england_is_every_authority_of_the_period_itself_included():
    england = group("england", "E08000012", 2017)
    assert set(england["peer"]) == set(in_period(2017)["authority"])
    assert england.select("peer_name", "peer_of").unique().rows() == [("England", 152)]


def test_a_region_is_all_its_authorities_itself_included():
    region = group("region", "E10000006", 2023)
    north_west = in_period(2023).filter(region="North West")["authority"]
    assert set(region["peer"]) == set(north_west)
    assert "E10000006" in set(region["peer"])
    assert region.select("peer_name", "peer_of").unique().rows() == [("North West", 23)]


def test_neighbours_come_from_the_newest_model_not_later_than_the_period():
    assert sorted(neighbours_of_liverpool(2022)) == ["352", "370", "909"]
    assert sorted(neighbours_of_liverpool(2025)) == ["370", "942"]
    assert sorted(neighbours_of_liverpool(2026)) == ["370", "942"]


def test_before_the_first_model_the_first_model_holds():
    assert sorted(neighbours_of_liverpool(2017)) == ["352", "370", "909"]


def test_a_neighbour_stands_under_its_code_of_the_period():
    old, new = (
        group("statistical_neighbours", "E08000012", period, NEIGHBOURS)["peer"].to_list()
        for period in (2025, 2026)
    )
    assert old == ["E06000063", "E08000016"]
    assert new == ["E06000063", "E08000038"]


def test_a_neighbour_that_no_longer_exists_is_left_out_and_the_count_shows_it():
    found = group("statistical_neighbours", "E08000012", 2024, NEIGHBOURS)
    assert found.select("peer", "peer_of").rows() == [("E08000003", 3), ("E08000016", 3)]


def test_an_authority_is_never_its_own_statistical_neighbour():
    found = group("statistical_neighbours", "E08000012", 2024, NEIGHBOURS)
    assert "E08000012" not in set(found["peer"])


def test_an_authority_without_neighbours_has_england_and_its_region():
    found = peers(asked(("E09000007", 2024)), NEIGHBOURS, NO_PARTNERSHIPS).collect()
    assert found["peer_group"].unique().sort().to_list() == ["england", "region"]


def test_a_code_that_did_not_stand_in_the_period_has_no_peers():
    assert (
        peers(asked(("E10000006", 2024), ("E92000001", 2024)), NEIGHBOURS, NO_PARTNERSHIPS)
        .collect()
        .is_empty()
    )


def test_peers_keep_their_contract():
    contract = Contract.load("processed/peers")
    found = peers(
        asked(("E08000012", 2017), ("E08000012", 2025)), NEIGHBOURS, NO_PARTNERSHIPS
    ).collect()
    assert at_rest(contract, found).equals(found)


def members_of(partnership: str, period: int) -> list[str]:
    found = group("partnership", "E08000012", period, partnerships=PARTNERSHIPS)
    mine = found.filter(peer_name=partnership)
    codes = codes_for(period)
    return mine.join(codes, left_on="peer", right_on="authority")["la_code"].sort().to_list()


def test_a_partnership_is_all_its_members_by_the_list_in_force():
    assert members_of("Ports", 2022) == ["341", "352"]
    assert members_of("Estuary", 2023) == ["341", "909"]
    assert members_of("Estuary", 2024) == ["341", "352"]


def test_a_partnership_that_a_later_list_leaves_out_is_no_more():
    assert members_of("Ports", 2024) == []


def test_a_member_that_no_longer_exists_still_counts_among_those_there_should_be():
    found = group("partnership", "E08000012", 2024, partnerships=PARTNERSHIPS)
    assert found["peer_of"].unique().to_list() == [3]
    assert found.height == 2


def test_an_authority_in_no_partnership_has_none():
    assert group("partnership", "E09000007", 2024, partnerships=PARTNERSHIPS).is_empty()
