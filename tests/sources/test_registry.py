"""Every feed says what it is, and its example is read as it says."""

from __future__ import annotations

import pytest

from ceasewatch.model import Coverage, Observation
from ceasewatch.model.errors import NotFoundError, UsageError
from ceasewatch.sources import FeedContext, Reading, SourceFile, feed, feed_ids

IDS = feed_ids()


def test_unknown_feed_names_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match=r"no feed 'acled'.*firms.*viina"):
        feed("acled")


@pytest.mark.parametrize("feed_id", IDS)
def test_manifest_is_complete(feed_id: str) -> None:
    manifest = feed(feed_id).manifest
    assert manifest.id == feed_id
    for text in (manifest.title, manifest.description, manifest.owner, manifest.independence, manifest.licence):
        assert text.strip()
    assert len(manifest.covers) > 40, "a feed says what it cannot show"
    assert manifest.formats
    assert all(p.help for p in manifest.parameters)


@pytest.mark.parametrize("feed_id", IDS)
def test_example_is_read_as_the_manifest_says(feed_id: str) -> None:
    subject = feed(feed_id)
    example = subject.manifest.example
    context = FeedContext(mapping=example.mapping.encode() or None)
    found = list(subject.read(SourceFile.of(example.text.encode(), example.name), context))
    readings = [r for r in found if isinstance(r, Reading)]
    assert len(readings) == example.readings
    assert len(found) - len(readings) == example.quarantined
    for reading in readings:
        assert isinstance(reading.item, Observation | Coverage)
        assert reading.item.id == "", "the record makes the id"
        assert reading.identity
    assert len({r.identity for r in readings}) == len(readings)


@pytest.mark.parametrize("feed_id", IDS)
def test_unknown_parameter_is_refused(feed_id: str) -> None:
    example = feed(feed_id).manifest.example
    context = FeedContext(mapping=example.mapping.encode() or None, parameters={"colour": "red"})
    with pytest.raises(UsageError, match="no parameter 'colour'"):
        list(feed(feed_id).read(SourceFile.of(example.text.encode(), example.name), context))
