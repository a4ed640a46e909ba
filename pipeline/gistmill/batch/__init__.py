"""Many documents to one output: on one machine or on a cluster, resumable, the same rows either way."""

from gistmill.batch.engine import Engine, WorkerSettings
from gistmill.batch.job import DocumentFailed, Outcome, run_job
from gistmill.batch.manifest import Manifest, State, files_beside
from gistmill.batch.output import check_output_kind
from gistmill.batch.plan import Plan, Position, count_documents, plan_inputs
from gistmill.batch.rows import Finished, Row

__all__ = [
    "DocumentFailed",
    "Engine",
    "Finished",
    "Manifest",
    "Outcome",
    "Plan",
    "Position",
    "Row",
    "State",
    "WorkerSettings",
    "check_output_kind",
    "count_documents",
    "files_beside",
    "plan_inputs",
    "run_job",
]
