/* What is drawn for the events of a claim: a disc or an area for every different place and answer, equal ones once. */

/* Columns x, y, radius (units of the frame), shape, style; `of`: for each event the glyphs it may be in; `order`:
   areas first, then larger before smaller, and among equal sizes hollow before hatched before solid. */
function makeGlyphs(scene, claim, projection, withOthers) {
  const { events, places } = scene, count = events.count, known = new Map();
  const columns = { x: [], y: [], radius: [], shape: [], style: [], events: [], number: [], settles: [] };
  const first = new Int32Array(count + 1), of = [], point = [0, 0], middles = projectMiddles(scene, projection);
  for (let e = 0; e < count; e += 1) {
    const style = claim ? claim.code[e] & 7 : 7, shown = style > 0 || withOthers;
    const place = events.place[e];
    for (let option = places.first[place]; shown && option < places.first[place + 1]; option += 1) {
      const [x, y] = middles(option, point), radius = (places.radius[option] / 1000) * projection.scale;
      const key = `${x.toFixed(2)} ${y.toFixed(2)} ${radius.toFixed(2)} ${places.shape[option]} ${style}`;
      let glyph = known.get(key);
      if (glyph === undefined) {
        glyph = columns.x.length;
        known.set(key, glyph);
        for (const [name, value] of [["x", x], ["y", y], ["radius", radius], ["shape", places.shape[option]], ["style", style]])
          columns[name].push(value);
        columns.events.push([]);
        columns.number.push(0);
        columns.settles.push(false);
      }
      columns.events[glyph].push(e);
      if (claim && claim.number[e]) columns.number[glyph] = Math.min(columns.number[glyph] || Infinity, claim.number[e]);
      if (claim && claim.code[e] & 8) columns.settles[glyph] = true;
      of.push(glyph);
    }
    first[e + 1] = of.length;
  }
  const size = columns.x.length, order = Int32Array.from({ length: size }, (_, g) => g);
  const layer = (g) => (columns.style[g] === 0 ? -1 : columns.style[g] & 3);
  order.sort((a, b) =>
    (columns.shape[b] >= 0) - (columns.shape[a] >= 0) || columns.radius[b] - columns.radius[a] || layer(a) - layer(b) || a - b);
  return {
    ...columns, size, first, of: Int32Array.from(of), order,
    named: nameFirst(columns, size), level: new Uint8Array(size), crowd: size > 1500,
  };
}

function projectMiddles(scene, projection) {
  const { places, inner, steps } = scene;
  return (option, point) => {
    const shape = places.shape[option];
    if (shape < 0) projection.project(places.lon[option] / 1e4, places.lat[option] / 1e4, point, 0);
    else projection.project(inner.lon[shape] / steps, inner.lat[shape] / steps, point, 0);
    return point;
  };
}

/* Glyphs in the order in which they get a name: what would settle the claim, what is undecided, then the widest. */
function nameFirst({ number, settles, radius, style }, size) {
  const MOST = 600, all = Array.from({ length: size }, (_, g) => g).filter((g) => style[g] > 0);
  const rank = (g) => (settles[g] ? 0 : number[g] ? 1 : (style[g] & 3) === 2 ? 2 : 3);
  return all.sort((a, b) => rank(a) - rank(b) || number[a] - number[b] || radius[b] - radius[a]).slice(0, MOST);
}

/* Marks which glyphs stand on the clock's day and counts the events; the same for every way of getting there. */
function levelGlyphs(scene, claim, glyphs, state, withOthers) {
  const { events } = scene, { level, first, of } = glyphs;
  const tally = { must: 0, may: 0, cannot: 0, sure: 0, perhaps: 0, others: 0, shown: [] };
  level.fill(0);
  for (let e = 0; e < events.count; e += 1) {
    const stands = standsOn(events.start[e], events.stop[e], state);
    if (!stands) continue;
    const style = claim ? claim.code[e] & 7 : 7;
    if (!style) tally.others += 1;
    if (!style && !withOthers) continue;
    if (first[e] === first[e + 1]) continue;
    for (let n = first[e]; n < first[e + 1]; n += 1) if (level[of[n]] < stands) level[of[n]] = stands;
    if (claim && style) tally[["", "cannot", "may", "must"][style & 3]] += 1;
    tally[stands === 2 ? "sure" : "perhaps"] += 1;
    tally.shown.push(e);
  }
  return tally;
}
