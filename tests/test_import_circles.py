"""No two files of the repository import each other in a circle, not even for type checking."""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

PACKAGES = ("firstcontact", "functions", "infra", "layers", "tests")


def check_order(graph: grimp.ImportGraph) -> None:
    """``CycleError``, which names the files, if some files import each other in a circle."""
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()


def test_no_files_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=False, cache_dir=None)
    assert {"firstcontact.cases.case", "functions.chat.rest", "infra.app", __name__} <= graph.modules
    check_order(graph)


def test_a_circle_of_three_is_found() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")):
        graph.add_import(importer=importer, imported=imported)
    with pytest.raises(CycleError):
        check_order(graph)
