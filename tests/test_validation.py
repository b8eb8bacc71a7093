from pathlib import Path
from typing import Any

import polars as pl
import pytest

from iro_pipeline.contracts import Contract, ContractError
from iro_pipeline.validation import at_rest
from iro_pipeline.verdict import breaches

FORM = """
title = "Drawn table"
grain = "one row per letter"
primaryKey = ["letter"]

[[fields]]
name = "letter"
type = "string"
description = "A letter"
constraints = { required = true, pattern = "[a-z]" }

[[fields]]
name = "words"
type = "string"
description = "A few words"
constraints = { maxLength = 5 }

[[fields]]
name = "whole"
type = "integer"
description = "A count"
constraints = { minimum = 0, maximum = 9 }

[[fields]]
name = "share"
type = "number"
description = "A share"
constraints = { required = true }

[[rules]]
id = "share_of_whole"
says = "The share is not more than the whole"
holds = "share <= whole"
fields = ["share"]
"""
SOUND = {"letter": ["a", "b"], "words": ["few", None], "whole": [9, None], "share": [9.0, 1.0]}


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    (tmp_path / "drawn.toml").write_text(FORM, encoding="utf-8")
    return Contract.load("drawn", tmp_path)


def test_a_sound_table_breaks_nothing_and_a_null_is_held_to_no_limit(contract: Contract):
    assert breaches(contract, pl.DataFrame(SOUND), contract.key).is_empty()
    assert breaches(contract, contract.empty(), contract.key).is_empty()


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        ({"letter": ["a", "B"]}, (1, "letter", "pattern")),
        ({"letter": ["a", None]}, (1, "letter", "required")),
        ({"letter": ["a", "a"]}, (1, "", "repeated_key")),
        ({"words": ["few", "too many"]}, (1, "words", "maxLength")),
        ({"whole": [9, -1], "share": [9.0, -1.0]}, (1, "whole", "minimum")),
        ({"whole": [9, 10]}, (1, "whole", "maximum")),
        ({"share": [9.0, float("nan")]}, (1, "share", "required")),
        ({"share": [9.5, 1.0]}, (0, "", "share_of_whole")),
    ],
)
def test_one_value_that_breaks_a_rule_is_found(
    contract: Contract, broken: dict[str, Any], found: tuple[int, str, str]
):
    told = breaches(contract, pl.DataFrame(SOUND | broken), contract.key)
    assert (*found, None) in told.rows()


@pytest.mark.parametrize(
    ("holds", "kind"),
    [
        ("nowhere > 1", "ColumnNotFoundError"),
        ("words > whole", "ComputeError"),
        ("share <= (whole", "SQLInterfaceError"),
    ],
)
def test_a_check_that_fails_is_said_to_fail_and_never_to_have_passed(
    tmp_path: Path, holds: str, kind: str
):
    broken = FORM.replace("share <= whole", holds)
    (tmp_path / "drawn.toml").write_text(broken, encoding="utf-8")
    contract = Contract.load("drawn", tmp_path)
    table = pl.DataFrame(SOUND | {"letter": ["a", "B"]})
    told = breaches(contract, table, contract.key)
    assert sorted(told.rows(), key=str) == [
        (1, "letter", "pattern", None),
        (None, "", "share_of_whole", kind),
    ]


def test_a_table_that_breaks_its_contract_does_not_come_to_rest(contract: Contract):
    with pytest.raises(ContractError, match="'letter', 'pattern', 1"):
        at_rest(contract, pl.DataFrame(SOUND | {"letter": ["a", "B"]}))
    with pytest.raises(ContractError, match="another type"):
        at_rest(contract, pl.DataFrame(SOUND).cast({"whole": pl.Int32}))
