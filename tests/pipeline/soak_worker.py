"""A run with an intake beside it, as a server has them, to be killed: it answers each body that is durable."""

from __future__ import annotations

import base64
import json
import sys
import threading
from pathlib import Path

from ceasewatch.pipeline.intake import Intake
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.run import Pace, Runner, run_until_signalled


def serve(intake: Intake) -> None:
    """One JSON object a line in; one acknowledgement a line out, when the rows are on the disk."""
    for line in sys.stdin:
        asked = json.loads(line)
        result = intake.accept(asked["feed"], asked["name"], base64.b64decode(asked["body"]))
        sys.stdout.write(json.dumps({"name": asked["name"], "rows": result.rows}) + "\n")
        sys.stdout.flush()


def main() -> None:
    path, keys = Path(sys.argv[1]), Path(sys.argv[2])
    runner = Runner(MissionFolder.open(path, keys), pace=Pace(poll_s=0.03, sign_s=0.1, confirm_s=0.7, silence_s=0.2))
    intake = Intake(folder=MissionFolder.open(path, keys), wake=runner.wake)
    threading.Thread(target=serve, args=(intake,), daemon=True).start()
    run_until_signalled(runner)


if __name__ == "__main__":
    main()
