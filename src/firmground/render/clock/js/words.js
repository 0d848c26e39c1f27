/* Days, widths and answers in words, as the rest of the page says them. */
const NO_START = 1, NO_STOP = 3652060, EPOCH = 719163;
const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

function sayDay(day) {
  const on = new Date((day - EPOCH) * 864e5);
  return `${on.getUTCDate()} ${MONTHS[on.getUTCMonth()]} ${on.getUTCFullYear()}`;
}

function sayDays(start, stop) {
  if (start <= NO_START && stop >= NO_STOP) return "day unknown";
  const first = start <= NO_START ? "?" : sayDay(start), last = stop >= NO_STOP ? "?" : sayDay(stop - 1);
  return first === last ? first : `${first} to ${last}`;
}

/* The days on which ground was held so: an end that is not known to have come is no question. */
function sayPeriod(start, stop) {
  if (start <= NO_START && stop >= NO_STOP) return "on all days";
  if (start <= NO_START) return `until ${sayDay(stop - 1)}`;
  return stop >= NO_STOP ? `from ${sayDay(start)}` : sayDays(start, stop);
}

function sayNumber(number) {
  return number.toLocaleString("en-GB");
}

function sayCount(number, one, many) {
  return `${sayNumber(number)} ${number === 1 ? one : many || `${one}s`}`;
}

function sayList(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

function sayKm(metres) {
  const km = metres / 1000;
  return `${km >= 100 ? Math.round(km) : Number(km.toFixed(1))} km`;
}

function sayDegrees(lon, lat) {
  const side = (value, plus, minus) => `${Math.abs(value / 1e4).toFixed(3)}° ${value < 0 ? minus : plus}`;
  return `${side(lat, "N", "S")}, ${side(lon, "E", "W")}`;
}

/* The name of an event's place; one without a name is called by its coordinates. */
function labelOf(scene, e) {
  return nameOf(scene, e) || placeByDegrees(scene, scene.events.place[e]);
}

function nameOf(scene, e) {
  return scene.text(scene.places.label[scene.events.place[e]]);
}

function placeByDegrees({ places }, place) {
  const option = places.first[place];
  const one = places.first[place + 1] - option === 1 && places.shape[option] < 0;
  return one ? sayDegrees(places.lon[option], places.lat[option]) : "place not named";
}

/* How wide the place of an event is known. */
function sayWhere(scene, place) {
  const { places } = scene, first = places.first[place], last = places.first[place + 1];
  if (first === last) return `Not on this map: ${scene.text(places.reason[place]) || "its place is not known"}.`;
  const ways = [];
  for (let option = first; option < last; option += 1) ways.push(sayOption(scene, option));
  if (ways.length === 1) return `${ways[0][0].toUpperCase()}${ways[0].slice(1)}.`;
  return `One of ${ways.length} places, and nobody knows which: ${[...new Set(ways)].join("; ")}.`;
}

function sayOption(scene, option) {
  const { places } = scene;
  if (places.shape[option] >= 0) return `somewhere in ${scene.text(places.name[option])}`;
  const at = sayDegrees(places.lon[option], places.lat[option]);
  return places.radius[option] ? `within ${sayKm(places.radius[option])} of ${at}` : `an exact point, ${at}`;
}

/* What one map says of an event's ground; null where the data leave it out. */
function sayGround(scene, reading, e) {
  const { parts } = scene.readings[reading];
  if (!parts) return null;
  const k = scene.events.occurrence[e], words = [];
  for (let part = parts.first[k]; part < parts.first[k + 1]; part += 1) {
    const percent = parts.percent[part];
    words.push(scene.holdings[parts.holding[part]].words + (percent < 100 ? ` (${percent}%)` : ""));
  }
  if (parts.more[k]) words.push(`and ${parts.more[k]} more`);
  const note = scene.text(parts.note[k]);
  return [...new Set(words)].join("; ") + (note ? `. ${note}` : "");
}

const ANSWERS = ["cannot be", "may be", "must be"];

/* Whether an address may stand behind a link. */
function isLink(url) {
  if (!/^https?:\/\/[^\s\u2400-\u2421\u27e8]+$/i.test(url)) return false;
  try {
    return Boolean(new URL(url).hostname);
  } catch {
    return false;
  }
}

/* An element with its class and its texts or children; never markup. */
function make(tag, css, ...children) {
  const element = document.createElement(tag);
  if (css) element.className = css;
  element.append(...children);
  return element;
}

function linkOr(url, words) {
  const text = make("bdi", "", words || url);
  if (!isLink(url)) return text;
  const link = make("a", "", text);
  link.href = url;
  link.rel = "noreferrer noopener";
  return link;
}
