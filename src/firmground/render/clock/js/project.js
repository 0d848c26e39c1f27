/* From longitude and latitude to units of the frame: azimuthal equidistant around the frame's middle (Snyder 1987,
   chapter 25), the same formula as the static map's. It has no seam; a shape may cross 180 degrees. */
const EARTH_KM = 6371.0088, WIDE = 1200, TALL = 900, RADIAN = Math.PI / 180;

function makeProjection([lon, lat, x, y, scale]) {
  const sin0 = Math.sin(lat * RADIAN), cos0 = Math.cos(lat * RADIAN);
  const project = (lons, lats, out, at) => {
    const turn = (lons - lon) * RADIAN, phi = lats * RADIAN, sin = Math.sin(phi), cos = Math.cos(phi), cosTurn = Math.cos(turn);
    const c = Math.acos(Math.min(1, Math.max(-1, sin0 * sin + cos0 * cos * cosTurn)));
    const k = (c < 1e-9 ? 1 : c / Math.max(Math.sin(c), 1e-6)) * EARTH_KM * scale;
    out[at] = k * cos * Math.sin(turn) - x * scale + WIDE / 2;
    out[at + 1] = TALL / 2 - k * (cos0 * sin - sin0 * cos * cosTurn) + y * scale;
  };
  return { project, scale };
}

/* All shapes of a group as paths in units of the frame, each with its box; long edges bend as the projection does. */
function projectShapes(shapes, steps, { project }, closed) {
  const result = [], point = [0, 0];
  for (let s = 0; s + 1 < shapes.ring.length; s += 1) {
    const path = new Path2D(), box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let ring = shapes.ring[s]; ring < shapes.ring[s + 1]; ring += 1) {
      const first = shapes.point[ring], last = shapes.point[ring + 1];
      if (last - first < (closed ? 3 : 2)) continue;
      traceRing(path, box, shapes, first, last, steps, project, point, closed);
    }
    result.push({ path, box, area: Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1]) });
  }
  return result;
}

function traceRing(path, box, { x, y }, first, last, steps, project, point, closed) {
  let lon = x[first] / steps, lat = y[first] / steps;
  const put = (toLon, toLat, start) => {
    project(toLon, toLat, point, 0);
    if (start) path.moveTo(point[0], point[1]);
    else path.lineTo(point[0], point[1]);
    box[0] = Math.min(box[0], point[0]);
    box[1] = Math.min(box[1], point[1]);
    box[2] = Math.max(box[2], point[0]);
    box[3] = Math.max(box[3], point[1]);
  };
  put(lon, lat, true);
  for (let i = first + 1; i < last + (closed ? 1 : 0); i += 1) {
    const at = i === last ? first : i, toLon = x[at] / steps, toLat = y[at] / steps;
    const pieces = Math.min(90, Math.ceil(Math.max(Math.abs(toLon - lon), Math.abs(toLat - lat)) / 0.5));
    for (let n = 1; n < pieces; n += 1) put(lon + ((toLon - lon) * n) / pieces, lat + ((toLat - lat) * n) / pieces, false);
    put(toLon, toLat, false);
    lon = toLon;
    lat = toLat;
  }
  if (closed) path.closePath();
}
