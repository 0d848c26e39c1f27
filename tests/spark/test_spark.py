"""On Spark everything is as on one machine, to the last bit. One session for all of it."""

from __future__ import annotations

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from firmground import scale
from firmground.errors import BadRequestError
from oracles import at_scale

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'firmground[spark]'")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java, which is not here", allow_module_level=True)

from firmground import spark as jobs  # noqa: E402 - where there is a Spark


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spark")
    at_scale.in_files(at_scale.events(120), folder / "events")
    at_scale.in_files(at_scale.moments(300), folder / "moments")
    scale.lay_ground(at_scale.drawn(snapshots=False), folder / "ground")
    return folder


@pytest.fixture(scope="module")
def session():
    found = jobs.local_session(2, spark_sql_shuffle_partitions="4", spark_driver_memory="1g")
    yield found
    found.stop()


def rows_of(folder):
    return pa.concat_tables(pq.read_table(file) for file in sorted(folder.rglob("*.parquet")))


def by_id(table):
    return {row["id"]: row for row in table.to_pylist()}


# Spark 4.3 warns of pandas 3, which nothing here hands to it.
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_all_of_it_is_as_on_one_machine(session, world):
    """One test, so that one session serves it however tests are shared out."""
    alone = scale.who_held_files(world / "events", world / "ground", world / "alone")
    expected = rows_of(world / "alone")

    told = jobs.who_held_files(session, world / "events", world / "ground", world / "together")
    assert told == alone
    assert rows_of(world / "together").equals(expected)

    frame = session.read.parquet(str(world / "events"))
    shipped = jobs.ship_ground(session, world / "ground")
    assert by_id(jobs.who_held_frame(frame, shipped).toArrow()) == by_id(expected)

    asked = scale.Counting(by=("kind",), radius=(1.0, 2.0))
    counts, _ = scale.count_files(world / "events", world / "ground", asked)
    assert jobs.count_files(session, world / "events", world / "ground", asked)[0].equals(counts)
    assert jobs.count_frame(frame, world / "ground", asked).equals(counts)

    scale.encounters_files(world / "moments", world / "pairs.parquet", 4, 6, different="by")
    pairs = sorted(map(str, pq.read_table(world / "pairs.parquet").to_pylist()))
    assert len(pairs) > 50
    of_files = jobs.encounters_files(session, world / "moments", 4, 6, different="by", tiles=9)
    assert sorted(map(str, of_files.toArrow().to_pylist())) == pairs
    moments = session.read.parquet(str(world / "moments"))
    of_frame = jobs.encounters_frame(moments, 4, 6, different="by", tiles=5)
    assert sorted(map(str, of_frame.toArrow().to_pylist())) == pairs

    assert_faults_are_told(session, world, frame)


def assert_faults_are_told(session, world, frame):
    (world / "mixed").mkdir()
    shutil.copy(world / "events" / "part-0.parquet", world / "mixed")
    (world / "mixed" / "broken.parquet").write_bytes(b"nothing of the kind")
    told = jobs.who_held_files(session, world / "mixed", world / "ground", world / "of-mixed")
    assert (told.files, [name.rpartition("/")[2] for name in told.faults]) == (1, ["broken.parquet"])
    with pytest.raises(BadRequestError, match=r"broken\.parquet cannot be read as Parquet"):
        jobs.encounters_files(session, world / "mixed", 4, 6)
    with pytest.raises(BadRequestError, match="there is no ground in"):
        jobs.who_held_files(session, world / "events", world / "nowhere", world / "out")
    with pytest.raises(BadRequestError, match="no columns 'when'"):
        jobs.who_held_frame(frame, world / "ground", columns=scale.EventColumns(date="when"))


def test_without_java_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(BadRequestError, match="Java 17 or later, and there is none: install it"):
        jobs.local_session()


def test_workers_without_firmground_are_told_apart():
    from firmground.spark.jobs import _as_request  # noqa: PLC0415 - where there is a Spark

    fault = _as_request(RuntimeError("Traceback ...\nModuleNotFoundError: No module named 'firmground'\n"))
    assert "the workers have no firmground: install it" in str(fault)
    assert (
        str(_as_request(RuntimeError("x\nfirmground.errors.BadRequestError: no ground in /x\n"))) == "no ground in /x"
    )
    assert str(_as_request(RuntimeError("else"))) == "else"
