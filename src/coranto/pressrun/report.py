"""The report: what came of a run, as data for a program and as a summary for people."""

from dataclasses import dataclass, field

from coranto.archive.record import Remark
from coranto.errors import ArchiveError, CopyError
from coranto.pressrun.run import Failed, Filed
from coranto.pressrun.survey import Survey


@dataclass(slots=True)
class Report:
    """What came of a run, gathered while it goes on."""

    archive: str
    survey: Survey
    filed: list[Filed] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)
    seconds: float = 0.0
    stopped: str = ""
    """Why the run ended before its end."""
    stop_code: int = 0

    def __post_init__(self) -> None:
        """Count what can't be pressed at all among the failures."""
        for name, folders in self.survey.clashes.items():
            where = " and ".join(f"`{folder}`" for folder in folders)
            message = f"{len(folders)} folders bear the name {name}: {where}; rename all but one"
            self.failed.append(Failed(name, folders[0], message, CopyError.exit_code, (), 0.0))
        for path, why in self.survey.unsearched.items():
            self.failed.append(Failed(str(path), path, f"`{path}` {why}", CopyError.exit_code, (), 0.0))

    def add(self, result: Filed | Failed) -> None:
        """Take in what came of one issue."""
        if isinstance(result, Filed):
            self.filed.append(result)
        else:
            self.failed.append(result)

    def stop(self, why: str, exit_code: int) -> None:
        """Note that the run ended before its end."""
        self.stopped, self.stop_code = why, exit_code

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        return self.stop_code or (ArchiveError.exit_code if self.failed else 0)

    @property
    def left(self) -> int:
        """How many issues were not come to."""
        return (
            len(self.survey.jobs)
            + len(self.survey.clashes)
            + len(self.survey.unsearched)
            - (len(self.filed) + len(self.failed))
        )

    @property
    def pages(self) -> int:
        """How many pages were made."""
        return sum(filed.pages for filed in self.filed)

    def as_data(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return {
            "archive": self.archive,
            "filed": [
                {
                    "issue": filed.name,
                    "editions": list(filed.editions),
                    "pages": filed.pages,
                    "bytes": filed.bytes,
                    "seconds": round(filed.seconds, 3),
                    "reasons": list(filed.reasons),
                    "findings": [_remark(remark) for remark in filed.remarks],
                }
                for filed in sorted(self.filed, key=lambda filed: filed.name)
            ],
            "failed": [
                {
                    "issue": failed.name,
                    "folder": str(failed.folder),
                    "error": failed.message,
                    "exit_code": failed.exit_code,
                    "findings": [_remark(remark) for remark in failed.remarks],
                }
                for failed in sorted(self.failed, key=lambda failed: failed.name)
            ],
            "current": list(self.survey.current),
            "orphans": list(self.survey.orphans),
            "pruned": self.pruned,
            "left": self.left,
            "stopped": self.stopped,
            "pages": self.pages,
            "seconds": round(self.seconds, 3),
        }


def plan_as_data(survey: Survey) -> dict[str, object]:
    """Return what a run would do as JSON has it."""
    return {
        "stale": [{"issue": job.name, "folder": str(job.folder), "reasons": list(job.reasons)} for job in survey.jobs],
        "current": list(survey.current),
        "clashes": {name: [str(folder) for folder in folders] for name, folders in survey.clashes.items()},
        "unsearched": {str(path): why for path, why in survey.unsearched.items()},
        "orphans": list(survey.orphans),
    }


def _remark(remark: Remark) -> dict[str, object]:
    return remark.model_dump(mode="json")
