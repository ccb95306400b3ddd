"""``python -m infra.workflows``: render every workflow's ASL file."""

from infra.workflows import DEFINITIONS, file_of, render

for name in DEFINITIONS:
    file_of(name).write_text(render(name))
