"""What holds for every store whose records carry a version: of two who change a record, one wins."""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import pytest
from firstcontact.errors import Conflict, NotFound

from tests.contracts.racing import race


class Store(Protocol):
    """A store of versioned records."""

    def get(self, key: str, /) -> Any: ...

    def put(self, record: Any, /) -> Any: ...


class Kind:
    """One kind of record: its store, how to make one, its key and a field of words."""

    def __init__(self, store: Store, make: Callable[..., Any], name: str, words: str) -> None:
        self.get, self.put, self.make = store.get, store.put, make
        self.name, self._words = name, words

    def key(self, record: Any) -> str:
        return str(getattr(record, self.name))

    def saying(self, record: Any, words: object) -> Any:
        """The record with other words."""
        return record.model_copy(update={self._words: str(words)})

    def words(self, record: Any) -> str:
        return str(getattr(record, self._words))


class VersionedContract:
    """The tests; a subclass has a fixture ``kind``."""

    def test_a_record_comes_back_as_it_was_put_one_version_on(self, kind: Kind) -> None:
        record = kind.make()
        first = record.model_copy(update={"version": 1})
        assert kind.put(record) == first
        assert kind.get(kind.key(record)) == first

    def test_an_unknown_record_is_not_found(self, kind: Kind) -> None:
        with pytest.raises(NotFound) as refusal:
            kind.get(kind.key(kind.make()))
        assert refusal.value.code == kind.name.replace("_id", "_not_found")

    def test_each_change_counts_the_version_up(self, kind: Kind) -> None:
        record = kind.put(kind.make())
        for version in (2, 3, 4):
            record = kind.put(kind.saying(record, version))
            assert record.version == version
        assert kind.words(kind.get(kind.key(record))) == "4"

    def test_changing_what_another_changed_meanwhile_is_a_conflict(self, kind: Kind) -> None:
        read = kind.put(kind.make())
        kind.put(kind.saying(read, "first"))
        with pytest.raises(Conflict) as refusal:
            kind.put(kind.saying(read, "second"))
        assert refusal.value.code == "changed_meanwhile"
        assert kind.words(kind.get(kind.key(read))) == "first"

    def test_a_record_is_made_once(self, kind: Kind) -> None:
        record = kind.make()
        kind.put(record)
        with pytest.raises(Conflict):
            kind.put(record)

    def test_a_record_nobody_made_cannot_be_changed(self, kind: Kind) -> None:
        with pytest.raises(Conflict):
            kind.put(kind.make(version=3))

    def test_records_do_not_touch_each_other(self, kind: Kind) -> None:
        one, other = kind.put(kind.make()), kind.put(kind.make())
        kind.put(kind.saying(one, "changed"))
        assert kind.get(kind.key(other)) == other

    @pytest.mark.parametrize("new", [True, False])
    def test_of_many_writers_at_once_exactly_one_wins(self, kind: Kind, new: bool) -> None:
        record = kind.make() if new else kind.put(kind.make())
        results = race([partial(kind.put, kind.saying(record, n)) for n in range(6)])
        winners = [result for result in results if not isinstance(result, Conflict)]
        assert len(winners) == 1
        assert kind.get(kind.key(record)) == winners[0]
