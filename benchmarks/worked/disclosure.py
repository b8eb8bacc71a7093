"""What a reader can tell of withheld cells, and the other ways to keep cells from readers."""

import re
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import polars as pl
from scipy import sparse

from benchmarks.attacks.exactly import ends as read_off
from benchmarks.attacks.exactly import fewest
from benchmarks.worked.reading import Both, Read, nulls, picked
from iro_pipeline.audit.bounds import interval
from iro_pipeline.statistics.arrays import Floats

SHOWN = "s"
SMALL = 5
KEYS = 256
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
    matrix = _equations(cells, read("equations"))
    value = cells["value"].to_numpy().astype(float)
    shown = (cells["status"] == SHOWN).to_numpy()
    bounds = np.where(shown, value, 0), np.where(shown, value, np.inf)
    place = {cell: at for at, cell in enumerate(cells["cell"])}
    which = np.array([place[cell] for cell in told["cell"]])
    known = interval(matrix, np.zeros(matrix.shape[0]), bounds, which)
    return bounded(known), picked(told, *ENDS)


def _equations(cells: pl.DataFrame, equations: pl.DataFrame) -> sparse.csr_array:
    """A row an equation, a column a cell."""
    place = {cell: at for at, cell in enumerate(cells["cell"])}
    rows = equations["eq"].rank("dense").cast(pl.Int64).to_numpy() - 1
    columns = [place[cell] for cell in equations["cell"]]
    signs = equations["coef"].to_numpy().astype(float)
    return sparse.csr_array((signs, (rows, columns)), (int(rows.max()) + 1, cells.height))


def hidden_beside(covers: bool, totals: bool, least: int, read: Read) -> Both:
    """
    All smallest choices of cells to withhold as well: how many, their sum, and which they are.

    A cell is protected where it is not known exactly; or, if it `covers`, where it could be six and
    could be as little as it could with every cell withheld. `totals`: whether they may be withheld.
    """
    cells, told = read("cells"), read("expected")
    sums = _equations(cells, read("equations")).toarray()
    value = cells["value"].to_numpy().astype(float)
    withheld = (cells["status"] != SHOWN).to_numpy()
    lowest, _ = read_off(sums, value, withheld, {*range(cells.height)}, least)

    def protected(low: np.ndarray, high: np.ndarray) -> np.ndarray:
        return (high > SMALL) & (low <= lowest) if covers else high > low

    may = totals | ~cells["label"].str.contains("Total").to_numpy()
    found = fewest(sums, value, withheld, protected, may=may, least=least)
    named = {label: at for at, label in enumerate(cells["label"])}
    theirs = [[named[each] for each in re.findall(r"[^\s;]+", row)] for row in told["pattern"]]
    ours = [[len(chosen), *_chosen(chosen, cells.height)] for chosen in found]
    pairs = zip(told["min_secondary"], theirs, strict=True)
    return sorted(ours), sorted([few, *_chosen(chosen, cells.height)] for few, chosen in pairs)


def _chosen(chosen: Iterable[int], cells: int) -> list[int]:
    return [int(each in {*chosen}) for each in range(cells)]


def perturbed(read: Read) -> Both:
    """
    ONS's cell keys: what a table says is added to a cell of this count and key.

    With the rule of the case the key plays no part: it takes away what is under ten and rounds the
    rest to the nearest five.
    """
    told = read("expected")
    cells = (
        read("input")
        .group_by("region", "cat")
        .agg(count=pl.len().cast(pl.Int64), key=pl.sum("record_key") % KEYS)
        .join(read("ptable_condensed"), left_on="count", right_on="pcv", how="left")
        .with_columns(after=pl.col("count") + pl.col("pvalue"))
        .with_columns(after=pl.when(pl.col("after") > 0).then("after"))
    )
    ours = told.select("region", "cat").join(
        cells, on=["region", "cat"], how="left", maintain_order="left"
    )
    theirs = nulls(told, "pre_sdc_count", "ckey", "pvalue", "count")
    return nulls(ours, "count", "key", "pvalue", "after"), theirs


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
    "sdc_cellkey/ons_10_5": perturbed,
    "sdc_differencing/geographical": apart,
    "sdc_differencing/linking": linked,
    # Of a withheld cell everyone knows that it is not nought, where noughts are shown.
    "sdc_suppress/handbook_marital_cover_structural_min_to_6_given_nonzero": partial(
        hidden_beside, True, True, 1
    ),
    "sdc_suppress/handbook_marital_exact": partial(hidden_beside, False, True, 1),
    "sdc_suppress/sdctable_microdata1": partial(hidden_beside, False, False, 0),
}
