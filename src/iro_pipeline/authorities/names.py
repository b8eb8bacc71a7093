"""Names of councils as people type them, brought to one form; never a guess."""

from collections.abc import Mapping
from functools import cache

import polars as pl

from iro_pipeline.reference import reference, register

# What people have decided that a form stands for: a la_code, or None for no authority of England.
Decided = Mapping[str, str | None]

# "London" alone is a region: these words are the name of the City of London, not its style.
KEPT = "city of london"

LEADING = (
    "city of|county of|london borough of|london borough|lb of|lb|royal borough of|rb of|rb"
    "|metropolitan borough of|metropolitan district of|borough of"
)
# "county" stays: Nottingham County Council is not Nottingham. Counties have it as an alias.
TRAILING = (
    "metropolitan borough|metropolitan district|metropolitan|london borough|local authority"
    "|unitary authority|unitary|ua|city of|county of|council|city|borough|mbc|mdc|lbc|lb|cc|bc"
)
REWRITES = (
    # What nobody sees: zero-width and other format characters, soft hyphens, variation selectors.
    (r"[\p{Cf}\p{Default_Ignorable_Code_Point}]", ""),
    ("['’‘ʼ`]", ""),
    ("&", " and "),
    (r"[\p{P}\p{S}\s]+", " "),
    ("^ | $", ""),
    ("^the ", ""),
    (f"( ({TRAILING}))+$", ""),
)


def form(text: pl.Expr) -> pl.Expr:
    """
    The text without case, punctuation and the words that only say what kind of council it is.

    Empty where it is all punctuation: that is nobody's name.
    """
    plain = text.str.normalize("NFKC").str.to_lowercase()
    for pattern, replacement in REWRITES:
        plain = plain.str.replace_all(pattern, replacement)
    return pl.when(plain == KEPT).then(plain).otherwise(plain.str.replace(f"^({LEADING}) ", ""))


@cache
def names() -> pl.DataFrame:
    """
    One row per form and authority that it may stand for.

    The dates limit the name, not the authority; `trust` marks a delivery trust's name.
    """
    own = [register().select("la_code", text=column) for column in ("gss_code", "la_code", "name")]
    aliases = reference("authority_aliases")
    known = pl.concat([*own, aliases.rename({"alias": "text"})], how="diagonal")
    counties = aliases.filter(kind="county council").select("la_code")
    # Hants County Council as well as Hampshire County Council.
    shires = known.join(counties, on="la_code", how="semi").with_columns(pl.col("text") + " county")
    return (
        pl.concat([known, shires, trusts()], how="diagonal")
        .select(
            "la_code",
            "valid_from",
            "valid_to",
            form=form(pl.col("text")),
            trust=pl.col("trust").is_not_null(),
        )
        .unique(maintain_order=True)
    )


def trusts() -> pl.DataFrame:
    """One row per name of a delivery trust and authority that it serves."""
    texts = pl.concat_list("trust", pl.col("known_as").str.split("|"))
    return reference("delivery_trusts").with_columns(text=texts).explode("text")


@cache
def elsewhere() -> dict[str, str]:
    """The country of each council of Wales, Scotland and Northern Ireland, by its form."""
    councils = reference("councils_elsewhere")
    texts = pl.concat_list("name", pl.col("name") + " county", pl.col("name") + " cbc", "gss_code")
    forms = (
        councils.select("country", form=texts).explode("form").with_columns(form(pl.col("form")))
    )
    return dict(
        forms.unique()
        .filter(~pl.col("form").is_in(names()["form"].implode()))
        .select("form", "country")
        .rows()
    )
