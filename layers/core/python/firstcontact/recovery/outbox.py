"""Publishes what is due for a case."""

from firstcontact.cases.due import Due
from firstcontact.resolution.ports import Workflow


def publish(case_id: str, due: Due, workflow: Workflow) -> None:
    """Start the workflow where it is due; a repeated call has no effect."""
    workflow.start(case_id, due.begin, due.attempt)
