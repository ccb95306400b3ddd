"""The resolution workflow: from a case to its reply, with a person if the suite cannot decide alone."""

from infra.workflows.states import States, ask_a_person, call, choose, ending, step

_TAKE_CASE: States = {
    "TakeCase": {
        "Type": "Pass",
        "Assign": {
            "task": {
                "case_id": "{% $states.input.case_id %}",
                "reason": "{% $exists($states.input.reason) ? $states.input.reason : '' %}",
                "reviewed": "{% $states.input.begin in ['send', 'approved'] %}",
                "failed": False,
                "execution": "{% $states.context.Execution.Id %}",
            }
        },
        "Next": "Begin",
    }
}
_BEGIN = {"guard": "GuardMessage", "action": "TakeAction", "approved": "TakeAction", "send": "SendReply"}

DEFINITION = {
    "Comment": "From a case to its reply. Cases that fail are kept in the Unresolved queue.",
    "QueryLanguage": "JSONata",
    "StartAt": "TakeCase",
    "States": {
        **_TAKE_CASE,
        "Begin": choose(_BEGIN, otherwise="AskAPerson", field="begin"),
        **step("GuardMessage", {"route": "RouteIntent"}),
        **step("RouteIntent", {"retrieve": "RetrieveKnowledge", "plan": "TakeAction"}),
        **step("RetrieveKnowledge", {"draft": "DraftReply"}),
        **step("DraftReply", {"gate": "GateReply"}),
        **step("GateReply", {"send": "SendReply"}),
        **step("TakeAction", {"send": "SendReply", "record": "RecordOutcome"}, on_error="HasAPersonSeenIt"),
        **ask_a_person({"send": "SendReply", "act": "TakeAction", "record": "RecordOutcome"}),
        "SendReply": call("SendReply", on_error="HasAPersonSeenIt", Next="RecordOutcome"),
        "HasAPersonSeenIt": {
            "Type": "Choice",
            "Choices": [{"Condition": "{% $task.reviewed %}", "Next": "KeepUnresolved"}],
            "Default": "AskAPerson",
        },
        **ending(),
    },
}
