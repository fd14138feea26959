"""Acceptance scenarios 1 and 2 of the handbook, in words of our own."""

from __future__ import annotations

from ceasewatch.model import CoverageState, Kind, Qualifier, Sector
from ceasewatch.sources.smm_text.observe import Paragraph, observation, outage
from ceasewatch.sources.smm_text.parse import parse
from ceasewatch.sources.smm_text.places import Atlas
from ceasewatch.sources.smm_text.statement import ReportMeta

THREE_SERIES = (
    "At 10:10 on 5 September, a patrol positioned near a checkpoint about 400m north of Oster Bay (government-"
    "controlled, 12km north of Harbour) heard seven explosions 150-200m south-south-east, four of which were "
    "assessed as outgoing mortar (type undetermined) and three as outgoing, weapon undetermined. Between 10:25 "
    "and 11:00, positioned about 5km north-west of Oster Bay, the patrol heard 15 undetermined explosions 5-6km "
    "south-east. Between 08:35 and 10:13, the SMM camera in Oster Bay (government-controlled, 12km north of "
    "Harbour) recorded nine explosions assessed as impacts of automatic-grenade-launcher rounds, all 1.4-1.6km "
    "south-east and south-south-east, assessed as inside the disengagement area."
)


def test_spot_report_thirty_one_explosions_in_three_series(report: ReportMeta, atlas: Atlas) -> None:
    paragraph = Paragraph(THREE_SERIES, 0, report)
    parsed = parse(THREE_SERIES, report)
    assert not parsed.unread
    series = [observation(s, paragraph, atlas) for s in parsed.statements]
    assert [o.count.best for o in series] == [7, 15, 9]
    assert {o.kind.best for o in series} == {Kind.explosion}
    near, far, camera = series
    mortar = near.weapon.classes
    assert mortar.best == "mortar"
    assert abs(mortar.p("mortar") - 4 / 7) < 1e-5
    assert near.qualifiers == (Qualifier.outgoing,)
    assert far.qualifiers == (Qualifier.undetermined,)
    assert camera.weapon.classes.best == "agl"
    assert Qualifier.impact in camera.qualifiers
    assert [o.phenomenon.start.isoformat()[:16] for o in series] == [
        "2018-09-05T07:10", "2018-09-05T07:25", "2018-09-05T05:35",
    ]  # fmt: skip
    places = [o.place for o in series]
    assert all(isinstance(p, Sector) for p in places)
    assert len({(p.origin, p.origin_radius_m) for p in places if isinstance(p, Sector)}) == 3
    assert any("disengagement" in value for _, value in camera.properties)


def test_three_cameras_down_are_coverage_not_quiet(report: ReportMeta, atlas: Atlas) -> None:
    text = "During the reporting period, the SMM cameras in Harbour, Milltown and at Oster Bay were non-operational."
    parsed = parse(text, report)
    assert not parsed.statements
    assert not parsed.unread
    down = [outage(o, atlas) for o in parsed.outages]
    assert [c.observer for c in down] == ["smm:camera:harbour", "smm:camera:milltown", "smm:camera:oster-bay"]
    assert {c.state for c in down} == {CoverageState.down}
    assert {(c.interval.start, c.interval.end) for c in down} == {report.period}


def test_the_camera_that_was_down_is_the_camera_that_records(report: ReportMeta, atlas: Atlas) -> None:
    text = "The SMM camera in Harbour recorded a burst."
    (said,) = parse(text, report).statements
    assert observation(said, Paragraph(text, 0, report), atlas).observer == "smm:camera:harbour"
