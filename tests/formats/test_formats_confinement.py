"""A file that cannot be trusted reads no other file and calls nobody."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import geopandas
import pytest
import shapely

from firmground.formats import child, gdal
from firmground.formats.findings import UnreadableFileError

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="these walls are those of Linux")

# Runs the reader with every opening of a file and every connection written down from the moment it starts to read.
WATCHED = """
import json, sys
from pathlib import Path
from firmground.formats import geojson, kml, maps, tables
import firmground.formats.tables_xlsx, encodings.utf_16, encodings.utf_16_le
path = Path(sys.argv[1])
read = tables.read_table if path.suffix == ".csv" else maps.read_features
read(path.with_name("harmless" + path.suffix), name="x")
seen = []
def watch(event, args):
    if event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "urllib.Request"):
        seen.append([event, str(args[0])])
sys.addaudithook(watch)
_, problems = read(path, name="x")
done = list(seen)
print(json.dumps({"seen": done, "problems": [problem.what for problem in problems]}))
"""


@pytest.fixture
def server():
    """A server on this machine that writes down who calls; nobody may."""
    calls = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", calls
        listening.shutdown()
        thread.join()


HARMLESS = {
    ".geojson": '{"type":"FeatureCollection","features":[]}',
    ".kml": "<kml/>",
    ".csv": "a,b\n1,2\n",
}
POINT = '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[36,33]}}'
HOSTILE = {
    "vrt.geojson": "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>SECRET</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "wfs.geojson": "<OGRWFSDataSource><URL>URL/wfs</URL></OGRWFSDataSource>",
    "wms.geojson": '<GDAL_WMS><Service name="WMS"><ServerUrl>URL/wms?</ServerUrl></Service></GDAL_WMS>',
    "sql.geojson": "SELECT * FROM 'SECRET'",
    "pipeline.geojson": '{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline ! read SECRET"}',
    "tilejson.geojson": '{"tilejson":"2.0.0","tiles":["URL/{z}/{x}/{y}.pbf"]}',
    "arcgis.geojson": '{"type":"FeatureCollection","features":[],"exceededTransferLimit":true,"links":[{"rel":"next","href":"URL/next"}]}',
    "linked.geojson": '{"type":"FeatureCollection","crs":{"type":"link","properties":{"href":"URL/crs"}},"features":['
    + POINT
    + "]}",
    "linkedfile.geojson": '{"type":"FeatureCollection","crs":{"type":"link","properties":{"href":"SECRET"}},"features":[]}',
    "entity.kml": '<!DOCTYPE kml [<!ENTITY x SYSTEM "SECRET">]><kml><Placemark><name>&x;</name></Placemark></kml>',
    "doctype.kml": '<!DOCTYPE kml SYSTEM "URL/kml.dtd"><kml/>',
    "schema.kml": '<kml xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a URL/kml.xsd"/>',
    "include.kml": '<kml xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="SECRET"/></kml>',
    "link.kml": "<kml><NetworkLink><Link><href>URL/x.kml</href></Link></NetworkLink><Placemark><styleUrl>URL/s.kml#a</styleUrl></Placemark></kml>",
    "overlay.kml": "<kml><GroundOverlay><Icon><href>SECRET</href></Icon></GroundOverlay></kml>",
    "formula.csv": "=WEBSERVICE(\"URL/x\"),b\n=cmd|'/c calc'!A0,2\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_opens_nothing_but_itself_and_calls_nobody(tmp_path, server, name):
    address, calls = server
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    path = tmp_path / name
    path.write_text(HOSTILE[name].replace("URL", address).replace("SECRET", str(secret)))
    path.with_name("harmless" + path.suffix).write_text(HARMLESS[path.suffix])
    done = subprocess.run([sys.executable, "-c", WATCHED, str(path)], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert {(event, opened) for event, opened in told["seen"]} == {("open", str(path))}
    assert calls == []
    assert told["problems"] or name in {"arcgis.geojson", "schema.kml", "include.kml", "formula.csv"}
    assert "the secret" not in done.stdout


@pytest.fixture
def geopackage(tmp_path):
    path = tmp_path / "map.gpkg"
    geopandas.GeoDataFrame({"a": ["x"]}, geometry=[shapely.Point(36, 33)], crs=4326).to_file(path)
    return path


@LINUX
def test_the_process_that_reads_for_us_says_which_walls_hold(geopackage):
    with gdal.run_child("GPKG", geopackage) as (answer, table):
        assert table.num_rows == 1
        assert set(answer["walls"]) == {"limits", "empty network", "no sockets", "no other files"}
        assert answer["walls"]["limits"] is True
        assert all(isinstance(holds, bool) for holds in answer["walls"].values())


BEHIND_WALLS = """
import json, socket, subprocess, sys
from firmground.formats import confine
walls = {"limits": confine.limit_work(), **confine.close_network(), **confine.close_files([sys.prefix, sys.argv[1]])}
def tried(act):
    try:
        act()
    except OSError:
        return False
    return True
print(json.dumps({
    "walls": walls,
    "allowed file": tried(lambda: open(sys.argv[1]).close()),
    "other file": tried(lambda: open(sys.argv[2]).close()),
    "new file": tried(lambda: open(sys.argv[2] + ".new", "w").close()),
    "connection": tried(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), 2).close()),
    "program": tried(lambda: subprocess.run([sys.executable, "-c", ""])),
}))
"""


@LINUX
def test_each_wall_that_is_said_to_hold_does(tmp_path, server):
    address, _ = server
    allowed, other = tmp_path / "allowed", tmp_path / "other"
    allowed.write_text("x")
    other.write_text("x")
    port = address.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-c", BEHIND_WALLS, str(allowed), str(other), port],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    walls = told["walls"]
    assert told["allowed file"]
    if walls["no other files"]:
        assert not told["other file"]
        assert not told["new file"]
    if walls["no sockets"] or walls["empty network"]:
        assert not told["connection"]
    if walls["no sockets"]:
        assert not told["program"]


def test_a_child_that_dies_is_one_problem(geopackage, monkeypatch):
    monkeypatch.setattr(child, "_BOOT", "import os; os.abort()")
    with pytest.raises(UnreadableFileError, match="broke the process"), gdal.run_child("GPKG", geopackage):
        pytest.fail("nothing was read")


def test_a_child_that_never_ends_is_ended(geopackage, monkeypatch):
    monkeypatch.setattr(child, "_BOOT", "import time; time.sleep(60)")
    monkeypatch.setattr(child, "WALL_SECONDS", 0.2)
    with pytest.raises(UnreadableFileError, match="was not read within"), gdal.run_child("GPKG", geopackage):
        pytest.fail("nothing was read")


def test_a_driver_that_is_not_alone_is_not_used(geopackage, monkeypatch):
    monkeypatch.setattr(gdal, "_settings", lambda _driver: {})
    with pytest.raises(UnreadableFileError, match="other formats"), gdal.run_child("GPKG", geopackage):
        pytest.fail("nothing was read")


def test_only_the_driver_asked_for_can_open_the_file(geopackage):
    with pytest.raises(UnreadableFileError), gdal.run_child("FlatGeobuf", geopackage):
        pytest.fail("nothing was read")
