/* Who held what on the day: a map's pieces of ground, or the places of a list as rims beneath the events. */
const PALE = 0.4, RIM = 6, WITHIN = 0.22;

/* Projects the ground for one frame, once. `at`: the middles of listed places. */
function layGround(scene, projection) {
  const shapes = projectShapes(scene.shapes, scene.steps, projection, true);
  const inner = [], point = [0, 0];
  for (let s = 0; s < scene.inner.lon.length; s += 1) {
    projection.project(scene.inner.lon[s] / scene.steps, scene.inner.lat[s] / scene.steps, point, 0);
    inner.push([point[0], point[1]]);
  }
  const join = (parts) => parts.reduce((all, part) => (all.addPath(part.path), all), new Path2D());
  const listed = scene.maps.map(({ pieces, listed: isList }) => {
    if (!isList) return null;
    const at = new Float64Array(pieces.lon.length * 2);
    for (let n = 0; n < pieces.lon.length; n += 1) projection.project(pieces.lon[n] / 1e4, pieces.lat[n] / 1e4, at, n * 2);
    return at;
  });
  return {
    shapes,
    inner,
    listed,
    land: join(projectShapes(scene.land, scene.steps, projection, true)),
    borders: join(projectShapes(scene.borders, scene.steps, projection, false)),
  };
}

/* The pieces of a map that stand on a day: those that perhaps do first, so that the sure ones lie over them. */
function piecesOn({ pieces }, day) {
  const sure = [], perhaps = [];
  for (let n = 0; n < pieces.holding.length; n += 1) {
    if (day >= pieces.certain0[n] && day < pieces.certain1[n]) sure.push(n);
    else if (day >= pieces.possible0[n] && day < pieces.possible1[n]) perhaps.push(n);
  }
  return { sure, perhaps };
}

function speaksOn({ spoken }, day) {
  return spoken.some(([start, stop]) => day >= start && day < stop);
}

function drawGround(context, view, scene, laid, look, map, day) {
  const { palette } = look, px = look.dpr / view.k;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = palette.sea;
  context.fillRect(0, 0, view.wide, view.tall);
  context.setTransform(view.k, 0, 0, view.k, view.x, view.y);
  setFill(context, map ? look.unmapped : palette.land, view);
  context.fill(laid.land, "evenodd");
  if (map && !map.listed) drawFaces(context, view, scene, laid, look, map, day);
  context.lineWidth = 0.75 * px;
  context.strokeStyle = palette.border;
  context.stroke(laid.land);
  context.setLineDash([4 * px, 3 * px]);
  context.stroke(laid.borders);
  context.setLineDash([]);
  if (map && map.listed) drawListed(context, view, laid.listed[map.n], scene, look, map, day);
}

function drawFaces(context, view, scene, laid, look, map, day) {
  if (map.elsewhere >= 0 && speaksOn(map, day)) {
    setFill(context, look.holdings[map.elsewhere], view);
    context.fill(map.within < 0 ? laid.land : laid.shapes[map.within].path, "evenodd");
  }
  const { sure, perhaps } = piecesOn(map, day), { pieces } = map;
  const seen = ([left, top, right, bottom]) =>
    right * view.k + view.x > 0 && left * view.k + view.x < view.wide && bottom * view.k + view.y > 0 && top * view.k + view.y < view.tall;
  context.lineWidth = (0.8 * look.dpr) / view.k;
  context.strokeStyle = look.palette.border;
  const paint = (n, alpha) => {
    const shape = laid.shapes[pieces.shape[n]];
    if (!seen(shape.box)) return;
    if (alpha < 1) {
      context.fillStyle = look.palette.land;
      context.fill(shape.path, "evenodd");
      context.globalAlpha = alpha;
    }
    setFill(context, look.holdings[pieces.holding[n]], view);
    context.fill(shape.path, "evenodd");
    context.globalAlpha = 1;
    context.stroke(shape.path);
  };
  for (const n of perhaps) paint(n, PALE);
  for (const n of sure) paint(n, 1);
}

/* A listed place speaks for itself, not for the ground around it: a rim around the place, as wide as it is known. */
function drawListed(context, view, at, scene, look, map, day) {
  const { sure, perhaps } = piecesOn(map, day), { pieces } = map, wide = RIM * look.dpr;
  context.setTransform(1, 0, 0, 1, 0, 0);
  const paint = (n, alpha) => {
    if (!pieces.placed[n]) return;
    const radius = listedRadius(pieces, n, view, look), x = at[2 * n] * view.k + view.x, y = at[2 * n + 1] * view.k + view.y;
    const { coded, holders } = scene.holdings[pieces.holding[n]], party = coded ? coded[0] : holders[0];
    const disc = (size) => context.arc(x, y, size, 0, 2 * Math.PI);
    context.globalAlpha = alpha * WITHIN;
    setFill(context, look.holdings[pieces.holding[n]], null);
    context.beginPath();
    disc(radius - wide);
    context.fill();
    context.globalAlpha = alpha;
    context.beginPath();
    disc(radius);
    disc(radius - wide);
    context.fill("evenodd");
    context.lineWidth = 0.8 * look.dpr;
    context.strokeStyle = party >= 0 ? look.palette.lines[party % TINTS] : look.palette.soft;
    context.beginPath();
    disc(radius);
    context.stroke();
    context.globalAlpha = 1;
  };
  const larger = (a, b) => pieces.radius[b] - pieces.radius[a];
  for (const n of perhaps.sort(larger)) paint(n, PALE);
  for (const n of sure.sort(larger)) paint(n, 1);
}

function listedRadius(pieces, n, view, look) {
  return Math.max(view.least, (pieces.radius[n] / 1000) * view.unitsKm * view.k) + RIM * look.dpr;
}

/* The pieces under a point (in device pixels), the sure ones first. */
function groundAt(context, view, laid, look, map, day, x, y) {
  const { sure, perhaps } = piecesOn(map, day), { pieces } = map;
  const under = (n) => {
    if (map.listed) {
      const at = laid.listed[map.n];
      const reach = listedRadius(pieces, n, view, look);
      return pieces.placed[n] && Math.hypot(at[2 * n] * view.k + view.x - x, at[2 * n + 1] * view.k + view.y - y) <= reach;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    return context.isPointInPath(laid.shapes[pieces.shape[n]].path, (x - view.x) / view.k, (y - view.y) / view.k, "evenodd");
  };
  return [...sure.filter(under).map((n) => [n, true]), ...perhaps.filter(under).map((n) => [n, false])];
}
