"""What binds the numbers of a nation: every sum that its reader can set up, as rows of a table."""

import polars as pl

from iro_pipeline.audit.limits import linked, same

STATE = ["release", "number", "level", "area", "period", "quarter"]
WHOLE = -1  # the sign of the whole in its equation: what it is the sum of, less it, is nought
TERM = ["equation", "cell", "sign", "within", "related"]
GROUPS = ["authority", "period", "peer_group", "peer", "member"]


def equations(states: pl.DataFrame, names: pl.Series, groups: pl.DataFrame) -> pl.DataFrame:
    """
    One row per `equation` and `cell` in it, with its `sign`: they add up to nought.

    Where `within`, they add up to nought or less; where `implied`, other equations say so already.
    `states`: a row per STATE with `region` and the
    `cell` that holds its number. `names`: all that numbers are called by, `<indicator>.<part>`.
    `groups`: a row per member of every overlapping group. Whoever has no row counted nothing; an
    equation whose whole has no row is none.
    """
    related = [_related(states, _parts(names)), _related(states, _listed())]
    added = [*_areas(states), _quarters(states), _grouped(states, groups)]
    found = [
        *(each.with_columns(related=pl.lit(True)) for each in related),
        *(each.with_columns(related=pl.lit(False)) for each in added),
    ]
    terms = pl.concat(each.select(TERM) for each in found if each.height)
    return _implied(_once(_whole(terms)))


def _parts(names: pl.Series) -> pl.DataFrame:
    """Numerator and rest make the denominator, by the names that the three go by."""
    name = pl.col("name")
    split = pl.DataFrame({"name": names.unique()}).with_columns(
        relation=name.str.replace(r"\.[a-z]+$", ""), part=name.str.extract(r"\.([a-z]+)$")
    )
    return split.filter((pl.col("part") == "rest").any().over("relation")).select(
        "relation",
        number=name.replace(same()),
        sign=pl.when(part="denominator").then(WHOLE).otherwise(1).cast(pl.Int8),
        within=pl.lit(False),
    )


def _listed() -> pl.DataFrame:
    """The sums of reference/linked.toml, and what is part of what."""
    sums = [(each["whole"], each["parts"], False) for each in linked()["sum"]]
    sums += [(each["whole"], [each["part"]], True) for each in linked()["within"]]
    rows = [
        (f"{kind} {at}", same().get(number, number), sign, kind)
        for at, (whole, parts, kind) in enumerate(sums)
        for number, sign in [(whole, WHOLE), *((part, 1) for part in parts)]
    ]
    kinds = {"relation": pl.String, "number": pl.String, "sign": pl.Int8, "within": pl.Boolean}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def _related(states: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """Numbers of one area and time."""
    # Of an overlapping group only what is told is here, so that what is not here is not nought.
    areas = states.filter(pl.col("level").is_in(["authority", "region", "england"]))
    # A number that is told by year only is missing from a quarter, and not nought in it.
    by_quarter = areas.filter(pl.col("quarter").is_not_null())["number"].unique()
    whole = pl.col("number").is_in(by_quarter.implode()).all().over("relation")
    known = relations.with_columns(by_quarter=whole)
    bound = pl.col("quarter").is_null() | pl.col("by_quarter")
    return (
        areas.join(known, on="number")
        .filter(bound)
        .with_columns(equation=_of("relation", "release", "level", "area", "period", "quarter"))
    )


def _areas(states: pl.DataFrame) -> list[pl.DataFrame]:
    """Authorities add up to their region, regions to England."""
    sums = [("authority", "region", ["region"]), ("region", "england", [])]
    return [
        states.filter(pl.col("level").is_in([part, whole])).with_columns(
            equation=_of("release", "number", "period", "quarter", *inside, kind=whole),
            sign=pl.when(level=whole).then(WHOLE).otherwise(1).cast(pl.Int8),
            within=pl.lit(False),
        )
        for part, whole, inside in sums
    ]


def _quarters(states: pl.DataFrame) -> pl.DataFrame:
    """Four quarters add up to their year."""
    return states.with_columns(
        equation=_of("release", "number", "level", "area", "period", kind="year"),
        sign=pl.when(pl.col("quarter").is_null()).then(WHOLE).otherwise(1).cast(pl.Int8),
        within=pl.lit(False),
    )


def _grouped(states: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Members add up to their group: who is in which is no secret."""
    members = groups.select(
        "period", level="peer_group", area=pl.concat_str("authority", "peer", separator="|"),
        member="member",
    )  # fmt: skip
    wholes = states.filter(~pl.col("level").is_in(["authority", "region", "england"]))
    key = ["release", "number", "period", "quarter"]
    own = states.filter(level="authority").select(*key, "cell", member="area")
    parts = wholes.drop("cell").join(members, on=["period", "level", "area"])
    parts = parts.join(own, on=[*key, "member"], nulls_equal=True)
    return pl.concat(
        [
            wholes.with_columns(sign=pl.lit(WHOLE, pl.Int8)),
            parts.with_columns(sign=pl.lit(1, pl.Int8)),
        ],
        how="diagonal",
    ).with_columns(
        equation=_of("release", "number", "level", "area", "period", "quarter", kind="group"),
        within=pl.lit(False),
    )


def _of(*columns: str, kind: str = "") -> pl.Expr:
    return pl.struct(pl.lit(kind).alias("kind"), *columns).hash()


def _whole(terms: pl.DataFrame) -> pl.DataFrame:
    """Those that have a whole, and something to make it of."""
    whole = pl.col("sign") == WHOLE
    complete = whole.any().over("equation") & (~whole).any().over("equation")
    return terms.filter(complete)


def _once(terms: pl.DataFrame) -> pl.DataFrame:
    """Releases that tell of the same numbers set up the same equations."""
    term = pl.struct("cell", "sign", "within").hash()
    first = terms.group_by("equation").agg(said=term.sum()).group_by("said").agg(pl.min("equation"))
    return terms.join(first, on="equation", how="semi")


def _implied(terms: pl.DataFrame) -> pl.DataFrame:
    """What relates the numbers of a sum follows from what relates those that are added up."""
    wholes = terms.filter(~pl.col("related"), pl.col("sign") == WHOLE).select("cell").unique()
    marked = terms.join(
        wholes.with_columns(sum=pl.lit(True)), on="cell", how="left", maintain_order="left"
    ).with_columns(pl.col("sum").fill_null(False))
    sums = pl.col("sum").all().over("equation")
    return marked.with_columns(implied=pl.col("related") & sums).drop("related", "sum")
