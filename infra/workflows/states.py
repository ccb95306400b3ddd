"""The states that workflows share: a step with retries and error handling, a review by a person, the ending.

The variable ``$task`` is the input of every function of a workflow: the case, and the reason shown to a reviewer.
"""

from collections.abc import Mapping, Sequence
from typing import Any

State = dict[str, Any]
States = dict[str, State]

TASK = "{% $task %}"
# After these the same call may succeed: our own, Lambda's, and those of a function that crashed or was stopped.
# ``Unknown`` is none of them: whether an action was performed is found out before anything is repeated.
TEMPORARY = (
    "Unavailable",
    "TooSlow",
    "Conflict",
    "Runtime.ExitError",
    "Runtime.Unknown",
    "Sandbox.Timedout",
    "Lambda.Unknown",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
    "Lambda.ClientExecutionTimeoutException",
)
_WEEK = 7 * 24 * 3600


def retry(errors: Sequence[str], *, attempts: int, longest: int, interval: int = 1) -> State:
    """Retry these errors, doubling the wait up to ``longest`` seconds, with jitter."""
    return {
        "ErrorEquals": [*errors],
        "IntervalSeconds": interval,
        "BackoffRate": 2,
        "MaxDelaySeconds": longest,
        "MaxAttempts": attempts,
        "JitterStrategy": "FULL",
    }


def assign(**fields: str) -> State:
    """Change fields of ``$task``; each value is a JSONata expression."""
    changes = ", ".join(f"'{name}': {value}" for name, value in fields.items())
    return {"task": f"{{% $merge([$task, {{{changes}}}]) %}}"}


def catch(name: str, to: str) -> list[State]:
    """Handle every error of a state by going to another one, with the error in the reason."""
    reason = assign(reason=f"'{name} failed: ' & $states.errorOutput.Error")
    return [{"ErrorEquals": ["States.ALL"], "Assign": reason, "Next": to}]


def call(name: str, *, on_error: str, arguments: str = TASK, **more: Any) -> State:
    """Call the function with this placeholder: temporary errors are retried, all others go to ``on_error``."""
    return {
        "Type": "Task",
        "Resource": f"${{{name}}}",
        "Arguments": arguments,
        "Retry": [retry(TEMPORARY, attempts=4, longest=20)],
        "Catch": catch(name, on_error),
        **more,
    }


def choose(routes: Mapping[str, str], *, otherwise: str, field: str = "next", **more: Any) -> State:
    """Choose the next state by a field of the input; an unknown value goes to ``otherwise``."""
    choices = [{"Condition": f"{{% $states.input.{field} = '{word}' %}}", "Next": to} for word, to in routes.items()]
    return {"Type": "Choice", "Choices": choices, "Default": otherwise, **more}


def step(name: str, routes: Mapping[str, str], *, on_error: str = "AskAPerson", arguments: str = TASK) -> States:
    """Call a function, store its reason, and choose the next state by its result; unknown results go to a person."""
    return {
        name: call(
            name,
            on_error=on_error,
            arguments=arguments,
            Assign=assign(reason="$states.result.reason"),
            Next=f"After{name}",
        ),
        f"After{name}": choose({**routes, "record": "RecordOutcome"}, otherwise="AskAPerson"),
    }


def ask_a_person(routes: Mapping[str, str]) -> States:
    """Queue the case for review and wait for the decision; after a week without one the case is queued again."""
    away = ["SQS.AmazonSQSException", "SQS.SdkClientException"]
    again = {"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 7}
    return {
        "AskAPerson": {
            "Type": "Task",
            "Resource": "arn:${Partition}:states:::sqs:sendMessage.waitForTaskToken",
            "Arguments": {
                "QueueUrl": "${ReviewQueue}",
                "MessageBody": {
                    "case_id": "{% $task.case_id %}",
                    "task_token": "{% $states.context.Task.Token %}",
                    "reason": "{% $task.reason %}",
                },
            },
            "TimeoutSeconds": _WEEK,
            "Assign": assign(reviewed="true"),
            "Retry": [again, retry(away, attempts=4, longest=20)],
            "Catch": catch("AskAPerson", "KeepUnresolved"),
            "Next": "AfterAskAPerson",
        },
        "AfterAskAPerson": choose(
            routes, otherwise="KeepUnresolved", Assign=assign(reason="'the review ended without a decision'")
        ),
    }


def _keep(to: str, **more: Any) -> State:
    """Put the case into the queue for operators."""
    return {
        "Type": "Task",
        "Resource": "arn:${Partition}:states:::sqs:sendMessage",
        "Arguments": {
            "QueueUrl": "${UnresolvedQueue}",
            "MessageBody": {"case_id": "{% $task.case_id %}", "reason": "{% $task.reason %}"},
        },
        **more,
        "Retry": [retry(["States.ALL"], attempts=8, longest=60)],
        "Next": to,
    }


def ending() -> States:
    """Record the case's outcome; failed cases, and outcomes that cannot be recorded, go to the operators' queue."""
    return {
        "KeepUnresolved": _keep("RecordOutcome", Assign=assign(failed="true")),
        "RecordOutcome": call("RecordOutcome", on_error="KeepUnrecorded", End=True),
        "KeepUnrecorded": _keep("OutcomeUnknown"),
        "OutcomeUnknown": {
            "Type": "Fail",
            "Error": "OutcomeUnknown",
            "Cause": "The outcome could not be recorded; the case waits in the Unresolved queue.",
        },
    }
