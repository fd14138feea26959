"""The demo's story, a chapter for each of its readers. Every figure is read from the mission; none is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ceasewatch.cli.output import console
from ceasewatch.cli.story_figures import largest_echo, score_lines, statement_line
from ceasewatch.docket.clocks import ladder
from ceasewatch.model import FIRING, Assessment, Incident, Kind, Observation, ObserverKind, Outcome, Tier
from ceasewatch.model.ids import FeedId
from ceasewatch.pipeline.catalogue import TRUTH, folder_of
from ceasewatch.pipeline.ingest import ingest
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.products import make_daily
from ceasewatch.pipeline.project import open_projections, project, rebuild
from ceasewatch.pipeline.queries import Listed, listed
from ceasewatch.pipeline.releases import gate_for
from ceasewatch.pipeline.scoring import score_mission
from ceasewatch.pipeline.sectors import sector
from ceasewatch.pipeline.truth import read_truth
from ceasewatch.pipeline.watching import question, quiet
from ceasewatch.release import EffortState, explain_withheld
from ceasewatch.release.render import count_text, position_text
from ceasewatch.report.daily_report import DailyReport
from ceasewatch.report.periods import periods
from ceasewatch.store import Filter

DAY = date(2025, 3, 5)
"""Cut-off of the report: 19:30 in the country of the exercise."""

ISSUED = datetime(2025, 3, 9, 4, 0, tzinfo=UTC)
"""The report is issued when the public's delay of 24 hours is over for the last reports that it rests on."""

ZONE = "kelmar"
"""The zone of the exercise's agreement that the analyst asks about."""

SUPPOSED = "mortar_120"
"""What the analyst supposes to have been fired there."""

STATUS_AT = timedelta(hours=5, minutes=16)
"""The clock is shown so long after first knowledge."""


class Story:
    """Prints what each reader asks for.

    Args:
        exercise: its name.
        folder: the exercise's mission.
        out: where products go.
    """

    def __init__(self, exercise: str, folder: MissionFolder, out: Path) -> None:
        self._exercise = exercise
        self._folder = folder
        self._out = out
        self._console = console()
        self._say("EXERCISE - EXERCISE - EXERCISE", style="bold")
        self._say(f"72 hours of a ceasefire: {folder.mission.name}, an invented country where there is only ocean")

    def deliver(self, deliveries: Iterable[tuple[FeedId, list[Path]]]) -> None:
        """Feed files into the record, then fuse and assess."""
        self._chapter("What came in", "each row is encrypted and on the disk before it is counted")
        for feed, files in deliveries:
            done = ingest(self._folder, feed, files, project=False)
            bad = f", {done.quarantined} quarantined" if done.quarantined else ""
            self._say(f"  {feed:10} {done.new:3} recorded{bad}")
        project(self._folder, task="demo")
        with open_projections(self._folder) as store:
            for row in store.quarantined():
                self._say(f"  quarantined: {row.file}, line {row.line}, field {row.field}: {row.reason}")

    def chief_of_operations(self) -> None:
        """Raw, merged, independent; one PDF; a clock that runs."""
        self._chapter("Chief of operations", "how many things happened, and how long do I have?")
        found = self._all()
        raw = sum(i.reports for i in found.incidents)
        self._say(f"  {raw} raw reports are about {len(found.incidents)} incidents")
        worst = _most_reported(found.incidents)
        sources = ", ".join(f"{n} {kind}" for kind, n in Counter(_kinds(worst, found)).most_common())
        self._say(
            f"  one of them: {worst.area_name}, {worst.when.start:%d %b %H:%MZ}: {worst.reports} raw reports"
            f" ({sources}) -> 1 incident of count {count_text(worst.count)} -> {worst.origins} independent origins"
        )
        echo = largest_echo([o for o in _members(worst, found) if o.observer_kind is ObserverKind.press])
        if echo.copies > 1:
            self._say(
                f"  {echo.copies} of its {echo.reports} press reports copy one story, in {' and '.join(echo.scripts)}"
                " script: one origin, not so many witnesses"
            )
        first = _first_known(worst, found)
        self._say(f"  first known {first:%d %b %H:%MZ}; {STATUS_AT.seconds // 3600} hours later:")
        for face in ladder(first, first + STATUS_AT):
            self._say(f"    {face.words()}")
        self._report = self._daily()
        self._say(f"  daily report for the public: {self._out}/daily-{DAY}.pdf and .html")

    def analyst(self) -> None:
        """The area that nobody watched, and what silence is worth where somebody did."""
        self._chapter("Analyst", "was it quiet, or was nobody looking?")
        for row in self._report.areas:
            blind = row.effort is EffortState.none and not row.now.violations.best
            seen = "not observed (not the same as none)" if blind else count_text(row.now.violations)
            self._say(f"  {row.area or 'area not known':15} effort {row.effort:9} violations: {seen}")
        unseen = [r.area for r in self._report.areas if r.area and r.effort is EffortState.none]
        self._say(f"  what silence is worth: had a round of class {SUPPOSED} exploded there on {DAY:%d %b}?")
        period, _ = periods(DAY, self._folder.mission)
        with open_projections(self._folder) as store:
            for name in (ZONE, *unseen):
                where = sector(self._folder, name, period.start)
                said = quiet(self._folder, store, where, period, question(Kind.explosion, SUPPOSED)).statement
                self._say(f"    {'area' if where.unit else 'disengagement area'} {name}: {statement_line(said)}")

    def lawyer(self) -> None:
        """One incident against each clause, with reasons; nothing signs itself."""
        self._chapter("Lawyer", "what does the agreement say, and how sure is that?")
        found = self._all()
        for a in _near_the_zone(found.assessments):
            self._say(
                f"  {a.clause}: {a.outcome.replace('_', ' ')}, probability of a breach {a.p_breach_ppm / 1e6:.2f}"
            )
            for reason in a.reasons[:2]:
                self._say(f"    because {reason}")
        self._say("  a machine proposes; a finding is signed by a named person")

    def security_officer(self) -> None:
        """One incident at three tiers, and why the public cannot see the rest."""
        self._chapter("Security officer", "who may know where it was?")
        found = self._all()
        incident = _most_reported(found.incidents)
        members = _members(incident, found)
        with open_projections(self._folder) as store:
            gates = [gate_for(self._folder, store, tier, ISSUED) for tier in (Tier.T1, Tier.T3, Tier.T5)]
        for gate in gates:
            for item in gate.incidents([incident], found.assessments, members):
                where = f"cell {item.cell}, at least {item.cell_m / 1000:g} km" if item.cell else position_text(item)
                when = f"{item.start:%d %b %H:%MZ}" if item.start else item.from_day
                self._say(f"  {gate.tier} {gate.rule.audience:34} {where:38} {when}")
        for reason in explain_withheld(gates[-1], incident, members).reasons:
            self._say(f"    T5: {reason}")

    def researcher(self) -> None:
        """How well the truth was found, which an exercise knows; and the same record gives the same incidents."""
        self._chapter("Researcher", "how right is it, and can I repeat it?")
        truth = read_truth(folder_of(self._exercise) / TRUTH)
        for line in score_lines(score_mission(self._folder, truth)):
            self._say(f"  {line}")
        first, second = rebuild(self._folder), rebuild(self._folder)
        same = "the same" if first.digest == second.digest else "DIFFERENT"
        self._say(f"  folded twice from {first.size} entries: {same} digest {first.digest[:32]}...")

    def journalist(self) -> None:
        """The record audited, and its signed checkpoint."""
        self._chapter("Journalist", "has anybody changed it?")
        with self._folder.open_record() as record:
            audit = record.verify()
            note = record.checkpoint()
        state = "everything holds" if audit.sound else f"{len(audit.problems)} problems"
        self._say(f"  {audit.size} entries recomputed, {audit.opened} payloads opened: {state}; signed checkpoint:")
        for line in note.strip().splitlines():
            self._say(f"    {line}")

    def end(self, seconds: float) -> None:
        """Where to go on."""
        self._say("")
        self._say(f"done in {seconds:.1f} s. EXERCISE: nothing of this happened. Look around with:")
        command = f"CEASEWATCH_KEYS={self._out}/keys ceasewatch --mission {self._out}/mission"
        self._say(f"  {command} incidents --tier T1")

    def _all(self) -> Listed:
        with open_projections(self._folder) as store:
            return listed(store, Filter())

    def _daily(self) -> DailyReport:
        made = make_daily(
            self._folder, DAY, ("pdf", "html"), at=ISSUED, as_reported=ISSUED, approved_by="demo, nobody in person"
        )
        for form, content in zip(("pdf", "html"), made.contents, strict=True):
            (self._out / f"daily-{DAY}.{form}").write_bytes(content)
        return made.report

    def _chapter(self, who: str, asks: str) -> None:
        self._say("")
        self._say(f"{who}: {asks}", style="bold")

    def _say(self, text: str, style: str = "") -> None:
        self._console.print(text, style=style or None, markup=False, soft_wrap=True)


def _most_reported(incidents: Iterable[Incident]) -> Incident:
    fire = [i for i in incidents if i.kind.best in FIRING or i.kind.best == Kind.explosion]
    return max(fire, key=lambda i: (i.reports, i.id))


def _members(incident: Incident, found: Listed) -> list[Observation]:
    wanted = {m.observation for m in incident.members}
    return [o for o in found.observations if o.id in wanted]


def _kinds(incident: Incident, found: Listed) -> list[str]:
    return [o.observer_kind.value for o in _members(incident, found)]


def _first_known(incident: Incident, found: Listed) -> datetime:
    return min(o.reported_at or o.phenomenon.end for o in _members(incident, found))


def _near_the_zone(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Of the incident that a zone clause speaks of with the most probable breach, what every clause says."""
    listed_ = list(assessments)
    zoned = [a for a in listed_ if a.clause.endswith("disengagement") and a.outcome is not Outcome.not_applicable]
    if not zoned:
        return []
    best = max(zoned, key=lambda a: a.p_breach_ppm)
    return [a for a in listed_ if a.incident == best.incident]
