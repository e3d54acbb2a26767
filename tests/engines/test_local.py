"""Engines give the same results in the same order, wherever they run them."""

import pytest

from newsgrid.engines import LoopEngine, PoolEngine, engine_for
from newsgrid.errors import FetchError, PageError, RecordError


def double(number: int) -> int:
    return 2 * number


def wrong(number: int) -> Exception:
    return FetchError(f"no {number}", url="http://a.example/", reason="timeout", status=0, retry_after_s=3.0)


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_items(processes: int) -> None:
    with engine_for(processes) as engine:
        assert list(engine.map(double, list(range(30)))) == list(range(0, 60, 2))


def test_one_process_is_a_loop_and_more_are_a_pool() -> None:
    assert isinstance(engine_for(1), LoopEngine)
    with engine_for(2) as pool:
        assert isinstance(pool, PoolEngine)


def test_errors_cross_processes_whole() -> None:
    with engine_for(2) as engine:
        (error,) = engine.map(wrong, [7])
    assert isinstance(error, FetchError)
    assert (str(error), error.url, error.reason, error.retry_after_s) == ("no 7", "http://a.example/", "timeout", 3.0)


@pytest.mark.parametrize(
    "error", [PageError("p", item="i", reason="shell"), RecordError("r", item="i", reason="bad", position=4)]
)
def test_each_error_pickles(error: Exception) -> None:
    import pickle

    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert copy.__dict__ == error.__dict__
