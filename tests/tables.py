"""Tables drawn in the tests that read them."""

import polars as pl


def table(drawing: str, **dtypes: pl.DataType | type[pl.DataType]) -> pl.LazyFrame:
    """
    A frame from a drawing: cells between bars, blank for null, `_on` columns are dates.

    Other columns are text unless `dtypes` names their type; booleans are drawn as yes and no.
    """
    header, _, *lines = (line.strip().strip("|") for line in drawing.strip().splitlines())
    names = [name.strip() for name in header.split("|")]
    rows = [[cell.strip() or None for cell in line.split("|")] for line in lines]
    frame = pl.LazyFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    dated = [name for name in names if name.endswith("_on") and name not in dtypes]
    yes_no = [name for name, dtype in dtypes.items() if dtype == pl.Boolean]
    others = {name: dtype for name, dtype in dtypes.items() if name not in yes_no}
    return frame.with_columns(
        pl.col(dated).str.to_date(), pl.col(yes_no).replace_strict({"yes": True, "no": False})
    ).cast(others)  # ty: ignore[invalid-argument-type]
