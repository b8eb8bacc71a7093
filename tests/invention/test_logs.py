"""Invented logs tell of the children, IROs and reviews that the returns tell of."""

import polars as pl

from iro_pipeline.invention import allocations, care, datasheets, disputes, records
from iro_pipeline.invention.children import year
from tests.invention.nation import share, small

NATION = small(authorities=None, children=0.1)
BEFORE, NOW = disputes.raised(NATION, 2023), disputes.raised(NATION, 2024)
LOG = disputes.log(NATION, 2024, BEFORE, NOW)
KEPT = records.records(NATION, 2024)


def test_a_dispute_is_about_a_child_whom_its_iro_had_on_that_day():
    assert LOG.height > 300
    spells = allocations.allocations(NATION, 2024).drop("key")
    # Weekends go back to the Friday.
    since, until = pl.col("started_on") - pl.duration(days=2), pl.col("ended_on")
    had = LOG.filter(pl.col("raised_on") >= pl.date(2023, 4, 5)).join(
        spells, on=["authority", "child", "iro"], how="left"
    )
    on_the_day = pl.col("raised_on").is_between(since, until.fill_null(pl.date(2024, 4, 1)))
    told = had.group_by("authority", "dispute").agg(on_the_day.any())
    assert told["raised_on"].all()


def test_a_dispute_left_open_is_in_the_next_years_log_under_its_reference():
    open_then = disputes.log(NATION, 2023, BEFORE.clear(), BEFORE).filter(
        pl.col("resolved_on").is_null()
    )
    again = open_then.join(LOG, on=["authority", "dispute"], how="semi")
    still_there = open_then.join(LOG, on="authority", how="semi")
    assert again.height == still_there.height > 5


def test_a_log_ends_with_its_year():
    _, closing = year(2024)
    assert share(LOG["resolved_on"].drop_nulls().cast(pl.Int32) <= closing) == 1
    assert share(LOG["resolved_on"].is_null() == LOG["dispute_outcome"].is_null()) == 1


def test_some_disputes_are_formal_and_some_of_them_were_informal_first():
    assert 0.2 < share(LOG["dispute_kind"] == "formal") < 0.4
    formal = LOG.filter(dispute_kind="formal")
    assert 0.2 < share(formal["formal_on"].is_not_null()) < 0.6
    assert LOG.filter(dispute_kind="informal")["formal_on"].is_null().all()


def test_records_are_of_the_reviews_of_the_return():
    returned = {
        (period, table): rows
        for period, table, rows in care.returns(NATION)
        if (period, table) == (2024, "reviews")
    }[2024, "reviews"]
    held = returned.join(NATION.members[2024], on="la_code").with_columns(
        pl.col("held_on").str.to_date("%d/%m/%Y", strict=False)
    )
    found = KEPT.join(held, on=["authority", "child", "held_on"], how="semi")
    assert KEPT.height > 2000
    assert found.height > 0.99 * KEPT.height


def test_decisions_are_sent_before_records_and_mostly_in_time():
    assert share(KEPT["decisions_sent_on"] >= KEPT["held_on"]) > 0.97
    assert KEPT.filter(pl.col("distributed_on") < pl.col("completed_on")).is_empty()
    assert (KEPT["decisions_on_time"] <= KEPT["decisions_due"]).all()
    done = KEPT.select(pl.sum("decisions_on_time") / pl.sum("decisions_due")).item()
    assert 0.5 < done < 0.95


def test_some_services_do_not_know_when_a_record_was_distributed():
    known = KEPT.group_by("authority").agg(pl.col("distributed_on").is_not_null().any())
    assert 0.6 < share(known["distributed_on"]) < 1


def test_a_data_sheet_adds_up():
    for service in NATION.services_of(2024):
        told = datasheets.figures(service, 2024, 8.5, NATION.chance("sheet", service["la_code"]))
        late = sum(number for name, number in told.items() if name.startswith("late_"))
        assert late == told["reported_reviews"] - told["reported_reviews_on_time"]
        assert told["records_sound"] <= told["records_audited"]
