"""What each contract expects, as it is said to the person who fills the file in."""

import pytest

from iro_pipeline.contracts import every
from iro_pipeline.inspection.parsing import expected

READ = [each for each in every() if each.name.startswith("raw/") and not each.recognises_only]


@pytest.mark.parametrize("contract", READ, ids=lambda each: each.name)
def test_it_is_said_without_patterns_and_names_of_ours(contract):
    for each in contract.fields:
        if not each.codes:
            said = expected(each)
            assert "pattern" not in each.constraints or each.written, each.name
            assert not {*"[]{}^%"} & {*said}, each.name
            assert "_" not in each.name or each.name not in said


def test_a_file_whose_dates_may_be_in_either_order_has_a_third_way_to_write_them():
    for contract in READ:
        for each in contract.fields:
            if {"%d/%m/%Y", "%m/%d/%Y"} <= set(each.formats):
                assert any(form.startswith("%Y") for form in each.formats)
