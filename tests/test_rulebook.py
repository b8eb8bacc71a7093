from iro_pipeline.contracts import Contract, Field, Rule
from iro_pipeline.examination import RULES
from iro_pipeline.rulebook import rules_page

DAY = Field("held_on", "date", "A day", ("REVIEW",), national="166", constraints={"required": True})
CODE = Field("code", "string", "A code", ("CODE",), codes={"PN0": ("under four",)})
FORM = Contract(
    name="raw/ssda903/reviews/2012",
    title="Reviews",
    grain="one row per review",
    key=("held_on",),
    fields=(DAY, CODE),
    rules=(Rule("odd_day", "A day is odd", "TRUE", ("held_on",), "blank", effect="None at all"),),
)


def lines(*words: str) -> list[str]:
    """The lines of a page that hold all of these."""
    page = rules_page([FORM], RULES).splitlines()
    return [line for line in page if all(word in line for word in words)]


def test_a_column_says_what_it_may_hold_and_what_becomes_of_anything_else():
    assert len(lines("| REVIEW |", "| 166 | rejected |")) == 1
    assert len(lines("| CODE |", "one of: PN0; may be empty", "|  | blanked |")) == 1


def test_a_rule_says_what_it_asks_and_what_figures_make_of_it():
    assert lines("odd_day", "the row", "A day is odd", "blanked", "None at all")


def test_rules_that_need_another_table_say_which():
    assert lines("child_not_in_header", "beside header", "INT08", "pointed out")
    assert lines("held_after_care", "beside episodes", "rejected")
    assert not lines("episodes_overlap")


def test_a_form_that_is_only_recognised_has_no_rules():
    aside = Contract(name="raw/ssda903/uasc/2012", title="t", grain="g", key=(), fields=())
    assert "uasc" not in rules_page([aside], RULES)
