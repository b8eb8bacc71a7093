"""What a reader can tell of withheld cells: tables with their equations, and releases in a row."""

from collections.abc import Callable
from functools import partial

import numpy as np
import polars as pl
from scipy import sparse

from benchmarks.worked.reading import Both, Read, picked
from iro_pipeline.audit.bounds import interval
from iro_pipeline.statistics.arrays import Floats

SHOWN = "s"
AUDITED = [
    *("gauss_d2_overlap", "gauss_d2_overlap_maxn5", "gauss_vig_t1", "gauss_vig_t2"),
    *("gauss_vig_t3", "gauss_vig_t4", "gauss_vig_t5", "gauss_vig_t7", "gauss_vig_t8", "gauss_z1"),
    *("gauss_z2_hier", "geurts_1992", "geurts_1992_singleton_insider"),
    *("linked_geographies_after", "linked_geographies_before"),
    *("sdctable_4x4_after", "sdctable_4x4_before"),
]


def audited(read: Read) -> Both:
    """The least and the greatest of every withheld cell."""
    cells, told = read("cells"), read("expected")
    place = {cell: at for at, cell in enumerate(cells["cell"])}
    equations = read("equations")
    rows = equations["eq"].rank("dense").cast(pl.Int64).to_numpy() - 1
    columns = [place[cell] for cell in equations["cell"]]
    shape = (int(rows.max()) + 1, cells.height)
    matrix = sparse.csr_array((equations["coef"].to_numpy().astype(float), (rows, columns)), shape)
    value = cells["value"].to_numpy().astype(float)
    shown = (cells["status"] == SHOWN).to_numpy()
    bounds = np.where(shown, value, 0), np.where(shown, value, np.inf)
    which = np.array([place[cell] for cell in told["cell"]])
    return bounded(interval(matrix, np.zeros(shape[0]), bounds, which)), picked(told, *ENDS)


def in_a_row(second: str, read: Read) -> Both:
    """Two releases as one system: behind all totals of both stand the same people."""
    key = ["run", "period", "main_income", "size"]
    first = read("gauss_quarters__run1").with_columns(run=pl.lit("run1"))
    then = read(f"gauss_quarters__run2_{second}").with_columns(run=pl.lit("run2"))
    released = pl.concat(
        each.select("run", "main_income", "size", "freq", "suppressed", period="quarter")
        for each in (first, then)
    )
    inner = read("gauss_quarters__input").select("main_income", "size", period="quarter").unique()
    inner = inner.filter(pl.col("period") != "Q3").sort(pl.all())
    sums = np.array([_within(row, inner) for row in released.iter_rows(named=True)], float)
    matrix = sparse.csr_array(np.hstack([sums, -np.eye(released.height)]))
    number, hidden = released["freq"].to_numpy().astype(float), released["suppressed"].to_numpy()
    people = np.zeros(inner.height), np.full(inner.height, np.inf)
    low = np.concatenate([people[0], np.where(hidden, 0, number)])
    high = np.concatenate([people[1], np.where(hidden, np.inf, number)])
    told = read("expected")
    asked = told.join(released.with_row_index("row"), on=key, how="left", maintain_order="left")
    which = asked["row"].to_numpy() + inner.height
    ends = interval(matrix, np.zeros(released.height), (low, high), which)
    return bounded(ends), picked(told, *ENDS)


def _within(total: dict[str, str], inner: pl.DataFrame) -> np.ndarray:
    """Which people a total counts."""
    own = [
        pl.lit(total[name] == "Total") | (pl.col(name) == total[name])
        for name in ("main_income", "size")
    ]
    period = pl.lit(total["period"] == "quarter_Q1_Q2") | (pl.col("period") == total["period"])
    return inner.select(pl.all_horizontal(*own, period)).to_series().to_numpy()


def apart(read: Read) -> Both:
    """The same place in two sets of boundaries: what lies between them."""
    areas = read("input")
    between = [_left(areas, f"area_1991_{sex}", f"area_2001_{sex}") for sex in ("male", "female")]
    return np.column_stack(between), picked(read("expected"), "residual_male", "residual_female")


def _left(areas: pl.DataFrame, whole: str, part: str) -> Floats:
    n = areas.height
    matrix = sparse.csr_array(np.hstack([np.eye(n), np.eye(n), -np.eye(n)]))
    known = areas.select(part, whole).to_numpy().astype(float)
    low = np.concatenate([known[:, 0], np.zeros(n), known[:, 1]])
    high = np.concatenate([known[:, 0], np.full(n, np.inf), known[:, 1]])
    ends = interval(matrix, np.zeros(n), (low, high), np.arange(n, 2 * n))
    return np.where(ends[:, 0] == ends[:, 1], ends[:, 0], np.nan)


def linked(read: Read) -> Both:
    """Of all and the men among them, the women."""
    fact = dict(read("input").iter_rows())
    everyone, men = fact["total_live_and_work_here"], fact["males_live_and_work_here"]
    matrix = sparse.csr_array(np.array([[1.0, 1.0, -1.0]]))
    low, high = np.array([men, 0.0, everyone]), np.array([men, np.inf, everyone])
    women = interval(matrix, np.zeros(1), (low, high), np.array([1]))
    return women, np.repeat(picked(read("expected"), "count"), 2, axis=1)


ENDS = ["lower", "upper"]


def bounded(ends: Floats) -> Floats:
    """As the cases write them: a blank where nothing bounds."""
    return np.where(np.isinf(ends), np.nan, ends)


CASES: dict[str, Callable[[Read], Both]] = {
    **{f"sdc_audit/{case}": audited for case in AUDITED},
    **{
        f"sdc_differencing/gauss_quarters_joint_audit_{kind}": partial(
            in_a_row, f"subtotals_{kind}"
        )
        for kind in ("aware", "naive")
    },
    "sdc_differencing/geographical": apart,
    "sdc_differencing/linking": linked,
}
