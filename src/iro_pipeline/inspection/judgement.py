"""What an arrival's rows break of their contract, and what of it could not be looked into."""

from dataclasses import replace

import polars as pl

from iro_pipeline.contracts import Contract

UNCHECKED = {
    "arrival": pl.Int64(),
    "rule": pl.String(),
    "reason": pl.String(),
    "failed": pl.Boolean(),
}


def verdict(contract: Contract, typed: pl.DataFrame) -> pl.DataFrame:
    """What pandera finds; keys are unique within an arrival."""
    from iro_pipeline.verdict import breaches  # late, because pandera takes a second to import

    found = breaches(contract, typed, ("arrival", *contract.key) if contract.key else ())
    asked = [replace(rule, among_repeats=False) for rule in contract.rules if rule.among_repeats]
    repeated = found.filter(rule="repeated_key").select("row")
    if not asked or not repeated.height:
        return found
    alike = typed.join(repeated, on="row", how="semi", maintain_order="left")
    among = breaches(replace(contract, fields=(), rules=tuple(asked)), alike, ())
    return pl.concat([found, among.with_columns(row=alike["row"].gather(among["row"]))])


def against(
    contract: Contract, verdict: pl.DataFrame, typed: pl.DataFrame, text: pl.DataFrame
) -> pl.DataFrame:
    """
    Rows at fault; of rows with one key the first stands.

    One that says the same in every column is told apart from one that says something else.
    """
    broken = verdict.drop_nulls("row").drop("failed").with_columns(hint=pl.lit(""))
    repeated = broken.filter(rule="repeated_key").select("row", "rule")
    if not repeated.height:
        return broken
    key, named = ("arrival", *contract.key), [each.name for each in contract.fields]
    # Keys that could not be read are not the same key.
    firsts = typed.join(repeated, on="row", maintain_order="left").filter(
        pl.struct(key).is_first_distinct() | pl.any_horizontal(pl.col(key).is_null())
    )
    alike = text.join(repeated, on="row", maintain_order="left")
    said_before = alike.filter(~pl.struct("arrival", *named).is_first_distinct())["row"].implode()
    word_for_word = (pl.col("rule") == "repeated_key") & pl.col("row").is_in(said_before)
    return broken.join(firsts, on=["row", "rule"], how="anti", maintain_order="left").with_columns(
        rule=pl.when(word_for_word).then(pl.lit("repeated_row")).otherwise("rule")
    )


def once(contract: Contract, broken: pl.DataFrame, stopped: pl.DataFrame) -> pl.DataFrame:
    """
    One bad cell is one fault: the first that is found in it.

    Sentences across columns are silent about a row in which one of theirs could not be used.
    """
    own = broken.filter(pl.col("column") != "").join(stopped, on=["row", "column"], how="anti")
    own = own.unique(["row", "column"], keep="first", maintain_order=True)
    read = pl.col("rule") == "excel_date"
    bad = pl.concat([own.filter(~read).select("row", "column"), stopped])
    parts = [own]
    for (rule,), group in (
        broken.filter(column="").partition_by("rule", as_dict=True, maintain_order=True).items()
    ):
        concerned = bad.filter(pl.col("column").is_in(_concerned(contract, str(rule))))
        parts.append(group.join(concerned, on="row", how="anti", maintain_order="left"))
    return pl.concat(parts)


def _concerned(contract: Contract, name: str) -> list[str]:
    """The columns without which a sentence has nothing to say; a repeated key needs a sound one."""
    rule = next((each for each in contract.rules if each.id == name), None)
    if rule is None:
        return [each.name for each in contract.fields if each.name in contract.key and each.fatal]
    return [*rule.fields, *pl.sql_expr(rule.holds).meta.root_names()]


def unchecked(contract: Contract, verdict: pl.DataFrame, typed: pl.DataFrame) -> pl.DataFrame:
    """One line per arrival and rule that could not be looked into."""
    return pl.concat([_failed(verdict), _without_its_fields(contract, typed)])


def _failed(verdict: pl.DataFrame) -> pl.DataFrame:
    """Checks that could not be made, whatever the rows: the kind of exception, never its words."""
    return verdict.filter(pl.col("row").is_null()).select(
        arrival=pl.lit(None, pl.Int64),
        rule="rule",
        reason=pl.format("the check failed ({})", "failed"),
        failed=pl.lit(True),
    )


def _without_its_fields(contract: Contract, typed: pl.DataFrame) -> pl.DataFrame:
    """Rules that an arrival's rows cannot be held to, because none has what the rule needs."""
    found = [pl.DataFrame(schema=UNCHECKED)]
    headers = {each.name: each.header[0] for each in contract.fields if each.header}
    for rule in contract.rules:
        for need in rule.needs:
            nowhere = typed.group_by("arrival", maintain_order=True).agg(
                nothing=pl.col(need).is_null().all()
            )
            lines = nowhere.filter("nothing").select(
                "arrival",
                rule=pl.lit(rule.id),
                reason=pl.lit(f"no row has a {headers.get(need, need)} that can be read"),
                failed=pl.lit(False),
            )
            found.append(lines)
    return pl.concat(found)
