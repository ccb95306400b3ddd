"""The bulk workflow: reads many document files in batches, then checks the index."""

from infra.workflows.states import TEMPORARY, States, retry

RESULTS = "bulk"  # the prefix under which the map writes the result of each batch
_INGEST: States = {
    "IngestFiles": {
        "Type": "Task",
        "Resource": "${IngestFiles}",
        "Retry": [
            retry(TEMPORARY, attempts=8, longest=120, interval=2),
            {"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 1, "MaxAttempts": 8},
        ],
        "End": True,
    }
}

DEFINITION = {
    "Comment": "Read document files and check the index. If started again, it reads only what is missing.",
    "StartAt": "ReadFiles",
    "States": {
        "ReadFiles": {
            "Type": "Map",
            "Label": "Files",
            "ItemReader": {
                "Resource": "arn:${Partition}:states:::s3:listObjectsV2",
                "Parameters": {"Bucket": "${KnowledgeBucket}", "Prefix.$": "$.prefix"},
            },
            "ItemBatcher": {"MaxItemsPerBatch": 10},
            "MaxConcurrency": 4,
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "IngestFiles",
                "States": _INGEST,
            },
            "ResultWriter": {
                "Resource": "arn:${Partition}:states:::s3:putObject",
                "Parameters": {"Bucket": "${KnowledgeBucket}", "Prefix": RESULTS},
            },
            "ResultPath": None,
            "Next": "CheckFiles",
        },
        "CheckFiles": {
            "Type": "Task",
            "Resource": "${CheckFiles}",
            "Parameters": {"prefix.$": "$.prefix"},
            "Retry": [retry(TEMPORARY, attempts=5, longest=120, interval=10)],
            "End": True,
        },
    },
}
