"""Names: spellings meet, ambiguity is reported, hints decide and say so, nothing is guessed."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.geo.gazetteer import Ambiguous, Gazetteer, GazetteerEntry, Match, NotFound, Offset
from ceasewatch.geo.names import ascii_fold, fold, unit_fold
from ceasewatch.geo.rose import bearing_range
from ceasewatch.model import Position, Sector


def ids(found: Ambiguous) -> list[str]:
    return [e.id for e in found.candidates]


@pytest.mark.parametrize("name", ["Harbour Town", "harbour-town", "HARBOUR  TOWN", "Гавань", "ГАВАНЬ", "Га\u0301вань"])
def test_spellings_of_one_name_meet(gazetteer: Gazetteer, name: str) -> None:
    found = gazetteer.find(name)
    assert isinstance(found, Match)
    assert found.entry.id == "1"
    assert found.decided_by == ()


@pytest.mark.parametrize("mark", ["'", "\u2019", "\u02bc", "`", "\u2018", ""])
def test_apostrophes_do_not_matter(gazetteer: Gazetteer, mark: str) -> None:
    found = gazetteer.find(f"Eagle{mark}s Nest")
    assert isinstance(found, Match)
    assert found.entry.id == "3"
    assert found.by == "alternate"


def test_transliteration_is_a_last_resort_and_says_so(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Havan")
    assert isinstance(found, NotFound)
    found = gazetteer.find("Ivano Polé")
    assert isinstance(found, Match)
    assert (found.entry.id, found.by) == ("6", "transliteration")


def test_a_name_of_several_places_is_ambiguous(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Orlivka")
    assert isinstance(found, Ambiguous)
    assert ids(found) == ["2", "3"]


def test_main_names_come_first_but_do_not_win(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Svitle")
    assert isinstance(found, Ambiguous)
    assert ids(found) == ["4", "5"]


@pytest.mark.parametrize(
    ("hint", "decided", "expected"),
    [
        ({"admin": "South"}, ("admin",), "3"),
        ({"admin": "Northern oblast"}, ("admin",), "2"),
        ({"admin": "Північна область"}, ("admin",), "2"),
        ({"near": Position.of(-41.4, -20.1)}, ("near",), "3"),
        ({"within": shapely.box(-20.0, -40.5, -19.0, -39.5)}, ("within",), "2"),
        ({"offset": Offset("Harbour Town", (43_000, 43_000), (bearing_range("E"),))}, ("offset",), "2"),
        ({"offset": Offset("Гавань", (160_000, 175_000))}, ("offset",), "3"),
    ],
)
def test_a_hint_that_leaves_one_decides(
    gazetteer: Gazetteer, hint: dict[str, object], decided: tuple[str, ...], expected: str
) -> None:
    found = gazetteer.find("Orlivka", **hint)  # type: ignore[arg-type]
    assert isinstance(found, Match)
    assert (found.entry.id, found.decided_by) == (expected, decided)
    assert {e.id for e in found.others} == {"2", "3"} - {expected}


def test_the_only_place_of_a_name_is_refused_if_a_hint_contradicts_it(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Harbour Town", admin="South", near=Position.of(0, 0))
    assert isinstance(found, NotFound)
    assert [(e.id, why) for e, why in found.rejected] == [("1", "admin, near")]
    wrong_way = Offset("Harbour Town", (43_000, 43_000), (bearing_range("west"),))
    assert isinstance(gazetteer.find("Orlivka", offset=wrong_way), NotFound)


def test_an_offset_from_an_unknown_place_is_not_checked_and_the_match_says_so(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Harbour Town", offset=Offset("Atlantis", (1, 2)))
    assert isinstance(found, Match)
    assert found.unchecked == ("offset",)


def test_an_offset_locates_a_place_that_nobody_lists(gazetteer: Gazetteer) -> None:
    offset = Offset("Harbour Town", (4_000, 5_000), (bearing_range("SSE"),))
    found = gazetteer.located(offset)
    assert isinstance(found, Sector)
    assert (found.origin, found.range_from_m, found.range_to_m) == (Position.of(-40, -20), 4_000, 5_000)
    assert gazetteer.located(Offset("Orlivka", (1, 2))) is None
    assert gazetteer.located(Offset("Atlantis", (1, 2))) is None


def test_joined_gazetteers_do_not_drop_either_place(gazetteer: Gazetteer) -> None:
    both = gazetteer.joined(Gazetteer([GazetteerEntry("7", ("Harbour Town",), 1.0, 1.0)]))
    assert len(both) == len(gazetteer) + 1
    assert isinstance(both.find("Harbour Town"), Ambiguous)
    assert isinstance(both.find("Orlivka", admin="Northern oblast"), Match)


def test_one_place_that_two_gazetteers_know_is_one_place() -> None:
    pack = Gazetteer([GazetteerEntry("p", ("Zolota",), 1.0, 1.0, radius_m=2_000)])
    twin = GazetteerEntry("g", ("Zolota", "Золота"), 1.0, 1.02, admin1="North", population=9, radius_m=2_000)
    far = GazetteerEntry("far", ("Zolota",), 1.0, 1.05, radius_m=2_000)
    found = pack.joined(Gazetteer([twin])).find("Золота", admin="North")
    assert isinstance(found, Match)
    assert (found.entry.id, found.entry.lon, found.entry.population) == ("p", 1.0, 9)
    both = pack.joined(Gazetteer([twin, far])).find("Zolota")
    assert isinstance(both, Ambiguous)
    assert ids(both) == ["p", "far"]


def test_neighbours_across_a_border_are_two_places() -> None:
    here = Gazetteer([GazetteerEntry("a", ("Brod",), 1.0, 1.0, admin1="North")])
    there = Gazetteer([GazetteerEntry("b", ("Brod",), 1.0, 1.01, admin1="South")])
    assert isinstance(here.joined(there).find("Brod"), Ambiguous)


@given(st.text(max_size=30))
def test_any_text_is_found_or_not_but_never_an_error(text: str) -> None:
    gazetteer = Gazetteer([GazetteerEntry("1", ("Гавань",), 0.0, 0.0)])
    assert isinstance(gazetteer.find(text), Match | NotFound)
    assert fold(fold(text)) == fold(text)


def test_text_without_letters_matches_nothing() -> None:
    gazetteer = Gazetteer([GazetteerEntry("1", ("Гавань", "?"), 0.0, 0.0)])
    assert isinstance(gazetteer.find("!!"), NotFound)


def test_folding() -> None:
    assert fold("Ка\u0301дїйЁ") == "кадїйё"
    assert ascii_fold("Ґедзь-2") == ascii_fold("gedz 2")
    assert unit_fold("Донецька область") == unit_fold("Donetska oblast") == "donetska"
    assert unit_fold("oblast") == "oblast"


class TestRealNames:
    """The names that real reports use."""

    def test_petrivske_of_donetsk_is_not_the_one_of_kharkiv(self, ukraine: Gazetteer) -> None:
        assert isinstance(ukraine.find("Petrivske"), Ambiguous)
        found = ukraine.find("Petrivske", admin="Donetsk")
        assert isinstance(found, NotFound)
        assert "Kharkiv" in {e.admin1 for e, _ in found.rejected}
        described = Offset("Donetsk", (41_000, 41_000), (bearing_range("south"),))
        assert isinstance(ukraine.find("Petrivske", offset=described), NotFound)

    @pytest.mark.parametrize(
        ("name", "km", "direction", "of", "geonames_id"),
        [
            ("Svitlodarsk", 57, "north-east", "Donetsk", "692093"),
            ("Yasynuvata", 16, "north-east", "Donetsk", "688373"),
            ("Zalizne", 42, "north-east", "Donetsk", "713176"),
            ("Hnutove", 20, "north-east", "Mariupol", "9529748"),
            ("Chermalyk", 31, "north-east", "Mariupol", "687739"),
            ("Авдіївка", 17, "north", "Donetsk", "713122"),
            ("Avdiivka", 17, "north", "Донецьк", "713122"),
        ],
    )
    def test_distance_and_direction_choose(
        self, ukraine: Gazetteer, name: str, km: int, direction: str, of: str, geonames_id: str
    ) -> None:
        offset = Offset(of, (km * 1000, km * 1000), (bearing_range(direction),))
        found = ukraine.find(name, offset=offset)
        assert isinstance(found, Match)
        assert found.entry.id == geonames_id

    def test_distance_and_direction_can_contradict(self, ukraine: Gazetteer) -> None:
        wrong = Offset("Donetsk", (57_000, 57_000), (bearing_range("south-west"),))
        found = ukraine.find("Svitlodarsk", offset=wrong)
        assert isinstance(found, NotFound)
        assert [why for _, why in found.rejected] == ["offset"]
