/* What is known of the events and the ground that a reader picked: texts and links only, made element by element. */
const MOST_TOGETHER = 30;

function fillPanel(panel, scene, claim, picked, ground, choose) {
  panel.replaceChildren();
  if (!picked.length && !ground.length) return;
  if (picked.length > 1) panel.append(listTogether(scene, picked, choose));
  if (picked.length) panel.append(describeEvent(scene, claim, picked[0]));
  if (ground.length) panel.append(describeGround(scene, ground));
}

function listTogether(scene, picked, choose) {
  const list = make("ol", "clock-together");
  picked.slice(0, MOST_TOGETHER).forEach((e, n) => {
    const button = make("button", "", make("bdi", "", sayEvent(scene, e)));
    button.type = "button";
    if (n === 0) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => choose(e));
    list.append(make("li", "", button));
  });
  const more = picked.length - MOST_TOGETHER;
  const head = make("p", "note", `${sayCount(picked.length, "event")} may have been here; the first is told in full.`);
  return make("div", "", head, list, ...(more > 0 ? [make("p", "note", `And ${sayNumber(more)} more: zoom in, or step the clock.`)] : []));
}

function sayEvent(scene, e) {
  return `${labelOf(scene, e)}, ${sayDays(scene.events.start[e], scene.events.stop[e])}`;
}

function describeEvent(scene, claim, e) {
  const { events } = scene, rows = [], imprecise = events.length[e] > 1;
  const days = sayDays(events.start[e], events.stop[e]);
  rows.push(["When", events.length[e] > 1e6 ? "No day is given: it stands on every day." : imprecise ? `On one of these days: ${days}.` : `${days}.`]);
  rows.push(["Where", sayWhere(scene, events.place[e])]);
  const what = [events.kind, events.by, events.target].map((column) => scene.text(column[e]));
  const parts = [what[0], what[1] && `by ${what[1]}`, what[2] && `on ${what[2]}, as its source has it`].filter(Boolean);
  if (parts.length) rows.push(["What", parts.join(" ")]);
  if (claim) rows.push(["Counts as", sayStanding(claim, e)]);
  for (const [title, words] of mapsOn(scene, claim, e)) rows.push([title, words]);
  const note = events.note ? scene.text(events.note[e]) : "";
  if (note) rows.push(["Note", note]);
  rows.push(["Source", sourceOf(scene, e)]);
  const repeats = scene.text(events.duplicate[e]);
  if (repeats) rows.push(["Repeats", `${repeats}; so it is not counted again.`]);
  return make("div", "clock-event", make("h4", "", make("bdi", "", labelOf(scene, e))), listRows(rows));
}

function listRows(rows) {
  const list = make("dl", "");
  for (const [title, words] of rows) {
    const said = make("dd", "", words);
    said.dir = "auto";
    const term = make("dt", "", title);
    term.dir = "auto";
    list.append(make("div", "", term, said));
  }
  return list;
}

/* How an event counts, and where its place as a whole counts differently, both. */
function sayStanding(claim, e) {
  const style = claim.code[e] & 7;
  if (!style) return "This claim does not count it.";
  const that = claim.that ? ` ${claim.that}` : " what was claimed", own = ANSWERS[claim.own[e]], whole = ANSWERS[(style & 3) - 1];
  const words = [];
  if (claim.unit === "place") {
    words.push(`The place ${whole}${that}`);
    words.push(own === whole ? ", and so this event by itself." : `; this event by itself ${own}.`);
  } else words.push(`It ${whole}${that}.`);
  if (style & 4) words.push(" Whether it counts at all is not known either.");
  if (claim.number[e]) words.push(` Number ${claim.number[e]} of the undecided.`);
  if (claim.code[e] & 8) words.push(" Among the fewest that would settle the claim.");
  return words.join("");
}

/* Why: what every map says of the ground on the event's days, the claim's own map first. */
function mapsOn(scene, claim, e) {
  const readings = claim ? claim.readings : scene.maps.map((map) => scene.readings.findIndex((reading) => reading.map === map.n));
  const order = scene.maps.map((map) => map.n);
  if (claim && claim.map >= 0) order.sort((a, b) => (b === claim.map) - (a === claim.map) || a - b);
  const found = [];
  for (const n of order) {
    const words = readings[n] >= 0 ? sayGround(scene, readings[n], e) : null;
    if (words === null) continue;
    found.push([`Map: ${scene.maps[n].title}`, `${words}${claim && n === claim.map && order.length > 1 ? " (the map that this claim is read with)" : ""}`]);
  }
  return found;
}

function sourceOf(scene, e) {
  const { events } = scene, source = scene.sources[events.source[e]], url = numbered(scene, "url", e), id = numbered(scene, "id", e);
  const said = make("span", "");
  if (source) {
    said.append(linkOr(source.url, source.title), ...[source.by, source.published].filter(Boolean).map((text) => `, ${text}`));
    if (url && url !== source.url) said.append(". ", linkOr(url, isLink(url) ? new URL(url).hostname.replace(/^www\./, "") : url));
  } else if (url) said.append(linkOr(url, url));
  else said.append("not named");
  said.append(make("span", "clock-row", ` ${scene.text(events.file[e])}:${events.row[e]}${id ? `, ${id}` : ""}`));
  return said;
}

function describeGround(scene, ground) {
  const box = make("div", "clock-ground", make("h4", "", `The ground here on ${sayDay(ground[0].day)}`));
  const list = make("ul", "");
  for (const { map, n, sure } of ground.slice(0, 6)) {
    const { pieces } = map, source = scene.sources[pieces.source[n]], item = make("li", "");
    item.dir = "auto";
    const name = scene.text(pieces.name[n]), words = scene.holdings[pieces.holding[n]].words;
    item.append(`${name ? `${name}: ` : ""}${sure ? "" : "perhaps "}${words}, ${sayPeriod(pieces.possible0[n], pieces.possible1[n])}. `);
    const note = scene.text(pieces.note[n]), url = scene.text(pieces.url[n]);
    if (note) item.append(`${note} `);
    if (source) item.append(linkOr(url || source.url, source.title), " ");
    else if (url) item.append(linkOr(url, url), " ");
    const row = pieces.row[n] >= 0 ? `:${pieces.row[n]}` : "", rows = pieces.rows[n] > 1 ? ` and ${pieces.rows[n] - 1} after it` : "";
    item.append(make("span", "clock-row", `${scene.text(pieces.file[n])}${row}${rows}`));
    list.append(item);
  }
  box.append(list);
  return box;
}
