"""From a mapping to the function that makes an observation of a row."""

from __future__ import annotations

from collections.abc import Callable

from ceasewatch.model.belief import Ignorance
from ceasewatch.model.errors import RowError
from ceasewatch.model.ids import FeedId, ObserverId, PartyId
from ceasewatch.model.observation import Observation, SourceRef
from ceasewatch.model.place import Place
from ceasewatch.model.values import Means, ObserverKind, Qualifier, Role
from ceasewatch.sources.feed import FeedContext
from ceasewatch.sources.fields import Fields
from ceasewatch.sources.row import Row
from ceasewatch.sources.table.mapping import Mapping, Value
from ceasewatch.sources.table.value import blame, getter, listed, member
from ceasewatch.sources.table.what import belief_of, count_of, harm_of, kind_of, weapon_of
from ceasewatch.sources.table.when import interval_of
from ceasewatch.sources.table.where import place_of

PlaceOf = Callable[[Fields], Place]


class Builder:
    """Makes observations of rows; the mapping is compiled once for the file.

    Raises:
        DataError: the mapping names an unknown unit; UsageError: an unknown zone.
    """

    def __init__(self, mapping: Mapping, context: FeedContext, feed: FeedId, file: str) -> None:
        self._mapping, self._feed, self._file = mapping, feed, file
        observer = mapping.observer
        self._observer, self._observer_kind = getter(observer.id), getter(observer.kind)
        self._means, self._role = getter(observer.means), getter(observer.role)
        self._when = interval_of(mapping.time, context.zone)
        self._reported = interval_of(mapping.reported, context.zone) if mapping.reported else None
        self._place = place_of(mapping.place, context.gazetteer)
        self._kind, self._count = kind_of(mapping.kind), count_of(mapping.count)
        self._harm, self._weapon = harm_of(mapping.harm), weapon_of(mapping.weapon)
        self._qualifiers = listed(mapping.qualifiers)
        parties = frozenset(str(p.id) for p in context.parties)
        self._said_of = belief_of(mapping.said_of, parties, Ignorance.not_known)
        self._control, self._speaker = _party(mapping.control, parties), _party(mapping.speaker, parties)
        self._area, self._text, self._language = (getter(v) for v in (mapping.area, mapping.text, mapping.language))
        self._row_id, self._urls, self._outlets = getter(mapping.row_id), listed(mapping.urls), listed(mapping.outlets)
        self._used = {ref.column for ref in mapping.refs()}

    def __call__(self, row: Row, place: Place | None = None) -> Observation:
        """The observation of ``row``; ``place`` overrides the mapping's (a GeoJSON geometry)."""
        fields, observer = row.fields, self._mapping.observer
        who = self._observer(fields)
        if not who:
            raise RowError("no value", field=blame(observer.id))
        qualifiers = (member(Qualifier, q, blame(self._mapping.qualifiers)) for q in self._qualifiers(fields))
        return Observation(
            feed=self._feed,
            observer=ObserverId(who),
            observer_kind=member(ObserverKind, self._observer_kind(fields), blame(observer.kind)),
            role=member(Role, self._role(fields), blame(observer.role)),
            phenomenon=self._when(fields),
            reported_at=self._reported(fields).end if self._reported else None,
            means=member(Means, self._means(fields), blame(observer.means)),
            place=place if place is not None else self._place(fields),
            kind=self._kind(fields),
            qualifiers=tuple(qualifiers),
            count=self._count(fields),
            harm=self._harm(fields),
            weapon=self._weapon(fields),
            area_name=self._area(fields),
            control=self._control(fields),
            said_of=self._said_of(fields),
            speaker=self._speaker(fields),
            text=self._text(fields),
            language=self._language(fields),
            source=SourceRef(
                file=self._file,
                line=row.line,
                row_id=self._row_id(fields),
                urls=self._urls(fields),
                outlets=self._outlets(fields),
            ),
            properties=self._properties(fields),
        )

    def _properties(self, fields: Fields) -> tuple[tuple[str, str], ...]:
        names = self._mapping.properties
        if names == ("*",):
            return tuple((n, v) for n, v in fields.items() if v.strip() and n not in self._used and n[:1] != "@")
        return tuple((n, v) for n in names if (v := fields.get(n, "")).strip())


def _party(value: Value | None, parties: frozenset[str]) -> Callable[[Fields], PartyId]:
    get, field = getter(value), blame(value)

    def read(fields: Fields) -> PartyId:
        code = get(fields)
        if code and parties and code not in parties:
            raise RowError(f"{code[:40]!r} is none of the mission's parties {', '.join(sorted(parties))}", field=field)
        return PartyId(code)

    return read
