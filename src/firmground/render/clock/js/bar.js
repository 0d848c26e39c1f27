/* The clock beneath a map: step, play, drag; how the events follow it; and whose map lies beneath them. */
const MODES = [["whole", "whole period"], ["until", "up to this day"], ["day", "this day"]];

function makeBar(clock, scene, name, chosen, onMap) {
  const button = (words, label, act) => {
    const made = make("button", "clock-button", words);
    made.type = "button";
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const slider = make("input", "clock-slider");
  Object.assign(slider, { type: "range", min: clock.first, max: clock.last, step: 1 });
  slider.setAttribute("aria-label", "Day");
  slider.addEventListener("input", () => clock.go(Number(slider.value)));
  const day = make("output", "clock-day");
  const play = button("▶", "Play", () => clock.toggle());
  const back = button("◂", "One day back", () => clock.go(clock.state.day - 1));
  const on = button("▸", "One day on", () => clock.go(clock.state.day + 1));
  const modes = makeModes(clock, name), maps = makeMaps(scene, chosen, onMap);
  const strip = make("canvas", "clock-strip");
  strip.setAttribute("aria-hidden", "true");
  const track = make("div", "clock-track", strip, slider);
  const line = make("div", "clock-line", back, play, on, day);
  const bar = make("div", "clock-bar", ...(clock.runs ? [line, track, modes.element] : []), maps.element);
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Clock of the map");
  const show = (state) => {
    slider.value = state.day;
    slider.setAttribute("aria-valuetext", sayDay(state.day));
    const words = state.mode === "whole" ? `Whole period; ground as on ${sayDay(state.day)}` : `${state.mode === "until" ? "Up to " : ""}${sayDay(state.day)}`;
    if (day.textContent !== words) day.textContent = words;
    play.textContent = state.playing ? "❚❚" : "▶";
    play.setAttribute("aria-label", state.playing ? "Pause" : "Play");
    modes.show(state.mode);
  };
  return { element: bar, show, strip, setMap: maps.set };
}

function makeModes(clock, name) {
  const set = make("fieldset", "clock-modes", make("legend", "", "Events of the"));
  const inputs = MODES.map(([mode, words]) => {
    const input = make("input", "");
    Object.assign(input, { type: "radio", name: `${name}-mode`, value: mode });
    input.addEventListener("change", () => clock.setMode(mode));
    set.append(make("label", "", input, ` ${words}`));
    return input;
  });
  const show = (mode) => inputs.forEach((input) => (input.checked = input.value === mode));
  return { element: set, show };
}

function makeMaps(scene, chosen, onMap) {
  const select = make("select", "");
  scene.maps.forEach((map) => select.append(new Option(map.title, map.n)));
  select.append(new Option("no map of control", -1));
  select.value = chosen;
  select.addEventListener("change", () => onMap(Number(select.value)));
  const label = make("label", "clock-maps", make("span", "", "Ground according to"), select);
  if (!scene.maps.length) label.hidden = true;
  return { element: label, set: (n) => (select.value = n) };
}

/* How many events each day has, at most: solid where each day is sure, pale where it is one of several. */
function countDays(scene, claim) {
  const { events } = scene, size = Math.max(1, scene.stop - scene.first), sure = new Float64Array(size), perhaps = new Float64Array(size + 1);
  for (let e = 0; e < events.count; e += 1) {
    if (claim && !(claim.code[e] & 7)) continue;
    const from = events.start[e] - scene.first, length = events.length[e];
    if (length === 1 && from >= 0 && from < size) sure[from] += 1;
    else if (length < 1e6) {
      // An event of several days is shared out over them, so that a wide date does not look like many events.
      const first = Math.max(0, from), last = Math.min(size, from + length);
      if (first < last) {
        perhaps[first] += 1 / length;
        perhaps[last] -= 1 / length;
      }
    }
  }
  for (let n = 1; n < size; n += 1) perhaps[n] += perhaps[n - 1];
  return { sure, perhaps, size };
}

function drawStrip(canvas, counts, look, clock) {
  const wide = Math.round(canvas.clientWidth * look.dpr), tall = Math.round(canvas.clientHeight * look.dpr);
  if (!wide || !tall) return;
  if (canvas.width !== wide || canvas.height !== tall) Object.assign(canvas, { width: wide, height: tall });
  const context = canvas.getContext("2d"), { size } = counts, columns = Math.min(size, Math.floor(wide / (2 * look.dpr)));
  if (!counts.heights || counts.heights.length !== columns) gatherColumns(counts, columns);
  const step = wide / columns, now = Math.floor(((clock.state.day - clock.first) * columns) / size);
  context.clearRect(0, 0, wide, tall);
  counts.heights.forEach(([a, b], n) => {
    const reached = clock.state.mode === "whole" || (clock.state.mode === "until" ? n <= now : n === now);
    context.fillStyle = reached ? look.palette.data : look.palette.border;
    const solid = a * (tall - 1), pale = b * (tall - 1), left = Math.round(n * step), thick = Math.max(1, Math.round(step) - look.pixels(1));
    context.fillRect(left, tall - solid, thick, solid);
    context.globalAlpha = 0.45;
    context.fillRect(left, tall - solid - pale, thick, pale);
    context.globalAlpha = 1;
  });
}

/* Days that share a column of the strip, as parts of the fullest column. */
function gatherColumns(counts, columns) {
  const heights = Array.from({ length: columns }, () => [0, 0]);
  for (let n = 0; n < counts.size; n += 1) {
    const column = heights[Math.floor((n * columns) / counts.size)];
    column[0] += counts.sure[n];
    column[1] += counts.perhaps[n];
  }
  const most = Math.max(1e-9, ...heights.map(([a, b]) => a + b));
  counts.heights = heights.map(([a, b]) => [a / most, b / most]);
}
