import pytest

from iro_pipeline.facts.neighbours import neighbour
from iro_pipeline.facts.published import published_figure
from iro_pipeline.facts.statistics import cla_statistic
from tests.inspections import claimed, inspected, rested, rules

EES = "time_period,time_identifier,geographic_level,country_code,country_name"
AREA = f"{EES},region_code,region_name,old_la_code,la_name,new_la_code"

LOOKED_AFTER = "Children looked after at 31 March each year"


def rates(*rows: str) -> str:
    """DfE's table of numbers and rates: level, region, authority's codes, and three numbers."""
    lines = []
    for row in rows:
        level, region, old, new, *numbers = row.split()
        where = f"{level.replace('_', ' ')},E92000001,England,{region},,{old},,{new}"
        lines.append(f"2024,Reporting year,{where},{LOOKED_AFTER},{','.join(numbers)}")
    header = f"{AREA},population_count,population_estimate,number,rate_per_10000"
    return "\ufeff" + "\n".join([header, *lines]).replace("-", "")


RATES = rates(
    "National - - - 9000 590 66",
    "Regional E12000009 - - 9000 590 66",
    "Local_authority E12000009 933 E06000066 8700 586 67",
    "Local_authority E12000009 420 E06000053 300 c c",
    "Local_authority E12000009 - E06000053 300 c ?",
)


def test_a_symbol_stands_for_a_number_and_every_level_has_its_key():
    found = inspected("cla_statistics/2024/rates.csv", RATES)
    assert found.accepted["children_status"].to_list() == ["", "", "", "c"]
    assert rules(found) == {("la_code", "authority_without_code"), ("rate_per_10000", "type")}
    fact = rested("cla_statistic", cla_statistic(found.accepted.lazy()))
    assert fact.select("authority", "children").rows() == [
        ("E06000053", None),
        ("E06000066", 586),
    ]


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("age,accommodation_suitability", "care_leaver_accommodation"),
        ("age,activity", "care_leaver_activity"),
        ("cla_group,characteristic", "characteristic"),
        ("cla_group,placement_stability", "placement_stability"),
    ],
)
def test_the_other_tables_of_a_release_are_recognised_and_set_aside(columns, table):
    found = claimed("cla_statistics/2024/x.csv", f"{AREA},{columns},number,percentage\n{',' * 13}")
    assert found.contract.table == table
    assert found.contract.recognises_only


def wide(header: str, pairs: str, row: str, closeness: str, end: str = "") -> str:
    """A model's table: an authority and ten neighbours, 901 to 910."""
    named = ",".join(pairs.format(rank=rank) for rank in range(1, 11))
    alike = ",".join(f"{900 + rank},{closeness}" for rank in range(1, 11))
    return f"\ufeff{header},{named}{end}\n{row},{alike}{end}"


MODEL_2021 = wide(
    "LA num,LA Name,LA number,GOInd,GOReg", "SN{rank},SNP", "341,Liverpool,341,2,North West",
    "Very Close", ","
)  # fmt: skip
MODEL_2025 = wide(
    "old_la_code,la_name,region_ind,region_name", "SN_{rank},SN_{rank}P",
    "341,Liverpool,2,North West", "Close "
)  # fmt: skip


@pytest.mark.parametrize(
    ("period", "text", "closeness"),
    [(2021, MODEL_2021, "very_close"), (2025, MODEL_2025, "close")],
)
def test_both_wide_forms_of_the_models_become_one_long_table(period, text, closeness):
    found = inspected(f"statistical_neighbours/{period}/model.csv", text)
    assert found.faults.is_empty()
    long = rested("neighbour", neighbour(found.accepted.lazy()))
    assert long["neighbour_la_code"].to_list() == [str(900 + rank) for rank in range(1, 11)]
    assert set(long["closeness"]) == {closeness}


FIGURES = """
authority,year,measure,value,unit,source_url,quote
Poole,2015/16,reviews_on_time_pct,97,percent,https://example.org/1,[paraphrase] 97% on time
Poole,2022/23,reviews_on_time_pct,97,percent,https://example.org/1,97% on time
Ceredigion,2022/23,reviews_on_time_pct,97,percent,https://example.org/2,97% on time
Dorset,2018/19,cla,462,count,https://example.org/3,462 looked after
Dorset,2019-04,cla,460,count,https://example.org/3,460 looked after
"""


def test_a_council_is_the_one_that_stood_when_its_figure_begins():
    found = inspected("published_figures/figures.csv", FIGURES)
    assert rules(found) == {("authority", "unknown_authority"), ("authority", "not_in_england")}
    long = rested("published_figure", published_figure(found.accepted.lazy()))
    assert long.select("authority", "period").rows() == [
        ("E06000029", 2016),
        ("E06000059", None),
        ("E10000009", 2019),
    ]
