"""
The measures of docs/clocks.md in plain pandas, from the same files as the pipeline reads.

    python benchmarks/peers_pandas.py FOLDER OUT.csv

One row per authority and year: children looked after on 31 March, reviews due and held on time by
kind, reviews whose timeliness cannot be told, participation. It takes what the invented nation
promises for granted: every authority returns every year and keeps its code.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

REFERENCE = Path(__file__).parents[1] / "reference"
CHILD = ["authority", "child"]
REASONS = ["S", "L", "P", "T", "U", "B"]
STATUSES = ["C1", "C2", "D1", "E1", "V2", "V3", "V4", "J1", "J2", "J3", "L1", "L2", "L3"]
FOR_ADOPTION = ["A3", "A4", "A5", "A6"]
TAKING_PART = ["PN1", "PN2", "PN3", "PN5", "PN6"]


def main() -> None:
    measures(Path(sys.argv[1])).to_csv(sys.argv[2])


def measures(folder: Path) -> pd.DataFrame:
    episodes, bad_episodes = accepted_episodes(read(folder, "episodes"))
    reviews, bad_reviews = accepted_reviews(read(folder, "reviews"))
    opens = datetime(episodes["period"].min() - 1, 4, 1)
    closes = datetime(episodes["period"].max(), 3, 31)
    doubts = years_in_doubt(pd.concat([bad_episodes, bad_reviews]))
    care = known_starts(periods_of_care(episodes, closes), doubts, opens)
    held = reviews_held(reviews, opens, closes)
    due = reviews_due(care, held, doubts, opens)
    tables = [looked_after(episodes), timeliness(due), participation(held)]
    return pd.concat(tables, axis=1).fillna(0).astype(int).sort_index()


def read(folder: Path, table: str) -> pd.DataFrame:
    frames = []
    for file in sorted((folder / "data/raw/ssda903").glob(f"*/*/{table}.*csv")):
        frame = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
        frame["period"], frame["authority"] = int(file.parts[-3]), file.parts[-2]
        frames.append(frame)
    return pd.concat(frames, ignore_index=True).rename(columns={"CHILD": "child"})


def day(text: pd.Series) -> pd.Series:
    return pd.to_datetime(text, format="%d/%m/%Y", errors="coerce")


def year_end(period: pd.Series) -> pd.Series:
    return pd.to_datetime(period.astype(str) + "-03-31")


def parted(
    rows: pd.DataFrame, good: pd.Series, key: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows accepted, and those rejected that are no mere repeat of an accepted one."""
    accepted = rows[good & ~rows.duplicated(["authority", "period", *key])]
    known = accepted[["authority", *key]].drop_duplicates().assign(known=True)
    lost = rows.drop(accepted.index).merge(known, on=["authority", *key], how="left")
    return accepted, lost[lost["known"].isna()]


def accepted_episodes(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = rows.assign(started=day(rows["DECOM"]), ended=day(rows["DEC"]))
    good = (
        rows["started"].notna()
        & rows["RNE"].isin(REASONS)
        & rows["LS"].isin(STATUSES)
        & (rows["DEC"].isna() | (rows["ended"] >= rows["started"]))
    )
    short, placed = rows["LS"].isin(["V3", "V4"]), rows["PLACE"].isin(FOR_ADOPTION)
    rows["clock"] = np.select([short, placed], ["short_breaks", "adoption"], "care")
    return parted(rows, good, ["child", "started"])


def accepted_reviews(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = rows.assign(held=day(rows["REVIEW"]))
    return parted(rows, rows["held"].notna(), ["child", "held"])


def years_in_doubt(lost: pd.DataFrame) -> pd.DataFrame:
    """Years of a child in which a rejected row may hide something, in order of their end."""
    doubts = lost[[*CHILD, "period"]].drop_duplicates()
    doubts["doubt_to"] = year_end(doubts["period"])
    doubts["doubt_from"] = doubts["doubt_to"] - pd.DateOffset(years=1) + pd.DateOffset(days=1)
    return doubts.drop(columns="period").sort_values("doubt_to")


def next_doubt(rows: pd.DataFrame, doubts: pd.DataFrame, on: str) -> pd.Series:
    """The start of the child's first doubtful year that is not over by a day."""
    ordered = rows[[*CHILD, on]].sort_values(on, kind="stable")
    found = pd.merge_asof(
        ordered.reset_index(),
        doubts,
        left_on=on,
        right_on="doubt_to",
        by=CHILD,
        direction="forward",
    )
    return found.set_index("index")["doubt_from"].reindex(rows.index)


def periods_of_care(episodes: pd.DataFrame, closes: datetime) -> pd.DataFrame:
    rows = episodes.sort_values([*CHILD, "started", "period"])
    rows = rows.drop_duplicates([*CHILD, "started"], keep="last").reset_index(drop=True)
    before = rows.shift()
    same = (rows["child"] == before["child"]) & (rows["authority"] == before["authority"])
    goes_on = same & (before["ended"].isna() | (before["ended"] >= rows["started"]))
    was = before["clock"].where(goes_on)
    begins = ~goes_on | (rows["RNE"] == "S") | (rows["clock"] != before["clock"])
    started = (rows["RNE"] == "S") | (was == "short_breaks")
    rows["start_seen"] = started & (rows["clock"] == "care")
    rows["after_adoption"] = was == "adoption"
    rows["spell"] = begins.cumsum()
    next_began = rows["started"].shift(-1).where(same.shift(-1, fill_value=False))
    last_known = rows["ended"].fillna(year_end(rows["period"]))
    seen_to = pd.concat([last_known, next_began], axis=1).min(axis=1).clip(upper=closes)
    ends = pd.DataFrame({"spell": rows["spell"], "seen_to": seen_to})[
        begins.shift(-1, fill_value=True)
    ]
    kept = [*CHILD, "spell", "started", "start_seen", "after_adoption", "clock"]
    begun = rows.loc[begins, kept]
    return begun.rename(columns={"started": "began"}).merge(ends, on="spell")


def first_due(began: pd.Series) -> pd.Series:
    """20 working days on; a start on no working day counts from the one before."""
    holidays = pd.read_csv(REFERENCE / "bank_holidays.csv")["holiday_on"].to_numpy("datetime64[D]")
    days = began.to_numpy("datetime64[D]")
    due = np.busday_offset(days, 20, roll="backward", holidays=holidays)
    return pd.Series(due, index=began.index).astype("datetime64[s]")


def known_starts(care: pd.DataFrame, doubts: pd.DataFrame, opens: datetime) -> pd.DataFrame:
    """What is known of the reviews before the first year."""
    third = first_due(care["began"]) + pd.DateOffset(months=3)
    third = third + pd.DateOffset(months=6)
    return care.assign(
        from_start=care["start_seen"] & (care["began"] >= opens),
        settled=(third < opens) | care["after_adoption"],
        reach=care["seen_to"].where(
            care["clock"] != "short_breaks", care["seen_to"] + pd.DateOffset(years=1)
        ),
        first_doubt=next_doubt(care, doubts, "began"),
    )


def reviews_held(reviews: pd.DataFrame, opens: datetime, closes: datetime) -> pd.DataFrame:
    seen = reviews[reviews["held"].between(opens, closes)].sort_values([*CHILD, "held", "period"])
    seen = seen.drop_duplicates([*CHILD, "held"], keep="last")
    return seen.assign(period=year_of(seen["held"]))


def year_of(days: pd.Series) -> pd.Series:
    return days.dt.year + (days.dt.month > 3)


def reviews_due(
    care: pd.DataFrame, held: pd.DataFrame, doubts: pd.DataFrame, opens: datetime
) -> pd.DataFrame:
    """One row per interval: due date, review that ended it, kind, and whether it can be told."""
    starts = care[[*CHILD, "spell"]].assign(day=care["began"], held=False)
    seen = held[CHILD].assign(day=held["held"], held=True)
    days = pd.concat([starts, seen]).sort_values([*CHILD, "day", "held"], kind="stable")
    days["spell"] = days["spell"].ffill()
    days = days.merge(care, on=[*CHILD, "spell"], how="left")
    astray = days["held"] & (days["clock"].isna() | (days["day"] > days["reach"]))
    outside = days.loc[astray, [*CHILD, "day"]].assign(kind="unknown", on_time=False)
    outside["period"] = year_of(outside["day"])
    by_month = days["clock"].isin(["care", "adoption"])
    days = days[by_month & (days["day"] <= days["seen_to"])].reset_index(drop=True)
    days["seen"] = days.groupby("spell").cumcount()
    days["next"] = days["day"].shift(-1).where(days["spell"].shift(-1) == days["spell"])
    days["doubt_from"] = next_doubt(days, doubts, "day")
    return pd.concat([told(days, opens), outside])


def told(days: pd.DataFrame, opens: datetime) -> pd.DataFrame:
    none_seen, from_start = days["seen"] == 0, days["from_start"].astype(bool)
    second = (days["seen"] == 1) & from_start & ~(days["first_doubt"] <= days["day"])
    unseen = days["began"].clip(lower=opens - timedelta(days=1))
    since = days["day"].where(~none_seen, unseen)
    later = (since + pd.DateOffset(months=6)).where(~second, since + pd.DateOffset(months=3))
    days["due"] = later.where(~(none_seen & from_start), first_due(days["began"]))
    days["event"] = days[["next", "due"]].min(axis=1)
    unknown = (
        (days["event"] >= days["doubt_from"])
        | (days["clock"] == "adoption")
        | (none_seen & ~from_start)
        | ((days["seen"] == 1) & ~second & ~days["settled"].astype(bool))
    )
    kind = pd.Series("later", index=days.index).mask(second, "second").mask(none_seen, "first")
    days["kind"] = kind.mask(unknown, "unknown")
    days["on_time"] = (days["next"] <= days["due"]) & ~unknown
    days["period"] = year_of(days["event"])
    return days[days["next"].notna() | (days["due"] <= days["seen_to"])]


def looked_after(episodes: pd.DataFrame) -> pd.Series:
    closing = year_end(episodes["period"])
    present = (episodes["started"] <= closing) & ~(episodes["ended"] <= closing)
    latest = (
        episodes[present].sort_values("started").drop_duplicates(["period", *CHILD], keep="last")
    )
    counted = latest[latest["clock"] != "short_breaks"]
    return counted.groupby(["authority", "period"]).size().rename("looked_after")


def timeliness(due: pd.DataFrame) -> pd.DataFrame:
    counts = due[["authority", "period"]].assign(unknown=due["kind"] == "unknown")
    for kind in ("first", "second", "later"):
        counts[f"{kind}_due"] = due["kind"] == kind
        counts[f"{kind}_on_time"] = (due["kind"] == kind) & due["on_time"]
    return counts.groupby(["authority", "period"]).sum()


def participation(held: pd.DataFrame) -> pd.DataFrame:
    code = held["REVIEW_CODE"]
    in_scope = code.isin([f"PN{number}" for number in range(1, 8)])
    sums = held.assign(in_scope=in_scope, took_part=code.isin(TAKING_PART))
    return sums.groupby(["authority", "period"])[["in_scope", "took_part"]].sum()


if __name__ == "__main__":
    main()
