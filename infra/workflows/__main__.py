"""``python -m infra.workflows``: render the ASL file of every workflow."""

from infra.workflows import DEFINITIONS, file_of, render

for name in DEFINITIONS:
    file_of(name).write_text(render(name))
