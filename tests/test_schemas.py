"""schemas/ read as one text."""

from collections import defaultdict

import polars as pl
import pytest

from iro_pipeline import contracts
from iro_pipeline.inspection.parsing import parsed

EVERY = list(contracts.every())
READ = [each for each in EVERY if each.name.startswith("raw/") and not each.recognises_only]
PEOPLE = {"born", "child", "dispute", "iro", "respondent"}
named = pytest.mark.parametrize("contract", EVERY, ids=lambda each: each.name)


@named
def test_every_contract_says_what_the_table_is_and_what_a_row_is(contract):
    assert contract.title
    assert contract.grain or contract.recognises_only


@named
def test_every_key_is_a_column_and_every_column_has_a_meaning(contract):
    columns = {each.name for each in contract.fields}
    assert set(contract.key) <= columns | set(contract.given)
    assert all(each.description for each in contract.fields)


@named
def test_every_rule_blames_columns_of_the_contract_and_its_expression_can_be_evaluated(contract):
    columns = {each.name for each in contract.fields}
    given = {"arrival": pl.Int64, "period": pl.Int64, "vintage": pl.Int64, "authority": pl.String}
    read = {each.name: each.dtype for each in contract.fields}
    empty = pl.DataFrame(schema={**given, **read})
    for rule in contract.rules:
        assert set(rule.fields) <= columns
        assert empty.select(pl.sql_expr(rule.holds)).schema.dtypes() == [pl.Boolean]


@pytest.mark.parametrize("contract", READ, ids=lambda each: each.name)
def test_every_column_of_a_file_can_be_read_from_text(contract):
    text = pl.DataFrame({"arrival": [1], **{each.name: ["?"] for each in contract.fields}})
    for each in contract.fields:
        assert text.select(parsed(each)).dtypes == [each.dtype]


def test_a_name_has_one_type_and_one_code_list_everywhere():
    meanings = defaultdict(set)
    for contract in EVERY:
        for each in contract.fields:
            meanings[each.name].add((str(each.dtype), each.codes_list))
    assert {name: meant for name, meant in meanings.items() if len(meant) > 1} == {}


def test_people_are_known_by_keyed_hashes_only():
    identified = {each.name for contract in READ for each in contract.fields if each.identifier}
    people = {each.name for contract in READ for each in contract.fields if each.name in PEOPLE}
    assert people == identified == PEOPLE
