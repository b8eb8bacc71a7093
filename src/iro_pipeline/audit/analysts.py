"""What analysts are given beside Parquet: none of it may say more than the tables do."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

WHERE = ["area", "period", "measure", "spoken_by"]
SPOKEN = {"Service": "service", "Directors": "director", "Practitioners": "practitioner"}
NO_NUMBER = ["c", "u", "x", "z"]
TOLD = {
    "figures": ("area", ["value", "lower", "upper", "numerator", "denominator", "authorities"]),
    "benchmarks": ("authority", ["value", "lower", "upper", "peer_value", "peer_authorities"]),
}
NOT_TOLD = re.compile(
    r"(time|geographic|country|region|new_la|old_la|la)_.*|speaker|measure|compared_with|data_notice"
)
VIEW = 'CREATE VIEW {0} AS SELECT * FROM "{1}";'
OTHERS = {
    "table": "SELECT table_name FROM duckdb_tables() WHERE NOT internal",
    "macro": "SELECT function_name FROM duckdb_functions() WHERE NOT internal",
    "sequence": "SELECT sequence_name FROM duckdb_sequences()",
    "type": "SELECT type_name FROM duckdb_types() WHERE NOT internal",
}


def wrong(folder: Path) -> Iterator[tuple[str, str]]:
    """The file, and what is wrong with it, of a release or of what is left of one."""
    yield from ((name, words) for name, words in _data_sets(folder))
    if (place := folder / "iro.duckdb").exists():
        yield from (("iro.duckdb", words) for words in _database(folder, place))
    if (place := folder / "changes.parquet").exists():
        yield from (("changes.parquet", words) for words in _changes(folder, place))


def _data_sets(folder: Path) -> Iterator[tuple[str, str]]:
    found = sorted(folder.glob("tables/**/*.csv"))
    if not found:
        return
    known = _numbers(folder)
    words = pl.read_parquet(folder / "tables/benchmarks.parquet", columns=["verdict"], glob=False)
    texts = [*NO_NUMBER, *words["verdict"].drop_nulls().unique()]
    for place in found:
        name = str(place.relative_to(folder))
        rows = pl.read_csv(place.read_bytes(), infer_schema=False)
        if place.name.endswith(".meta.csv"):
            header = place.with_name(place.name.replace(".meta", "")).read_text().partition("\n")[0]
            if not set(rows["col_name"]) <= {*header.split(",")}:
                yield name, "it tells of a column that its data do not have"
            continue
        told = _cells(rows)
        numbers = told.with_columns(number=pl.col("cell").cast(pl.Float64, strict=False))
        if not numbers.filter(pl.col("number").is_null())["cell"].is_in(texts).all():
            yield name, "a cell is neither a number nor a symbol"
        stated = numbers.drop_nulls("number")
        if extra := stated.join(known, on=[*WHERE, "number"], how="anti").height:
            yield name, f"{extra} cells say what no row of its place and time says"


def _numbers(folder: Path) -> pl.DataFrame:
    """Every number that the tables tell of a place, a time and a measure."""
    titles = pl.read_parquet(folder / "tables/indicators.parquet", glob=False)
    # Who speaks, at the end of a title, is a column of its own in CSV.
    alone = pl.col("title").str.replace(r", (practitioners|service returns|directors)$", "")
    measures = titles.select(
        "indicator",
        measure=pl.concat_list(alone, pl.format("{} ({})", alone, "unit")),
    ).explode("measure")
    parts = [_long(folder / f"tables/{table}.parquet", *said) for table, said in TOLD.items()]
    return pl.concat(parts).join(measures, on="indicator").select(*WHERE, "number")


def _long(path: Path, area: str, columns: list[str]) -> pl.DataFrame:
    """A row a number."""
    key = ["indicator", "period", "speaker"]
    # Benchmarks in CSV are those of authorities that are shown a figure.
    shown = pl.read_parquet(path, glob=False, columns=[*key, area, "status", *columns])
    rows = shown if area == "area" else shown.filter(status="")
    numbers = (pl.col(each).cast(pl.Float64) for each in columns)
    told = rows.select("indicator", "period", *numbers, area=area, spoken_by="speaker")
    index = ["indicator", "period", "area", "spoken_by"]
    return told.unpivot(columns, index=index, value_name="number").drop("variable").drop_nulls()


def _cells(rows: pl.DataFrame) -> pl.DataFrame:
    time = pl.col("time_period")
    years = pl.concat_str(time.str.slice(0, 2), time.str.slice(4)).cast(pl.Int64)
    ends = years + pl.when(time.str.slice(4) == "00").then(100).otherwise(0)
    speaker = pl.lit("records")
    if "speaker" in rows.columns:
        speaker = pl.col("speaker").str.extract(r"^(\w+)").replace(SPOKEN)
    keyed = rows.with_columns(
        area=pl.coalesce("new_la_code", "region_code", "country_code"),
        period=pl.when(time.str.len_chars() == 6).then(ends).otherwise(time.cast(pl.Int64)),
        spoken_by=speaker,
    )
    cells = [name for name in rows.columns if not NOT_TOLD.fullmatch(name)]
    return keyed.unpivot(cells, index=WHERE, value_name="cell").with_columns(
        pl.col("cell").fill_null("")
    )


def _database(folder: Path, place: Path) -> Iterator[str]:
    with TemporaryDirectory(prefix="iro-") as passing:
        # A copy of it: DuckDB takes a ? in a path for a sign.
        yield from _views(folder, Path(shutil.copy(place, passing)))


def _views(folder: Path, place: Path) -> Iterator[str]:
    with duckdb.connect(place, read_only=True) as opened:
        for kind, asked in OTHERS.items():
            if opened.execute(asked).fetchall():
                yield f"it holds a {kind}"
        asked = "SELECT view_name, sql, comment FROM duckdb_views() WHERE NOT internal"
        said = "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?"
        for name, sql, comment in opened.execute(asked).fetchall():
            paths = [path for path in (f"tables/{name}.parquet", f"{name}.parquet")
                     if (folder / path).exists() and sql == VIEW.format(name, path)]  # fmt: skip
            if not paths:
                yield f"the view {name} is not that of a table beside it"
                continue
            schema = _schema(folder / paths[0])
            told = {field.name: _said(field.metadata, b"description") for field in schema}
            if dict(opened.execute(said, [name]).fetchall()) != told:
                yield f"the view {name} tells of columns what its table does not"
            title = [_said(schema.metadata, b"iro." + each) for each in (b"title", b"grain")]
            warning = _said(schema.metadata, b"iro.warning")
            if comment != f"{warning} {title[0]}: {title[1]}".strip():
                yield f"the view {name} says of itself what its table does not"


def _schema(path: Path) -> pa.Schema:
    with pa.OSFile(str(path), "rb") as file:
        return pq.ParquetFile(file).schema_arrow


def _said(metadata: dict[bytes, bytes] | None, key: bytes) -> str:
    return (metadata or {}).get(key, b"").decode()


def _changes(folder: Path, place: Path) -> Iterator[str]:
    rows = pl.read_parquet(place, glob=False)
    gone = rows.filter(change_kind="withdrawn")
    if gone.select(pl.col("value", "value_before", "revised_by").is_not_null().any()).row(0) != (
        False, False, False,
    ):  # fmt: skip
        yield "it says again what is withdrawn"
    key = ["indicator", "period", "level", "area"]
    figures = pl.read_parquet(
        folder / "tables/figures.parquet", columns=[*key, "value"], glob=False
    )
    stays = rows.filter(pl.col("change_kind") != "withdrawn")
    if stays.join(figures, on=[*key, "value"], how="anti").height:
        yield "a value in it is not that of the figures"
