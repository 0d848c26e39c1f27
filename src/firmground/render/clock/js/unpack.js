/* Reads the block of data that pack.py writes: a header of texts, then columns of numbers. */
const FORMAT = 1;

function fromBase64(text) {
  const plain = atob(text.trim());
  const bytes = new Uint8Array(plain.length);
  for (let i = 0; i < plain.length; i += 1) bytes[i] = plain.charCodeAt(i);
  return bytes;
}

/* Resolves to the scene; rejects where the browser cannot unpack. `source`: base64 or bytes. */
async function readScene(source) {
  const bytes = typeof source === "string" ? fromBase64(source) : new Uint8Array(source);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const plain = new Uint8Array(await new Response(stream).arrayBuffer());
  const size = new DataView(plain.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(plain.subarray(4, 4 + size)));
  if (header.format !== FORMAT) throw new Error("the data of the map are of another version");
  const places = new Map(header.columns.map(([name, count, differences, at]) => [name, { count, differences, at }]));
  const body = plain.subarray(4 + size);
  return shapeScene(header, (name) => (places.has(name) ? readColumn(body, places.get(name)) : null));
}

function readColumn(body, { count, differences, at }) {
  const numbers = new Int32Array(count);
  let here = at, last = 0;
  for (let i = 0; i < count; i += 1) {
    let value = 0, factor = 1, byte;
    do {
      byte = body[here];
      here += 1;
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    value = value % 2 ? -(value + 1) / 2 : value / 2;
    last = differences ? last + value : value;
    numbers[i] = last;
  }
  return numbers;
}

/* From counts to the places where each begins, with the end of the last. */
function starts(counts) {
  const first = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i += 1) first[i + 1] = first[i] + counts[i];
  return first;
}

function shapeScene(header, column) {
  const scene = {
    first: header.first,
    stop: header.stop,
    parties: header.parties,
    holdings: header.holdings.map(([ground, holders, present, coded, words]) => ({ ground, holders, present, coded, words })),
    sources: header.sources.map(([title, by, published, url, licence]) => ({ title, by, published, url, licence })),
    frame: header.frame,
    steps: header.steps,
    withinKm: header.withinKm,
    leftOut: header.leftOut,
    text: (code) => header.texts[code] || "",
    shapes: readShapes(column, "s"),
    land: readShapes(column, "l"),
    borders: readShapes(column, "b"),
    inner: { lon: column("s.lon"), lat: column("s.lat") },
  };
  scene.maps = header.maps.map((map, n) => ({ ...map, n, pieces: readPieces(column, `m${n}.`, header.first) }));
  scene.readings = header.readings.map((reading, n) => ({ ...reading, parts: readParts(column, `r${n}.`) }));
  scene.claims = header.claims.map((claim, n) => ({
    ...claim,
    code: column(`c${n}.standing`),
    own: column(`c${n}.own`),
    number: column(`c${n}.number`),
  }));
  scene.places = {
    first: starts(column("p.options")),
    label: column("p.label"),
    reason: column("p.reason"),
    lon: column("o.lon"),
    lat: column("o.lat"),
    radius: column("o.radius"),
    shape: column("o.shape"),
    name: column("o.name"),
  };
  scene.events = readEvents(column, header.first);
  return scene;
}

function readShapes(column, prefix) {
  return {
    ring: starts(column(`${prefix}.rings`)),
    point: starts(column(`${prefix}.points`)),
    x: column(`${prefix}.x`),
    y: column(`${prefix}.y`),
  };
}

function readPieces(column, prefix, day) {
  const pieces = {};
  for (const name of [
    "shape", "lon", "lat", "placed", "radius", "holding", "certain0", "certain1", "possible0", "possible1",
    "name", "note", "url", "file", "row", "rows", "source",
  ]) pieces[name] = column(prefix + name);
  for (const name of ["certain0", "certain1", "possible0", "possible1"]) shift(pieces[name], day);
  return pieces;
}

function readParts(column, prefix) {
  const first = column(`${prefix}first`);
  if (!first) return null;
  const parts = { first };
  for (const name of ["holding", "percent", "more", "note"]) parts[name] = column(prefix + name);
  return parts;
}

function readEvents(column, day) {
  const events = {};
  for (const name of [
    "place", "start", "length", "occurrence", "by", "kind", "target", "dataset", "file", "source", "row", "note",
    "duplicate", "id", "id.number", "id.digits", "url", "url.number", "url.digits",
  ]) events[name] = column(`e.${name}`);
  events.count = events.place.length;
  shift(events.start, day);
  events.stop = events.start.map((start, e) => start + events.length[e]);
  return events;
}

function shift(numbers, by) {
  for (let i = 0; i < numbers.length; i += 1) numbers[i] += by;
}

/* A text that ends in a number, put together again. */
function numbered(scene, name, e) {
  const { events } = scene;
  if (!events[name]) return "";
  const digits = events[`${name}.digits`][e];
  const number = digits ? String(events[`${name}.number`][e]).padStart(digits, "0") : "";
  return scene.text(events[name][e]) + number;
}
