from iro_pipeline.disclosure import PUBLIC, Audience, protect
from tests.disclosure.drawn import BOLTON, BURY, NOTHING, SUNDERLAND, made, seen

TABLE = "published_figures"


def test_what_a_council_published_is_withheld_from_nobody():
    found = seen(protect(made(NOTHING), PUBLIC), TABLE)
    assert found.select("authority", "value").rows() == [(BOLTON, 3), (SUNDERLAND, 80)]


def test_a_network_sees_what_its_own_members_published():
    found = seen(protect(made(NOTHING), Audience("network", "North East")), TABLE)
    assert found["authority"].to_list() == [SUNDERLAND]


def test_an_authority_has_the_table_when_it_published_something():
    found = seen(protect(made(NOTHING), Audience("authority", BOLTON)), TABLE)
    assert found["authority"].to_list() == [BOLTON]
    assert TABLE not in protect(made(NOTHING), Audience("authority", BURY)).tables
