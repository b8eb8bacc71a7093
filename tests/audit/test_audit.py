"""Each way in which a release gives someone away is found, and a safe one is let through."""

import polars as pl
import pytest

from iro_pipeline.audit import audit
from tests.audit.drawn import (
    BOLTON,
    BURY,
    ENGLAND,
    MANCHESTER,
    MOVES,
    NORTH_WEST,
    Shown,
    audited,
    criteria,
    figures,
    found,
    own,
    read,
)

FOURTH = "E08000004"
SAFE = {BOLTON: None, BURY: None, MANCHESTER: None, FOURTH: None, NORTH_WEST: (57, 200)}
TRUE = {BOLTON: (3, 40), BURY: (14, 50), MANCHESTER: (20, 60), FOURTH: (20, 50)}


def ledger(shown: Shown) -> pl.DataFrame:
    """The facts of one release before, as the ledger keeps them."""
    return read({"figures": figures(shown)}, own({})).facts


def test_a_release_in_which_every_small_number_has_company_is_let_through():
    assert found(SAFE, TRUE) == []


def test_what_is_left_of_a_region_is_found():
    alone = {BOLTON: None, BURY: (14, 50), MANCHESTER: (20, 60), NORTH_WEST: (37, 150)}
    breaches = found(alone, {BOLTON: (3, 40)})
    assert criteria(breaches) == {"small"}
    assert breaches[0].cell == "moves_without_a_review numerator, Bolton (E08000001), 2024"


def test_a_number_that_is_part_of_a_small_one_is_found_though_no_sum_tells_it():
    late = {BOLTON: (20, 24), BURY: None, MANCHESTER: (20, 60), NORTH_WEST: (60, 124)}
    later = pl.concat(
        [figures(late, "reviews_on_time"), figures({BOLTON: None}, "later_reviews_on_time")]
    )
    breaches = audited({"figures": later}, own({}))
    assert "later_reviews_on_time rest, Bolton (E08000001), 2024" in {
        each.cell for each in breaches if each.criterion == "small"
    }


def test_two_numbers_that_are_few_together_are_found():
    two = {BOLTON: None, BURY: None, MANCHESTER: (20, 60), NORTH_WEST: (24, 150)}
    cells = {each.cell for each in found(two, {BOLTON: (1, 40), BURY: (3, 50)})}
    assert {
        f"{MOVES} numerator, {name}, 2024" for name in ("Bolton (E08000001)", "Bury (E08000002)")
    } <= cells


def test_words_never_hold_a_value():
    alone = {BOLTON: None, BURY: (14, 50), MANCHESTER: (20, 60), NORTH_WEST: (37, 150)}
    assert not any(
        any(letter.isdigit() for letter in each.words) for each in found(alone, {BOLTON: (3, 40)})
    )


@pytest.mark.parametrize("bolton", [(1, 40), (3, 40)])
def test_neither_words_nor_readers_say_how_large_a_number_is(bolton: tuple[int, int]):
    two = {BOLTON: None, BURY: None, MANCHESTER: (20, 60), NORTH_WEST: (26, 200)}
    breaches = found(two, {BOLTON: bolton, BURY: (5, 100), MANCHESTER: (20, 60)})
    assert breaches
    said = " ".join(f"{each.attacker} {each.words}" for each in breaches)
    assert not {"small", "one", "only", "few", "more"} & set(said.split())


def test_a_member_that_takes_its_own_away_is_found():
    two = {BOLTON: None, BURY: None, MANCHESTER: (20, 60), NORTH_WEST: (57, 200)}
    true = {BOLTON: (3, 40), BURY: (34, 100), MANCHESTER: (20, 60)}
    breaches = found(two, true)
    assert {each.attacker for each in breaches} == {"Bury (E08000002)"}
    assert criteria(breaches) == {"contributor"}


def test_the_only_one_in_a_number_who_can_tell_a_neighbours_is_found():
    two = {BOLTON: None, BURY: None, MANCHESTER: (20, 60), NORTH_WEST: (26, 200)}
    breaches = found(two, {BOLTON: (1, 40), BURY: (5, 100), MANCHESTER: (20, 60)})
    assert any(each.attacker.startswith("someone counted in") for each in breaches)


def test_sums_that_contradict_one_another_fail_closed():
    wrong = {BOLTON: None, BURY: (14, 50), MANCHESTER: (20, 60), NORTH_WEST: (30, 100)}
    assert "unsolved" in criteria(found(wrong, {BOLTON: (3, 40)}))


def test_a_number_beside_a_withheld_one_is_found():
    rows = figures(SAFE).with_columns(
        value=pl.when(pl.col("area") == BOLTON).then(7.5).otherwise("value")
    )
    breaches = audited({"figures": rows}, own(TRUE))
    assert criteria(breaches) - {"unrounded"} == {"repeated"}


def test_a_share_of_none_of_few_people_is_found():
    few = {BOLTON: (0, 8), BURY: (14, 50), MANCHESTER: (20, 60), NORTH_WEST: (34, 118)}
    assert criteria(found(few, {})) == {"unanimous"}


def test_a_share_of_all_of_many_people_is_no_breach():
    many = {BOLTON: (12, 12), BURY: (14, 50), MANCHESTER: (20, 60), NORTH_WEST: (46, 122)}
    assert found(many, {}) == []


def test_what_was_shown_before_is_taken_away_from_what_is_shown_now():
    two = {BOLTON: None, BURY: None, MANCHESTER: (20, 60), NORTH_WEST: (57, 200)}
    before = ledger({BURY: (34, 100)})
    assert "small" in criteria(found(two, {BOLTON: (3, 40)}, before))


def test_what_was_shown_before_a_correction_says_less_of_what_is_now():
    hidden = {BOLTON: None, BURY: None, MANCHESTER: None, NORTH_WEST: (57, 200)}
    changed = own({BOLTON: (3, 40), BURY: (14, 100), MANCHESTER: (40, 60)})
    tables = {"figures": figures(hidden)}
    vintages = [changed.with_columns(vintage=pl.lit(at)) for at in (1, 2)]
    before = ledger({MANCHESTER: (56, 60)})
    same, corrected = (audited(tables, each, before) for each in vintages)
    assert ("small" in criteria(same), "small" in criteria(corrected)) == (True, False)


def test_a_number_of_which_one_figure_was_corrected_and_another_not_is_one_number():
    """Both are out of the same reviews: more of them were attended, and no more spoken for."""
    due = {BOLTON: 101, BURY: 90, MANCHESTER: 80, NORTH_WEST: 271}
    attended = {BOLTON: 80, BURY: 70, MANCHESTER: 60, NORTH_WEST: 210}
    after = attended | {BOLTON: 88, NORTH_WEST: 218}
    spoken_for = {BOLTON: 30, BURY: 20, MANCHESTER: 30, NORTH_WEST: 80}

    def shown(of: dict[str, int]) -> dict[str, tuple[int, int]]:
        return {area: (part, due[area]) for area, part in of.items()}

    def tables(now: dict[str, int]) -> dict[str, pl.DataFrame]:
        both = {"attendance": now, "views_by_advocate": spoken_for}
        return {"figures": pl.concat(figures(shown(of), name) for name, of in both.items())}

    same = own(shown(spoken_for), "views_by_advocate").with_columns(vintage=1)
    moved = own(shown(attended), "attendance").with_columns(vintage=1)
    changed = (pl.col("authority").is_in([BOLTON, NORTH_WEST])).cast(pl.Int64) + 1
    now = own(shown(after), "attendance").with_columns(vintage=changed)
    before = read(tables(attended), pl.concat([same, moved])).facts
    known = pl.concat([same, moved, now], how="vertical_relaxed").unique()
    assert "unsolved" not in criteria(audited(tables(after), known, before))


def test_a_correction_greater_than_a_reader_would_guess_tells_them_nothing():
    """Manchester's is another by 36 reviews, of which no reader would have thought."""
    hidden = {BOLTON: None, BURY: None, MANCHESTER: None, NORTH_WEST: (57, 200)}
    first = own({MANCHESTER: (4, 60)}).with_columns(vintage=1)
    changed = own({BOLTON: (3, 40), BURY: (14, 100), MANCHESTER: (40, 60)})
    known = pl.concat([first, changed.with_columns(vintage=2)], how="vertical_relaxed")
    breaches = audited({"figures": figures(hidden)}, known, ledger({MANCHESTER: (4, 60)}))
    assert "unsolved" not in criteria(breaches)


def test_a_small_number_that_is_shown_is_found():
    small = {BOLTON: (3, 40), BURY: (14, 50), MANCHESTER: (20, 60), NORTH_WEST: (37, 150)}
    assert [each.words for each in found(small, {})] == ["is shown, and must not be"]


def test_a_revision_of_few_records_is_found():
    before = ledger({BOLTON: (30, 80)})
    now = {BOLTON: (32, 82), BURY: (14, 50), MANCHESTER: (20, 60), NORTH_WEST: (66, 192)}
    assert criteria(found(now, {}, before)) == {"revision"}


@pytest.mark.parametrize("now", [(30, 80), (40, 90)], ids=["of none", "of many"])
def test_a_revision_of_many_records_or_none_is_no_breach(now):
    before = ledger({BOLTON: (30, 80)})
    part, whole = now
    shown = {
        BOLTON: now, BURY: (14, 50), MANCHESTER: (20, 60), NORTH_WEST: (34 + part, 110 + whole),
    }  # fmt: skip
    assert found(shown, {}, before) == []


def test_a_group_that_overlaps_is_reckoned_with():
    benchmark = {
        "indicator": [MOVES], "period": [2024], "authority": [MANCHESTER], "speaker": ["records"],
        "region": ["North West"], "status": [""], "peer_status": [""], "value": [None],
        "peer_group": ["partnership"], "peer": ["Two"], "peer_value": [None],
        "peer_numerator": [17.0], "peer_denominator": [90.0], "peer_authorities": [2],
    }  # fmt: skip
    two = {"authority": MANCHESTER, "period": 2024, "peer_group": "partnership", "peer": "Two"}
    members = pl.DataFrame([{**two, "member": BOLTON}, {**two, "member": BURY}])
    tables = {
        "figures": figures({BOLTON: None, BURY: (14, 50)}),
        "benchmarks": pl.DataFrame(benchmark),
    }
    known = own({BOLTON: (3, 40)})
    breaches = audit(read(tables, known), known, members)
    assert "small" in criteria(breaches)


def test_a_nation_without_a_number_of_people_is_let_through():
    assert found({ENGLAND: (100, 200)}, {}) == []


def test_the_only_one_in_a_number_is_told_nothing_by_a_sum_in_which_they_are_alone_too():
    hidden = {BOLTON: None, BURY: None}
    due = {**hidden, MANCHESTER: (20, 60), NORTH_WEST: (53, 124)}
    later = {**hidden, MANCHESTER: (20, 58), NORTH_WEST: (45, 112)}
    both = {"reviews_on_time": due, "later_reviews_on_time": later}
    rows = pl.concat(figures(shown, name) for name, shown in both.items())
    known = [
        own({BOLTON: (23, 24), BURY: (10, 40)}, "reviews_on_time"),
        own({BOLTON: (20, 21), BURY: (5, 33)}, "later_reviews_on_time"),
    ]
    breaches = audited({"figures": rows}, pl.concat(known))
    assert breaches
    assert not [each for each in breaches if each.attacker.startswith("someone counted in later")]


def test_the_only_one_late_in_a_year_is_told_nothing_by_the_quarter_they_were_late_in():
    """Whoever is the one late of all reviews is the one of later reviews, and of the quarter."""
    year = {BOLTON: (23, 24), BURY: (10, 40), MANCHESTER: (20, 60), NORTH_WEST: (53, 124)}
    quarters = {
        2: {BOLTON: (18, 19), BURY: (5, 20), MANCHESTER: (10, 30), NORTH_WEST: (33, 69)},
        3: {BOLTON: (5, 5), BURY: (5, 20), MANCHESTER: (10, 30), NORTH_WEST: (20, 55)},
    }
    later = {BOLTON: (20, 21), BURY: (5, 33), MANCHESTER: (20, 58), NORTH_WEST: (45, 112)}
    hidden = dict.fromkeys([BOLTON, BURY])
    due, names = "reviews_on_time", ["reviews_on_time", "later_reviews_on_time"]
    series = [
        figures(each | hidden, due).drop("speaker").with_columns(quarter=pl.lit(at, pl.Int64))
        for at, each in quarters.items()
    ]
    rows = [figures(of | hidden, name) for of, name in zip([year, later], names, strict=True)]
    tables = {"figures": pl.concat(rows), "series": pl.concat(series)}
    known = [own(of, name) for of, name in zip([year, later], names, strict=True)]
    known += [
        own(each, due).with_columns(quarter=pl.lit(at, pl.Int64)) for at, each in quarters.items()
    ]
    breaches = audited(tables, pl.concat(known))
    assert breaches
    assert not [each for each in breaches if each.attacker.startswith("someone counted in later")]
