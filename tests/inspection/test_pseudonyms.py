from datetime import date

import polars as pl
import pytest

from iro_pipeline.inspection.pseudonyms import Pseudonyms


def tag(text: str | None, scope: str | None = "341", domain: str = "child") -> str:
    rows = pl.DataFrame({"scope": [scope], "child": [text]}, schema_overrides={"scope": pl.String})
    return Pseudonyms(b"k" * 32).replace(rows, "child", domain, "scope")["child"][0]


def test_the_same_child_has_the_same_pseudonym_and_it_says_nothing():
    assert tag("12345") == tag("12345")
    assert len(tag("12345")) == 12
    assert "12345" not in tag("12345")


def test_one_number_in_two_authorities_is_two_children():
    assert tag("12345", "341") != tag("12345", "342")


def test_a_child_is_never_taken_for_an_iro():
    assert tag("12345") != tag("12345", domain="iro")


def test_a_date_of_birth_has_one_tag_in_every_authority_and_it_says_no_date():
    rows = pl.DataFrame({"scope": ["341", "342", "342"], "born": [date(2012, 5, 6)] * 2 + [None]})
    tags = Pseudonyms(b"k" * 32).replace(rows, "born", "birth", "scope")["born"]
    assert (tags[0], tags[2]) == (tags[1], None)
    assert "2012" not in tags[0]
    assert tags[0] != tag("2012-05-06", "")


def test_no_identifier_has_no_pseudonym():
    assert pl.Series([tag("1", None)]).null_count() == 0
    rows = pl.DataFrame({"scope": ["341"], "child": [None]}, schema_overrides={"child": pl.String})
    assert Pseudonyms(b"k" * 32).replace(rows, "child", "child", "scope")["child"].null_count() == 1


def test_the_key_is_made_once_for_its_owner_only(tmp_path):
    place = tmp_path / "identifier.key"
    _, made = Pseudonyms.kept_in(place)
    _, made_again = Pseudonyms.kept_in(place)
    assert (made, made_again) == (True, False)
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_key_cut_short_is_refused(tmp_path):
    place = tmp_path / "identifier.key"
    place.write_bytes(b"short")
    with pytest.raises(ValueError, match="restore"):
        Pseudonyms.kept_in(place)
