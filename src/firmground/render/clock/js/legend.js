/* What is to be seen on the map now, named; and what is not on it, counted. */
function fillLegend(legend, scene, claim, look, map, day, tally, state) {
  const items = [];
  const held = holdingsOn(scene, map, day);
  for (const { holding, pale } of held) items.push([groundSwatch(look, look.holdings[holding], pale), sayHolding(scene, holding, pale)]);
  if (map) items.push([groundSwatch(look, look.unmapped, false), map.listed ? "not on this list" : "not on this map"]);
  if (tally.perhaps && state.mode !== "whole")
    items.push([discSwatch(look, claim ? 3 : 7, FAINT), state.mode === "day" ? "pale: perhaps on this day" : "pale: perhaps by this day"]);
  const key = items.map(([, words]) => words).join("|");
  if (legend.dataset.key === key && legend.dataset.look === look.key) return;
  legend.dataset.key = key;
  legend.dataset.look = look.key;
  legend.replaceChildren(...items.map(([swatch, words]) => make("li", "", swatch, make("bdi", "", words))));
}

/* Holdings that stand on the day, by how much of the map speaks of them; at most a dozen, and how many more. */
function holdingsOn(scene, map, day) {
  if (!map) return [];
  const { sure, perhaps } = piecesOn(map, day), counts = new Map();
  const add = (n, pale) => {
    const holding = map.pieces.holding[n], one = counts.get(fillKey(scene.holdings[holding])) || { holding, count: 0, pale: true };
    one.count += 1;
    one.pale = one.pale && pale;
    counts.set(fillKey(scene.holdings[holding]), one);
  };
  sure.forEach((n) => add(n, false));
  perhaps.forEach((n) => add(n, true));
  if (map.elsewhere >= 0 && speaksOn(map, day)) counts.set(fillKey(scene.holdings[map.elsewhere]), { holding: map.elsewhere, count: 1, pale: false });
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

/* Holdings that look the same are one line of the legend: who is present besides the holder is told on a click. */
function fillKey({ ground, holders, coded }) {
  return `${ground} ${holders.join()} ${coded ? coded.join() : ""}`;
}

function sayHolding(scene, holding, pale) {
  const one = scene.holdings[holding];
  const words = one.ground === "held" ? (one.holders.length > 1 ? `contested by ${sayHolders(scene, one)}` : sayHolders(scene, one)) : sayHolders(scene, one);
  return pale ? `${words} (perhaps)` : words;
}

function groundSwatch(look, fill, pale) {
  const swatch = makeTile(look.pixels(20), look.pixels(12), (context, wide, tall) => {
    context.fillStyle = look.palette.land;
    context.fillRect(0, 0, wide, tall);
    context.globalAlpha = pale ? PALE : 1;
    setFill(context, fill, null);
    context.fillRect(0, 0, wide, tall);
    context.globalAlpha = 1;
    context.strokeStyle = look.palette.border;
    context.lineWidth = look.pixels(1);
    context.strokeRect(0.5, 0.5, wide - 1, tall - 1);
  });
  return asSwatch(swatch);
}

function discSwatch(look, style, alpha) {
  return asSwatch(makeTile(look.pixels(20), look.pixels(12), (context, wide, tall) => {
    context.globalAlpha = alpha;
    context.beginPath();
    context.arc(wide / 2, tall / 2, tall / 2 - 1, 0, 2 * Math.PI);
    paintRegion(context, style, look, tall / 2, null);
  }));
}

function asSwatch(canvas) {
  canvas.className = "clock-swatch";
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

/* Events that are not on the map, or on it on every day: counted, so that none is missing in silence. */
function countMissing(scene, claim) {
  const { events, places } = scene, missing = { all: 0, undated: 0, unplaced: 0, beyond: 0, others: 0 };
  for (let e = 0; e < events.count; e += 1) {
    if (claim && !(claim.code[e] & 7)) {
      missing.others += 1;
      continue;
    }
    missing.all += 1;
    const place = events.place[e];
    if (places.first[place] === places.first[place + 1]) missing.unplaced += 1;
    if (events.start[e] <= NO_START && events.stop[e] >= NO_STOP) missing.undated += 1;
    else if (events.stop[e] <= scene.first || events.start[e] >= scene.stop) missing.beyond += 1;
  }
  return missing;
}

function sayMissing(scene, missing, map) {
  const of = sayNumber(missing.all), words = [];
  const be = (number, one, many) => (number === 1 ? one : many);
  if (missing.unplaced) words.push(`${sayNumber(missing.unplaced)} of ${of} events ${be(missing.unplaced, "has", "have")} no place and ${be(missing.unplaced, "is", "are")} not on this map.`);
  if (missing.undated) words.push(`${sayNumber(missing.undated)} of ${of} ${be(missing.undated, "has", "have")} no day and ${be(missing.undated, "stands", "stand")} on every day.`);
  if (missing.beyond) words.push(`${sayNumber(missing.beyond)} of ${of} ${be(missing.beyond, "lies", "lie")} outside the days of this clock and ${be(missing.beyond, "is", "are")} shown with the whole period.`);
  if (map && map.listed) {
    let lost = 0;
    for (const placed of map.pieces.placed) lost += placed ? 0 : 1;
    if (lost) words.push(`${sayCount(lost, "row")} of this list ${be(lost, "has", "have")} no place on the map.`);
  }
  if (map && !map.listed && scene.withinKm) words.push(`Borders are drawn to within ${sayBorder(scene.withinKm)} km; the results used the full borders.`);
  return [...words, ...scene.leftOut].join(" ");
}

function sayBorder(km) {
  return km >= 10 ? Math.ceil(km) : Math.ceil(km * 10) / 10;
}
