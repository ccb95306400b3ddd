"""The claim workflow: a photo of a damage claim is checked, then a person decides."""

from infra.workflows.states import States, ask_a_person, assign, call, ending, step

_KEY = "$states.input.detail.object.key"
_TAKE_PHOTO: States = {
    "TakePhoto": {
        "Type": "Pass",
        "Assign": {
            "key": f"{{% {_KEY} %}}",
            "task": {
                "case_id": f"{{% $split({_KEY}, '/')[1] %}}",
                "reason": "",
                "reviewed": False,
                "failed": False,
                "execution": "{% $states.context.Execution.Id %}",
            },
        },
        "Next": "IsOfAClaim",
    },
    "IsOfAClaim": {
        "Type": "Choice",
        "Choices": [{"Condition": "{% $count($split($key, '/')) = 4 %}", "Next": "VerifyClaim"}],
        "Assign": assign(reason="'the photo key belongs to no claim: ' & $key"),
        "Default": "KeepUnresolved",
    },
}

DEFINITION = {
    "Comment": "From a photo to a decision by a person. Claims that fail are kept in the Unresolved queue.",
    "QueryLanguage": "JSONata",
    "StartAt": "TakePhoto",
    "States": {
        **_TAKE_PHOTO,
        **step("VerifyClaim", {"record": "RecordOutcome"}, arguments="{% $merge([$task, {'key': $key}]) %}"),
        **ask_a_person({"send": "SendReply", "record": "RecordOutcome"}),
        "SendReply": call("SendReply", on_error="KeepUnresolved", Next="RecordOutcome"),
        **ending(),
    },
}
