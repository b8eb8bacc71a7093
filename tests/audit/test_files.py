"""What a file's bytes tell beside its rows."""

import pyarrow as pa
import pyarrow.parquet as pq

from iro_pipeline.audit import files

ROWS = pa.table({"area": ["Bolton", "Bury"], "value": [1.0, None]})


def wrong(tmp_path, rows=ROWS, **options) -> list[str]:
    terms = {"write_statistics": False, "compression": "snappy"} | options
    pq.write_table(rows, tmp_path / "figures.parquet", **terms)
    return [each.words for each in files(tmp_path)]


def test_a_file_of_its_rows_alone_is_let_through(tmp_path):
    assert wrong(tmp_path) == []


def test_statistics_in_the_footer_are_found(tmp_path):
    assert "column value has statistics" in wrong(tmp_path, write_statistics=True)


def test_a_page_index_is_found(tmp_path):
    told = wrong(tmp_path, write_statistics=True, write_page_index=True)
    assert "column value has a page index" in told


def test_an_entry_of_the_dictionary_that_no_row_has_is_found(tmp_path):
    left = pa.DictionaryArray.from_arrays(pa.array([0, 0]), pa.array(["Bolton", "Bury"]))
    told = wrong(tmp_path, pa.table({"area": left}))
    assert told == ["column area has a dictionary entry that no row has"]


def test_an_entry_of_the_footer_that_is_not_ours_is_found(tmp_path):
    told = wrong(tmp_path, ROWS.replace_schema_metadata({"notes": "of Bury"}))
    assert told == ["its footer has an entry that is not ours"]
