"""What every job needs of Spark: a session, the ground on the workers, and one thread a task."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firmground.engine.threads import THREADS_VARIABLE
from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_SHIPPED = "shipped:"


def local_session(processors: int | str = "*", **settings: str) -> SparkSession:
    """A session on this machine alone, without its web page. Raises BadRequestError where pyspark or Java is missing.

    `settings`: further settings of Spark, with "_" for "." ("spark_driver_memory").
    """
    check_spark()
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(f"local[{processors}]").appName("firmground")
    own = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.log.level": "ERROR",
    }
    for name, value in {**own, **{name.replace("_", "."): value for name, value in settings.items()}}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def check_spark() -> None:
    """Raises BadRequestError, with what to install, where pyspark or Java is missing."""
    try:
        import pyspark  # noqa: F401, PLC0415 - an extra
    except ImportError as fault:
        raise BadRequestError("pyspark is not installed: pip install 'firmground[spark]'") from fault
    home = os.environ.get("JAVA_HOME", "")
    found = shutil.which("java") or (home and shutil.which("java", path=str(Path(home) / "bin")))
    if not found:
        raise BadRequestError(
            "Spark needs Java 17 or later, and there is none: install it (Debian: apt-get install "
            "default-jre-headless; conda: conda install openjdk), or set JAVA_HOME"
        )


def ship_ground(spark: SparkSession, ground: str | Path) -> str:
    """Sends the folder of a ground to all workers, which unpack it once each; returns its name for the jobs.

    For workers that share no folder. A ground takes some tens to hundreds of megabytes.
    """
    folder = Path(ground).absolute()
    if not (folder / "ground.json").is_file():
        raise BadRequestError(f"there is no ground in {folder}: write it with lay_ground(control, folder)")
    name = f"{folder.name}-{(folder / 'ground.json').stat().st_mtime_ns:x}.zip"
    packed = Path(tempfile.mkdtemp(prefix="firmground-")) / name
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder))
    spark.sparkContext.addFile(str(packed))
    return _SHIPPED + name


def place_of(ground: str | Path) -> str:
    """Where workers find the ground: as it was shipped, else the same folder, from its root on."""
    text = str(ground)
    return text if text.startswith(_SHIPPED) else str(Path(text).absolute())


def ground_on_worker(ground: str) -> Any:
    """The ground, opened once in each process of a worker; called in tasks only."""
    one_thread()
    from firmground.scale.ground import open_ground  # noqa: PLC0415 - on the worker, at the moment of use

    if not ground.startswith(_SHIPPED):
        return open_ground(ground)
    from pyspark import SparkFiles  # noqa: PLC0415 - as above

    packed = Path(SparkFiles.get(ground.removeprefix(_SHIPPED)))
    place = packed.with_suffix("")
    if not (place / "ground.json").exists():
        unfinished = Path(tempfile.mkdtemp(dir=packed.parent))
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(unfinished)
        try:
            unfinished.rename(place)
        except OSError:  # another process was quicker
            shutil.rmtree(unfinished, ignore_errors=True)
    return open_ground(place)


def one_thread() -> None:
    """Spark runs a task on each processor; kernels of one task use one thread."""
    os.environ.setdefault(THREADS_VARIABLE, "1")
