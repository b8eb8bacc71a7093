"""Nations of a few figures, for which the benchmarks can be worked by hand."""

from collections.abc import Iterable, Sequence

import polars as pl

from iro_pipeline import benchmarks
from tests.measured import with_nothing_untold

ON_TIME = "reviews_on_time"
Rows = Sequence[tuple[float, float]]


def measured(rows: Rows, indicator: str = ON_TIME, period: int = 2024, speaker: str = "records"):
    """Authorities 0, 1, 2 … with their numerators and denominators."""
    return pl.LazyFrame(
        [
            {
                "indicator": indicator,
                "authority": code(number),
                "period": period,
                "speaker": speaker,
                "numerator": float(part),
                "denominator": float(whole),
                "n": int(whole),
            }
            for number, (part, whole) in enumerate(rows)
        ]
    ).pipe(with_nothing_untold)


def code(number: int) -> str:
    return f"E{number:08}"


def there(many: int, periods: Iterable[int] = (2024,)) -> pl.DataFrame:
    """All in one region; the even ones in the partnership that `beside` knows."""
    return pl.DataFrame(
        [
            {
                "authority": code(number),
                "period": period,
                "la_code": f"{number:03}",
                "name": f"Authority {number}",
                "region": "North West",
                "region_code": "E12000002",
            }
            for period in periods
            for number in range(many)
        ]
    )


def own(*frames: pl.LazyFrame, many: int = 200) -> pl.DataFrame:
    together = pl.concat(frames)
    periods = together.select("period").unique().collect()["period"].sort()
    return benchmarks.own_figures(together, there(many, periods))


def beside(figures: pl.DataFrame, members: Iterable[int] | None = None) -> pl.DataFrame:
    """Each authority beside all of them, or beside `members`, itself among them or not."""
    periods = figures["period"].unique().sort()
    numbers = sorted({int(each[1:]) for each in figures["authority"]})
    peers = pl.LazyFrame(
        [
            {
                "authority": code(number),
                "period": period,
                "peer_group": "england",
                "peer_name": "England",
                "peer": code(peer),
                "peer_of": len(numbers),
            }
            for period in periods
            for number in numbers
            for peer in (numbers if members is None else members)
        ]
    )
    return benchmarks.benchmarks(figures, peers, there(max(numbers) + 1, periods))


def row(found: pl.DataFrame, number: int = 0, period: int = 2024) -> dict:
    return found.row(
        by_predicate=(pl.col("authority") == code(number)) & (pl.col("period") == period),
        named=True,
    )
